/** Somebody the simulator knows, who may be signed in. */
export interface Person {
  ciUserId: string;
  id: string;
  name: string;
  email: string;
  profileType: string;
  teams: string[];
  remark?: string;
}

interface DesktopToken {
  accessToken: string;
  orgId: string;
}

/** The simulator's control paths, as the desktop's page calls them. */
export class DesktopPeople {
  readonly #simulatorUrl: string;
  readonly #expiresInSeconds: number | undefined;
  #people: Promise<Person[]> | undefined;

  constructor(simulatorUrl: string, expiresInSeconds: number | undefined) {
    this.#simulatorUrl = simulatorUrl;
    this.#expiresInSeconds = expiresInSeconds;
  }

  list(): Promise<Person[]> {
    this.#people ??= this.#call('people') as Promise<Person[]>;
    return this.#people;
  }

  async find(ciUserId: string): Promise<Person> {
    const people = await this.list();
    const supervisor = people.find(({ profileType }) => profileType === 'SUPERVISOR') ?? people[0];
    const person = ciUserId === '' ? supervisor : people.find((one) => one.ciUserId === ciUserId);
    if (!person) throw new Error(`The simulator knows nobody with the ciUserId "${ciUserId}".`);
    return person;
  }

  async issueToken(ciUserId: string): Promise<DesktopToken> {
    const expiresInSeconds = this.#expiresInSeconds;
    return (await this.#call('desktop-tokens', { ciUserId, expiresInSeconds })) as DesktopToken;
  }

  async expireToken(accessToken: string): Promise<void> {
    await this.#call('desktop-tokens/expire', { accessToken });
  }

  async #call(path: string, body?: unknown): Promise<unknown> {
    const post = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.#simulatorUrl}/_simulator/${path}`, body === undefined ? {} : post);
    if (!response.ok) throw new Error(`The simulator answered ${path} with ${response.status}.`);
    return response.status === 204 ? undefined : response.json();
  }
}
