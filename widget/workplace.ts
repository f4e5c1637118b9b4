import { endpoints } from '../shared/api.ts';
import { ApiProblem } from './api/api-problem.ts';
import { BackendClient } from './api/backend-client.ts';
import { Session, type Person } from './api/session.ts';
import { SkilldeskApi } from './api/skilldesk-api.ts';
import { later } from './later.ts';
import { Observable } from './observable.ts';
import { Organization } from './organization/organization.ts';
import { Presence } from './presence.ts';
import { Deviations } from './work/deviations.ts';
import { startOfToday } from './start-of-today.ts';
import { workOfPerson, type Work } from './work/work-of-person.ts';

/** One person, verified, with all that the elements need. */
export interface Desk {
  readonly person: Person;
  readonly organization: Organization;
  readonly work: Work;
  readonly deviations: Deviations;
}

/** Puts session, API, lists and unsaved work together for one element and one backend. */
export class Workplace extends Observable {
  readonly session: Session;
  readonly api: SkilldeskApi;
  readonly #base: string;
  #desk: Desk | undefined;
  readonly #presence = new Presence();
  #stay = new AbortController();
  #leave: (() => void)[] = [];

  constructor(base: string, askDesktop: () => Promise<string | undefined>) {
    super();
    this.#base = base;
    const client = new BackendClient(base);
    this.session = new Session({
      exchange: async (bearer) => {
        const { value } = await client.call(endpoints.exchangeDesktopToken, { bearer });
        if (!value) throw new ApiProblem('unreadable');
        return value;
      },
      askDesktop,
      now: () => Date.now(),
      later,
    });
    this.api = new SkilldeskApi(client, this.session, () => this.#stay.signal);
  }

  get desk(): Desk | undefined {
    return this.#desk;
  }

  start(): void {
    this.#stay = new AbortController();
    this.#presence.start(
      () => (this.#desk ? [this.#desk.organization, this.#desk.deviations] : []),
      () => this.#desk?.work.draft.flush(),
    );
    this.#leave = [this.session.subscribe(() => this.#follow())];
    this.session.start();
    if (this.#desk) this.#sitDown(this.#desk);
  }

  stop(): void {
    this.session.stop();
    this.#desk?.organization.stop();
    this.#desk?.deviations.stop();
    this.#leave.forEach((leave) => leave());
    this.#leave = [];
    this.#presence.stop();
    this.#stay.abort();
  }

  #follow(): void {
    const { person } = this.session;
    if (person && person !== this.#desk?.person) this.#seat(person);
    this.changed();
  }

  /** The same person after a renewal keeps the lists, and what he edits is kept as soon as he may; another one gets nothing of the one before. */
  #seat(person: Person): void {
    const known = this.#desk;
    if (known?.person.user.id === person.user.id && known.person.organizationId === person.organizationId) {
      this.#desk = { ...known, person };
      if (known.person.user.mayEdit === person.user.mayEdit) return;
      this.#standUp();
      this.#sitDown(this.#desk);
      return;
    }
    known?.organization.stop();
    known?.deviations.stop();
    this.#standUp();
    const work = workOfPerson(this.#base, person.organizationId, person.user.id);
    const pace = { later, hidden: () => this.#presence.hidden, idle: () => this.#presence.idle };
    const organization = new Organization(this.api, {
      ...pace,
      follow: (profile) => work.unsaved.follow(profile),
      followAgents: (agents) => work.unsaved.followAgents(agents),
      moved: () => {
        this.#presence.acted();
        void deviations.readAnew();
        void this.#lookAgain(work);
      },
    });
    const deviations = new Deviations(this.api, {
      ...pace,
      now: () => Date.now(),
      moved: () => void organization.readAnew(),
    });
    this.#desk = { person, work, organization, deviations };
    this.#sitDown(this.#desk);
  }

  #standUp(): void {
    this.#leave.splice(1).forEach((leave) => leave());
  }

  #sitDown({ person, organization, work, deviations }: Desk): void {
    organization.start();
    deviations.start();
    const leave = work.saves.attach({
      makeChange: (request, key) => this.api.makeChange(request, key),
      readChange: (id) => this.api.readChange(id),
      stopChange: (id) => this.api.stopChange(id),
      continueChange: (id) => this.api.continueChange(id),
      readLists: async () => {
        void deviations.readAnew();
        await organization.readAnew();
      },
    });
    this.#leave.push(
      leave,
      work.preview.attach((edits, given) => this.api.previewEdits(edits, given)),
      organization.subscribe(() => this.changed()),
      deviations.subscribe(() => this.changed()),
    );
    if (person.user.mayEdit) this.#leave.push(...this.#keepDraft(person, organization, work));
  }

  /** Where only what was changed today is to be seen, that may be more by now. */
  async #lookAgain({ sheet }: Work): Promise<void> {
    const isWanted = () => sheet.part.changed !== undefined;
    if (!isWanted()) return;
    const changed = await this.api.profilesChangedSince(startOfToday()).catch(() => undefined);
    // He may have thought otherwise meanwhile.
    if (changed && isWanted()) sheet.show({ changed });
  }

  /** Where somebody else sits here by now, nothing is kept in his name. */
  #keepDraft({ user }: Person, organization: Organization, { draft }: Work): (() => void)[] {
    const { api, session } = this;
    const inHisName = <Value>(ask: () => Promise<Value>): Promise<Value> =>
      session.person?.user.id === user.id ? ask() : Promise.reject(new ApiProblem('session-outdated'));
    const leave = draft.attach({
      readDraft: () => inHisName(() => api.readDraft()),
      keepDraft: (body, leaving) => inHisName(() => api.keepDraft(body, leaving)),
      removeDraft: (over, leaving) =>
        inHisName(() => api.removeDraft(over?.map((tag) => tag ?? '-').join(','), leaving)),
      lists: {
        profile: organization.profile,
        agent: organization.agent,
        complete: () => organization.profiles.value?.complete === true,
      },
    });
    return [leave, organization.subscribe(() => draft.listsRead())];
  }
}
