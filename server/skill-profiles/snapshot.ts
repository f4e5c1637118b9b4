import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { failedAs, UpstreamError } from '../upstream-error.ts';
import type { DynamicSkillValues, Organization, SkillProfile } from './organization.ts';
import type { OrganizationSource, RevisionStore, SnapshotStore } from './ports.ts';
import { revisionOf } from './revision.ts';
import { SupervisorReading } from './supervisor-reading.ts';

const staleAfter = 60_000;
const rereadAllAfter = 60 * 60_000;
const longestWait = 10_000;
const parallelReads = 6;
const mostFailures = 3;
const restAfterFailure = 30_000;
const restWhileUnknown = 3_000;

interface Ports {
  source: OrganizationSource;
  store: SnapshotStore;
  revisions: RevisionStore;
  clock: Clock;
  log: Log;
  /** Told when something was read. */
  learned: () => void;
}

/** Keeps one copy of the organization's configuration, read with the admin token, however many people look at it. */
export class Snapshot {
  readonly #ports: Ports;
  readonly #supervisors: SupervisorReading;
  readonly #wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  #refreshing: Promise<void> | undefined;
  #readAllAt = -Infinity;
  readonly #stop = new AbortController();
  /** After a failure Webex is left alone until then, whoever asks. */
  #failure: { error: AppError; until: number } | undefined;

  /** `wait` fails when it is aborted. */
  constructor(ports: Ports, wait: (milliseconds: number, signal: AbortSignal) => Promise<unknown>) {
    this.#ports = ports;
    this.#supervisors = new SupervisorReading(ports);
    this.#wait = wait;
  }

  /** What is known, without waiting; undefined before the first reading. */
  known(): Promise<Organization | undefined> {
    return this.#ports.store.load();
  }

