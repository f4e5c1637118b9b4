import { randomUUID } from 'node:crypto';
import { canonicalContent, type SkillValues } from '../../shared/skill-values.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import type { SnapshotStore } from '../skill-profiles/ports.ts';
import { revisionOf } from '../skill-profiles/revision.ts';
import { UpstreamError } from '../upstream-error.ts';
import { claimTargetOf } from './claim-target.ts';
import type { AccountedState, ElsewhereJournal, Sighting, SightingSource, Watched } from './elsewhere-ports.ts';
import { differencesOf, isSame, keyOf, orderOf, statesOf } from './elsewhere-states.ts';
import type { ChangeJournal } from './ports.ts';

/** All in milliseconds. */
const claimTime = 10_000;
const pauseWhileOnTheRoad = 1_000;
const pauseAfterFailure = 30_000;
const mostFailures = 3;
/** No reading is older than that: what Webex still shows then, though it has shown a later version, is what stands. */
const oldestReading = 10 * 60_000;

/** What differs in the snapshot from what is accounted for; without values it is missing there. */
interface Suspect extends Watched {
  values?: SkillValues;
}

/** Until when nothing more is found out, unless something else is seen than this. */
interface Wait {
  until: number;
  seen: string;
}

interface Ports {
  journal: ElsewhereJournal;
  claims: Pick<ChangeJournal, 'claim' | 'release'>;
  source: SightingSource;
  store: Pick<SnapshotStore, 'load' | 'saveSkillProfile'>;
  clock: Clock;
  log: Log;
  organizationId: string;
}

/**
 * Notices what is changed at Webex around Skilldesk. What was read is compared with what the history accounts for; what differs is read by its
 * id, and journaled when it is certain that no write of ours, on its way or seen late, can be what is seen.
 */
export class ElsewhereWatch {
  readonly #ports: Ports;
  readonly #settle: number;
  readonly #owner = `elsewhere/${randomUUID()}`;
  /** The snapshot that was gone through: the same object as long as nothing was saved. */
  #looked: Organization | undefined;
  /** What differs and could not be decided yet. */
  #waiting = new Map<string, Wait>();
  #looking: Promise<void> | undefined;
  #asked = 0;
  /** Of this look: several mean that Webex is down, and asking on would not help it. */
  #failures = 0;
  #stopping = false;

  /** @param settle how long after a write a reading may still be without it */
  constructor(ports: Ports, settle: number) {
    this.#ports = ports;
    this.#settle = settle;
  }

  /** For the timer, and whenever something was read; never throws. One look at a time: who asks meanwhile gets another after it. */
  look(): Promise<void> {
    this.#asked += 1;
    this.#looking ??= this.#lookUntilNobodyAsks().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** For a clean stop: what is being looked at ends. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#looking;
  }

