import type { ChangeList } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import type { LeaseMove } from '../../shared/edit.ts';
import { asProblem, isAbort, type ApiProblem } from '../api/api-problem.ts';
import { Observable } from '../observable.ts';
import { pauseAfter, Polling, type Polled, type PollingSurroundings } from '../polling.ts';

export interface DeviationsApi {
  listChanges(query: Record<string, string>): Promise<ChangeList>;
  moveLease(id: string, move: LeaseMove): Promise<Change>;
}

export interface DeviationsSurroundings extends PollingSurroundings {
  now(): number;
  /** Something began or ended that the lists do not show yet. */
  moved(): void;
}

/** What an open Change waits for: somebody to look at it, its begin, its end, or Webex. */
export type Waiting = 'attention' | 'begin' | 'end' | 'webex';

export function waitingFor({ incident, startsAt, until, endedAt, items }: Change, now: number): Waiting {
  if (incident && incident.takenAt === undefined) return 'attention';
  if (startsAt !== undefined && Date.parse(startsAt) > now) return 'begin';
  const written = items.every(({ outcome }) => isFinal(outcome));
  return until !== undefined && endedAt === undefined && written ? 'end' : 'webex';
}

const inMotion = 5_000;
const atWork = 15_000;
const idle = 60_000;
/** Within this time of an end, it is looked for closely. */
const near = 60_000;
const mostPages = 10;

/** Everything that is open now, in this person's scope: whose, why and until when. Read again more often the sooner something happens. */
export class Deviations extends Observable implements Polled {
  readonly #api: DeviationsApi;
  readonly #around: DeviationsSurroundings;
  #open: readonly Change[] | undefined;
  #problem: ApiProblem | undefined;
  readonly #polling: Polling;

  constructor(api: DeviationsApi, around: DeviationsSurroundings) {
    super();
    this.#api = api;
    this.#around = around;
    this.#polling = new Polling(
      around,
      () => this.#readAll(),
      () => this.#pause,
    );
  }

  /** Undefined until it has been read for the first time. */
  get open(): readonly Change[] | undefined {
    return this.#open;
  }

  get problem(): ApiProblem | undefined {
    return this.#problem;
  }

  /** What somebody must look at, and nobody has said to take care of. */
  get incidents(): readonly Change[] {
    return (this.#open ?? []).filter((change) => waitingFor(change, this.#around.now()) === 'attention');
  }

  start(): void {
    this.#polling.start();
  }

  stop(): void {
    this.#polling.stop();
  }

  wake(): void {
    this.#polling.wake();
  }

  /** Reads from now on. */
  readAnew(): Promise<void> {
    return this.#polling.readAnew();
  }

  /** Moves an end or its owner, and looks again at what is open, also where that was refused. @throws ApiProblem */
  async move(id: string, move: LeaseMove): Promise<Change> {
    try {
      return await this.#api.moveLease(id, move);
    } finally {
      void this.readAnew();
    }
  }

  async #readAll(): Promise<void> {
    try {
      const changes: Change[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const list = await this.#api.listChanges({ open: 'true', ...(cursor !== undefined && { cursor }) });
        changes.push(...list.changes);
        cursor = list.nextCursor;
        if (cursor === undefined) break;
      }
      const before = stateOf(this.#open);
      this.#open = changes;
      this.#problem = undefined;
      if (before !== undefined && before !== stateOf(changes)) this.#around.moved();
    } catch (error) {
      if (this.#polling.running && !isAbort(error)) this.#problem = asProblem(error);
    }
    this.changed();
  }

  get #pause(): number {
    const usually = pauseAfter(this.#around.idle(), atWork, idle);
    if (this.#problem) return this.#problem.retryAfter ?? usually;
    const now = this.#around.now();
    const moments = (this.#open ?? []).flatMap((change) => {
      const waiting = waitingFor(change, now);
      if (waiting === 'webex') return [now];
      const moment = waiting === 'begin' ? change.startsAt : waiting === 'end' ? change.until : undefined;
      return moment === undefined ? [] : [Date.parse(moment)];
    });
    const soonest = Math.min(...moments);
    return soonest - now < near ? inMotion : Math.min(usually, soonest - now - near + inMotion);
  }
}

/** Alike as long as nothing began or ended. */
const stateOf = (changes: readonly Change[] | undefined): string | undefined =>
  changes?.map(({ id, items }) => `${id} ${items.map(({ outcome }) => outcome).join(' ')}`).join();