  /**
   * Not older than a minute where Webex lets us; else what is known, with its true age. Waits at most 10 s.
   * @throws AppError, `snapshot-loading` or why nothing can be read, while nothing at all is known
   */
  async fresh(): Promise<Organization> {
    const before = await this.known();
    if (before && this.#isYoung(before) && (isRead(before) || !this.#refreshing)) return before;
    await Promise.race([this.refresh().catch(asFailure), this.#waitUnlessStopped(longestWait)]);
    const after = await this.known();
    if (after) return after;
    throw (
      this.#failure?.error ??
      new AppError(
        'snapshot-loading',
        'Skilldesk is reading the organization for the first time. Try again in a moment.',
        {
          retryAfterSeconds: 2,
        },
      )
    );
  }

  /** What is known, whatever its age; waits only when that is nothing. */
  async atHand(): Promise<Organization> {
    return (await this.known()) ?? (await this.fresh());
  }

  get #stopping(): boolean {
    return this.#stop.signal.aborted;
  }

  /** One refresh at a time: who asks meanwhile waits for the one that runs. After a failure it fails alike until Webex had a rest. */
  refresh(): Promise<void> {
    const { clock } = this.#ports;
    if (this.#refreshing) return this.#refreshing;
    if (this.#stopping) return Promise.reject(stopped());
    if (this.#failure && clock.now() < this.#failure.until) return Promise.reject(this.#failure.error);
    this.#refreshing = this.#refresh()
      .then(() => (this.#failure = undefined))
      .catch(async (error: unknown) => {
        const failure = asFailure(error);
        const rest = (await this.known()) ? restAfterFailure : restWhileUnknown;
        this.#failure = {
          error: failure,
          until: clock.now() + Math.max(rest, (failure.retryAfterSeconds ?? 0) * 1000),
        };
        throw failure;
      })
      .then(() => undefined)
      .finally(() => {
        this.#refreshing = undefined;
        this.#ports.learned();
      });
    return this.#refreshing;
  }

  /** For the timer: reads again when what is known has grown old, and never throws. */
  async refreshIfOld(): Promise<void> {
    const { clock, log } = this.#ports;
    try {
      const known = await this.known();
      if (known && this.#isYoung(known) && isRead(known) && unreadOf(known.queues).length === 0) return;
      if (this.#failure && clock.now() < this.#failure.until) return;
      await this.refresh();
    } catch (error) {
      log.warn({ failure: asFailure(error).message }, 'snapshot not refreshed');
    }
  }

  /** Reads one profile now, whatever the snapshot says, and keeps it. Undefined: it is not there. */
  async readSkillProfile(id: string): Promise<SkillProfile | undefined> {
    const profile = await this.#readContent(id, await this.atHand(), true);
    this.#ports.learned();
    return profile;
  }

  /** For a clean stop: no reading begins any more, also none that Webex has told to wait, and those under way end. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#refreshing?.catch(() => undefined);
  }

  async #refresh(): Promise<void> {
    const { source, store, clock } = this.#ports;
    const asOf = clock.now();
    if (asOf - this.#readAllAt >= rereadAllAfter) {
      await store.markAllStale();
      this.#readAllAt = asOf;
    }
    const known = await store.knownSkills();
    const [skills, teams, users, skillProfiles, queues] = await Promise.all([
      source.listSkills(known),
      source.listTeams(),
      source.listUsers(),
      source.listSkillProfiles(),
      source.listQueues(),
    ]);
    if (this.#stopping) return;
    await store.saveLists({ asOf, skills, teams, users, skillProfiles, queues });

    const organization = await store.load();
    if (!organization) return;
    // Profiles first: the grid needs them, the queues only a preview.
    await this.#readAll(unreadOf(organization.skillProfiles), (id) => this.#readContent(id, organization, false));
    await this.#readAll(unreadOf(organization.queues), (id) => this.#readQueue(id));
    await this.#readDynamicSkills();
    await this.#readSupervisors();
  }

  async #readAll(unread: string[], read: (id: string) => Promise<unknown>): Promise<void> {
    const failures: unknown[] = [];
    await Promise.all(Array.from({ length: parallelReads }, () => this.#readEach(unread, read, failures)));
    if (failures.length > 0) throw failures[0];
  }

  /** One that cannot be read leaves the others readable; several mean that Webex is down, and asking on would not help it. */
  async #readEach(unread: string[], read: (id: string) => Promise<unknown>, failures: unknown[]): Promise<void> {
    for (let id = unread.shift(); id !== undefined && failures.length < mostFailures; id = unread.shift()) {
      if (this.#stopping) return;
      try {
        await read(id);
      } catch (error) {
        if (failedAs(error, 'busy')) {
          unread.push(id);
          await this.#waitUnlessStopped(Math.max(1, error.retryAfterSeconds ?? 5) * 1000);
        } else failures.push(error);
      }
    }
  }

  async #waitUnlessStopped(milliseconds: number): Promise<void> {
    await this.#wait(milliseconds, this.#stop.signal).catch(() => undefined);
  }

  async #readContent(id: string, { skills }: Organization, somebodyWaits: boolean): Promise<SkillProfile | undefined> {
    const { source, store, revisions, clock } = this.#ports;
    const readAt = clock.now();
    const read = await source.readSkillProfile(id, skills, somebodyWaits);
    if (!read) {
      await store.removeSkillProfile(id);
      return undefined;
    }
    const content = { values: read.values, revision: revisionOf(read.values) };
    await revisions.keep(id, content);
    await store.saveSkillProfile(read.listed, content, readAt);
    return { ...read.listed, content, stale: false };
  }

  async #readQueue(id: string): Promise<void> {
    const { source, store, clock } = this.#ports;
    const readAt = clock.now();
    const content = await source.readQueue(id);
    // One that is gone is missing from the next list.
    if (content) await store.saveQueue(id, content, readAt);
  }

  /** Nothing tells when they change, so that every refresh reads those that a queue asks for. One that cannot be read is not known any more. */
  async #readDynamicSkills(): Promise<void> {
    const { source, store, clock } = this.#ports;
    const organization = await store.load();
    if (!organization || this.#stopping) return;
    const readAt = clock.now();
    const values = new Map<string, DynamicSkillValues>();
    const failures: unknown[] = [];
    for (const id of requiredDynamicSkills(organization)) {
      const skill = organization.skills.get(id);
      const read = skill && (await source.readDynamicSkill(skill).catch((error: unknown) => void failures.push(error)));
      if (read) values.set(id, read);
    }
    if (values.size > 0 || organization.dynamicSkills.size > 0) await store.saveDynamicSkills(values, readAt);
    if (failures.length > 0) throw failures[0];
  }

  async #readSupervisors(): Promise<void> {
    if (!this.#stopping) await this.#supervisors.readIfDue();
  }

  #isYoung(organization: Organization): boolean {
    return isYoung(this.#ports.clock, organization);
  }
}

/** Not so old that it is to be read again. */
export const isYoung = (clock: Clock, { asOf }: { asOf: number }): boolean => clock.now() - asOf < staleAfter;

const unreadOf = (entities: ReadonlyMap<string, { id: string; stale: boolean }>) =>
  [...entities.values()].filter(({ stale }) => stale).map(({ id }) => id);

const requiredDynamicSkills = ({ queues }: Organization): Set<string> =>
  new Set(
    [...queues.values()]
      .flatMap(({ content }) => content?.requirements ?? [])
      .filter(({ dynamicSkill }) => dynamicSkill)
      .map(({ skillId }) => skillId),
  );

const isRead = ({ skillProfiles }: Organization) => [...skillProfiles.values()].every(({ stale }) => !stale);

/** A 404 on a list is no missing thing: the address is wrong, or the organization is another. */
const asFailure = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (error instanceof UpstreamError) {
    if (error.failure !== 'not-found') return error.toAppError();
    return new AppError(
      'webex-unavailable',
      'Webex does not know this organization here. An administrator should check its region.',
      {
        cause: error,
        retryAfterSeconds: 30,
      },
    );
  }
  return new AppError('internal-error', 'Skilldesk could not read the organization.', { cause: error });
};

const stopped = () =>
  new AppError('webex-unavailable', 'Skilldesk is being stopped. Try again in a moment.', { retryAfterSeconds: 5 });