  async #lookUntilNobodyAsks(): Promise<void> {
    for (let answered = 0; answered !== this.#asked && !this.#stopping;) {
      answered = this.#asked;
      try {
        await this.#look();
      } catch (error) {
        this.#ports.log.error({ error }, 'changes made elsewhere could not be looked for');
      }
    }
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#ports;
    const organization = await store.load();
    const isDue = [...this.#waiting.values()].some(({ until }) => until <= clock.now());
    if (!organization || (organization === this.#looked && !isDue)) return;
    const suspects = await this.#suspectsIn(organization);
    this.#failures = 0;
    const waiting = new Map<string, Wait>();
    for (const suspect of suspects) {
      const wait = await this.#waitFor(suspect, organization);
      if (wait.until > clock.now()) waiting.set(keyOf(suspect), wait);
      if (this.#stopping) return;
    }
    this.#waiting = waiting;
    this.#looked = organization;
  }

  async #waitFor(suspect: Suspect, organization: Organization): Promise<Wait> {
    const { clock } = this.#ports;
    const seen = suspect.values ? canonicalContent(suspect.values) : '';
    const known = this.#waiting.get(keyOf(suspect));
    if (known?.seen === seen && known.until > clock.now()) return known;
    const pause = this.#failures < mostFailures ? await this.#examine(suspect, organization) : pauseAfterFailure;
    return { until: clock.now() + pause, seen };
  }

  /** What differs from what is accounted for. What was never seen before is accounted for as it is. */
  async #suspectsIn(organization: Organization): Promise<Suspect[]> {
    const { journal, store } = this.#ports;
    const unseen = new Map(statesOf(organization).map((state) => [keyOf(state), state]));
    const changed: Suspect[] = [];
    const gone: Suspect[] = [];
    for await (const portion of journal.accounted()) {
      for (const known of portion) {
        const { kind, id } = known;
        const state = unseen.get(keyOf(known));
        unseen.delete(keyOf(known));
        if (state && !isSame(known.values, state.values)) changed.push(state);
        if (isMissing(known, organization)) gone.push({ kind, id });
      }
    }
    if (unseen.size > 0) {
      const [onTheRoad, now] = await Promise.all([journal.targetsOnTheRoad(), store.load()]);
      // What has gone meanwhile may have been accounted for by another process, to its end.
      const isThere = (state: Watched) => now !== undefined && !isMissing(state, now);
      await journal.begin([...unseen.values()].filter((state) => !onTheRoad.has(state.id) && isThere(state)));
    }
    return [...changed, ...gone];
  }

  /** 0 when there is nothing more to find out, else after how long to look again. */
  async #examine({ values, ...watched }: Suspect, organization: Organization): Promise<number> {
    const { log, journal } = this.#ports;
    try {
      if ((await journal.targetsOnTheRoad()).has(watched.id)) return pauseWhileOnTheRoad;
      await journal.adoptOwnWrites(watched, organization);
      const before = await journal.accountedOf(watched);
      // Another process, or the outcome of a write, may have accounted for it meanwhile.
      if (!before || (values && isSame(values, before.values))) return 0;
      return await this.#compare(before, organization);
    } catch (error) {
      if (!(error instanceof UpstreamError || error instanceof AppError)) throw error;
      this.#failures += 1;
      log.warn({ ...watched, failure: error.message }, 'what may have been changed elsewhere could not be read');
      return pauseAfterFailure;
    }
  }

  async #compare(before: AccountedState, organization: Organization): Promise<number> {
    const { source, store, clock } = this.#ports;
    const now = await source.read(before, organization.skills);
    // What the lists left out, or have no longer, the next ones show as it is.
    if (!now && !isMissing(before, organization)) return pauseAfterFailure;
    const differences = differencesOf(before, now?.values ?? new Map(), organization);
    if (now && differences.length === 0) {
      // The snapshot was read late, and this is newer.
      if (now.listed) {
        const content = { values: now.values, revision: revisionOf(now.values) };
        await store.saveSkillProfile(now.listed, content, now.readAt);
      }
      return pauseAfterFailure;
    }
    const age = clock.now() - before.at;
    const trusted = this.#trustedAfter(before, now);
    if (age < trusted) return trusted - age;
    return this.#record({ before, now, differences, organization });
  }

  /**
   * How old what is accounted for must be before a reading is believed that differs from it. One that is of a later version is believed at
   * once. Any other may be of the time before our write, or before what was noticed last.
   */
  #trustedAfter(before: AccountedState, now: Sighting | undefined): number {
    const order = now ? orderOf(now.stamp, before.stamp) : 'unknown';
    if (order === 'later') return 0;
    return order === 'earlier' ? oldestReading : this.#settle;
  }

  async #record(noticed: Parameters<ElsewhereJournal['record']>[0]): Promise<number> {
    const { journal, claims, log, organizationId } = this.#ports;
    const { kind, id } = noticed.before;
    const claim = { target: claimTargetOf(organizationId, id), owner: this.#owner };
    if (!(await claims.claim(claim, claimTime))) return pauseWhileOnTheRoad;
    try {
      if (!(await journal.record(noticed, claim))) return pauseWhileOnTheRoad;
      log.info({ kind, id }, 'changed elsewhere');
      return 0;
    } finally {
      await claims.release(claim);
    }
  }
}

/** A profile that the lists have no longer. Of users and teams nothing is told then: nobody has other skills by it. */
const isMissing = ({ kind, id }: Watched, { skillProfiles }: Organization): boolean =>
  kind === 'skill-profile' && !skillProfiles.has(id);
