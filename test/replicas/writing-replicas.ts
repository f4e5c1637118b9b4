import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { startBackend } from '../demo/backend-process.ts';
import { freePort } from '../demo/free-port.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { skilldeskCommand, type Ended } from './skilldesk-command.ts';

const replicas = 3;
const writers = ['Ada', 'Gwen', 'Nadia'];
const itemsOfAChange = 15;

/** Three real server processes on one PostgreSQL, and at each of them a verified supervisor who saves all the time. */
export class WritingReplicas {
  readonly webex: WebexSimulator;
  readonly #folder = mkdtempSync(join(tmpdir(), 'skilldesk-replicas-'));
  readonly #environment: Record<string, string>;
  readonly #backends: ReturnType<typeof startBackend>[] = [];
  readonly #loads: Promise<void>[] = [];
  #isOver = false;

  private constructor(webex: WebexSimulator, databaseUrl: string) {
    this.webex = webex;
    this.#environment = {
      DATABASE_URL: databaseUrl,
      VAULT_KEYS: `replicas:${Buffer.alloc(32, 1).toString('base64')}`,
      WXCC_ORG_ID: webex.organization.id,
      SETUP_CODE_PRINT: '0',
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      WEBEX_REQUESTS_PER_MINUTE: '60000',
      EDIT_POLICY: 'open',
    };
  }

  static async start(databaseUrl: string): Promise<WritingReplicas> {
    const webex = await startWebexSimulator({ organization: largeOrganization(), requestsPerMinute: 1e9 });
    const writing = new WritingReplicas(webex, databaseUrl);
    try {
      const urls = await Promise.all(Array.from({ length: replicas }, () => writing.#startReplica()));
      await writing.#load(urls);
      return writing;
    } catch (error) {
      await writing.close();
      throw error;
    }
  }

  /** `npx skilldesk …`, a process of its own. */
  skilldesk(command: string): Promise<Ended> {
    return skilldeskCommand(command, { ...this.#environment, ...(command === 'service-app' && this.#serviceApp()) });
  }

  /** When the writes came in. */
  writes(): number[] {
    return this.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH').map(({ at }) => at);
  }

  /** When the calls came in that were made with a token of the vault, or to end one. */
  uses(): number[] {
    return this.webex.requests.filter(({ tokenKind }) => tokenKind === 'service-app').map(({ at }) => at);
  }

  revocations(): number {
    return this.webex.requests.filter(({ path }) => path.endsWith('/revoke')).length;
  }

  /** Waits until so many more writes have come in. */
  async untilWritten(more: number): Promise<void> {
    const before = this.writes().length;
    const end = Date.now() + 60_000;
    while (this.writes().length < before + more) {
      await pause(50);
      if (Date.now() > end) throw new Error(`only ${this.writes().length - before} writes in a minute`);
    }
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loads);
    await Promise.all(this.#backends.map(({ stop }) => stop()));
    await this.webex.close();
    rmSync(this.#folder, { recursive: true });
  }

  #serviceApp() {
    const { clientId, clientSecret, refreshToken } = this.webex.credentials.serviceApp;
    return {
      WEBEX_SERVICE_APP_CLIENT_ID: clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
    };
  }

  async #startReplica(): Promise<string> {
    const port = await freePort();
    const environment = { ...this.#environment, ...this.#serviceApp(), PORT: String(port) };
    const backend = startBackend({ port, watch: false, environment });
    this.#backends.push(backend);
    await backend.ready();
    return `http://127.0.0.1:${port}`;
  }

  /** At each replica another person, who saves other profiles than the others do. */
  async #load(urls: readonly string[]): Promise<void> {
    for (const [at, url] of urls.entries()) {
      const person = [...this.webex.organization.users.values()].find(({ firstName }) => firstName === writers[at]);
      const call = await signIn(url, this.webex.issueDesktopToken(person?.ciUserId ?? ''));
      const { skillProfiles, skills } = await readLists(call);
      const isNumber = new Set(skills.filter(({ skillType }) => skillType === 'PROFICIENCY').map(({ id }) => id));
      const mine = skillProfiles
        .sort((one, other) => one.name.localeCompare(other.name))
        .flatMap(({ id, editable, values }) => {
          const skillId = values?.find((value) => isNumber.has(value.skillId))?.skillId;
          return editable && skillId !== undefined ? [{ id, skillId }] : [];
        });
      // Nadia sees the first half only, so she takes the first.
      const from = (urls.length - 1 - at) * itemsOfAChange;
      this.#loads.push(this.#save(call, mine.slice(from, from + itemsOfAChange)));
    }
  }

  async #save(call: Call, profiles: readonly { id: string; skillId: string }[]): Promise<void> {
    const goesOn = () => !this.#isOver;
    for (let round = 0; goesOn(); round += 1) {
      const list = (await call('GET', '/api/skill-profiles')) as SkillProfileList | undefined;
      const edits = profiles.map(({ id, skillId }) => ({
        skillProfileId: id,
        revision: list?.skillProfiles.find((profile) => profile.id === id)?.revision,
        set: [{ skillId, value: round % 11 }],
      }));
      let change = (await call('POST', '/api/changes', { edits, reason: 'load' })) as Change | undefined;
      while (change && goesOn() && !change.items.every(({ outcome }) => isFinal(outcome))) {
        await pause(200);
        change = (await call('GET', `/api/changes/${change.id}`)) as Change | undefined;
      }
      if (!change) await pause(200);
    }
  }
}

type Call = (method: string, path: string, body?: unknown) => Promise<unknown>;

/** As soon as the lists are there: until the first reading of the organization they are refused, which a page takes as “ask again”. */
async function readLists(call: Call): Promise<SkillProfileList> {
  const end = Date.now() + 60_000;
  for (;;) {
    const list = (await call('GET', '/api/skill-profiles')) as SkillProfileList | undefined;
    if (list) return list;
    if (Date.now() > end) throw new Error('no lists in a minute');
    await pause(200);
  }
}

/** Calls with a session, which is exchanged anew when it is over; undefined for what was refused. */
async function signIn(url: string, desktopToken: string): Promise<Call> {
  const exchange = async () => {
    const headers = { authorization: `Bearer ${desktopToken}` };
    const response = await fetch(`${url}/api/session`, { method: 'POST', headers });
    if (!response.ok) throw new Error(`no session: ${response.status} ${await response.text()}`);
    return ((await response.json()) as SessionGranted).token;
  };
  let token = await exchange();
  const ask = (method: string, path: string, body: unknown, key: string) =>
    fetch(url + path, {
      method,
      signal: AbortSignal.timeout(30_000),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json', 'idempotency-key': key }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return async (method, path, body) => {
    const key = crypto.randomUUID();
    let response = await ask(method, path, body, key);
    if (response.status === 401) {
      token = await exchange();
      response = await ask(method, path, body, key);
    }
    return response.ok ? ((await response.json()) as unknown) : undefined;
  };
}
