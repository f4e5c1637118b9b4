import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { failedAs, UpstreamError } from '../upstream-error.ts';
import type { Organization, SkillProfile } from './organization.ts';
import type { OrganizationSource, RevisionStore, SnapshotStore } from './ports.ts';
import { revisionOf } from './revision.ts';

const staleAfter = 60_000;
const rereadAllAfter = 60 * 60_000;
const longestWait = 10_000;
const parallelReads = 6;
const mostFailures = 3;

interface Ports {
  source: OrganizationSource;
  store: SnapshotStore;
  revisions: RevisionStore;
  clock: Clock;
  log: Log;
}

/** Keeps one copy of the organization's configuration, read with the admin token, however many people look at it. */
export class Snapshot {
  readonly #ports: Ports;
  readonly #wait: (milliseconds: number) => Promise<void>;
  #refreshing: Promise<void> | undefined;
  #readAllAt = -Infinity;

  constructor(ports: Ports, wait: (milliseconds: number) => Promise<void>) {
    this.#ports = ports;
    this.#wait = wait;
  }

  /** What is known, without waiting; undefined before the first reading. */
  known(): Promise<Organization | undefined> {
    return this.#ports.store.load();
  }

  /**
   * Not older than a minute where Webex lets us; else what is known, with its true age. Waits at most 10 s.
   * @throws AppError `snapshot-loading`, or UpstreamError, while nothing at all is known
   */
  async fresh(): Promise<Organization> {
    const before = await this.known();
    if (before && this.isComplete(before) && this.#isYoung(before)) return before;
    const failure = await Promise.race([this.refresh().then(() => undefined, asFailure), this.#wait(longestWait)]);
    const after = await this.known();
    if (after) return after;
    if (failure) throw failure;
    throw new AppError(
      'snapshot-loading',
      'Skilldesk is reading the organization for the first time. Try again in a moment.',
      {
        retryAfterSeconds: 2,
      },
    );
  }

  /** What is known, whatever its age; waits only when that is nothing. */
  async atHand(): Promise<Organization> {
    return (await this.known()) ?? (await this.fresh());
  }

  isComplete({ skillProfiles }: Organization): boolean {
    return [...skillProfiles.values()].every(({ content }) => content !== undefined);
  }

  /** One refresh at a time: who asks meanwhile waits for the one that runs. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** For the timer: reads again when what is known has grown old, and never throws. */
  async refreshIfOld(): Promise<void> {
    const known = await this.known();
    if (known && this.isComplete(known) && this.#isYoung(known)) return;
    await this.refresh().catch((error: unknown) =>
      this.#ports.log.warn({ failure: asFailure(error).message }, 'snapshot not refreshed'),
    );
  }

  /** Reads one profile now, whatever the snapshot says, and keeps it. Undefined: it is not there. */
  async readSkillProfile(id: string): Promise<SkillProfile | undefined> {
    const organization = await this.fresh();
    return this.#readContent(id, organization);
  }

  async #refresh(): Promise<void> {
    const { source, store, clock } = this.#ports;
    const asOf = clock.now();
    if (asOf - this.#readAllAt >= rereadAllAfter) {
      await store.forgetStamps();
      this.#readAllAt = asOf;
    }
    const known = await store.knownSkills();
    const [skills, teams, users, skillProfiles] = await Promise.all([
      source.listSkills(known),
      source.listTeams(),
      source.listUsers(),
      source.listSkillProfiles(),
    ]);
    await store.saveLists({ asOf, skills, teams, users, skillProfiles });

    const organization = await store.load();
    if (!organization) return;
    const unread = [...organization.skillProfiles.values()].filter(({ content }) => !content).map(({ id }) => id);
    const failures: unknown[] = [];
    await Promise.all(Array.from({ length: parallelReads }, () => this.#readEach(unread, organization, failures)));
    if (failures.length > 0) throw failures[0];
  }

  /** One profile that cannot be read leaves the others readable; several mean that Webex is down, and asking on would not help it. */
  async #readEach(unread: string[], organization: Organization, failures: unknown[]): Promise<void> {
    for (let id = unread.shift(); id !== undefined && failures.length < mostFailures; id = unread.shift()) {
      try {
        await this.#readContent(id, organization);
      } catch (error) {
        if (failedAs(error, 'busy')) {
          unread.push(id);
          await this.#wait((error.retryAfterSeconds ?? 5) * 1000);
        } else failures.push(error);
      }
    }
  }

  async #readContent(id: string, { skills }: Organization): Promise<SkillProfile | undefined> {
    const { source, store, revisions } = this.#ports;
    const read = await source.readSkillProfile(id, skills);
    if (!read) {
      await store.removeSkillProfile(id);
      return undefined;
    }
    const content = { values: read.values, revision: revisionOf(read.values) };
    await revisions.keep(id, content);
    const profile = { ...read.listed, content };
    await store.saveSkillProfile(profile);
    return profile;
  }

  #isYoung({ asOf }: Organization): boolean {
    return this.#ports.clock.now() - asOf < staleAfter;
  }
}

const asFailure = (error: unknown): AppError => {
  if (error instanceof AppError) return error;
  if (error instanceof UpstreamError) return error.toAppError();
  throw error;
};
