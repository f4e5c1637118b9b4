import { setTimeout as wait } from 'node:timers/promises';
import { UpstreamError } from '../../upstream-error.ts';
import { leftOf, noSpending, pauseBefore, sharesOf, spend, type Purpose, type Spending } from './spending.ts';

/** What becomes of the spending, and what whoever asked is told; `now` is the ledger's own clock, in milliseconds. */
export type Entry<Result> = (spending: Spending, now: number) => { spending: Spending; result: Result };

/** Where the spending of a minute is kept, for all who spend from it. */
export interface SpendingLedger {
  /** One step, whoever else writes at the same time. */
  write<Result>(entry: Entry<Result>): Promise<Result>;
  /** The spending as it was a moment ago, where that is known without asking anybody. */
  recent(): { spending: Spending; now: number } | undefined;
}

/** One process's ledger, by a clock that nobody sets back: what was spent in the future would be spent for as long. */
export class MemoryLedger implements SpendingLedger {
  #spending = noSpending;

  write<Result>(entry: Entry<Result>): Promise<Result> {
    const { spending, result } = entry(this.#spending, performance.now());
    this.#spending = spending;
    return Promise.resolve(result);
  }

  recent() {
    return { spending: this.#spending, now: performance.now() };
  }
}

/** What Webex lets one client id ask in a minute, shared by everybody who asks with it. */
export interface RequestBudget {
  /**
   * Returns when one request may be sent, in the order in which those of one purpose came.
   * @throws UpstreamError `busy`, with the time to wait, when that is not within `patience` milliseconds
   */
  enter(purpose: Purpose, call: string, patience: number): Promise<void>;
  /** For what is sent in any case: counted, so that the others leave room for it. */
  note(purpose: Purpose): Promise<void>;
  /** Webex asked for a rest: nobody enters before it is over, but for one request of each other process that hears of it up to a second later. */
  rest(seconds: number): Promise<void>;
  /** For a clean stop: whoever polls is turned away, and edits on their road still get their turn. */
  endPolling(): void;
}

/** The ledger is looked at anew at least that often. */
const longestLook = 1_000;
/** So much of the whole, and so many, are more than all processes send before they have read what the others sent: each one at a time. */
const plenty = { part: 0.5, requests: 100 };
/** Without the shared ledger each replica takes only so much of the whole: nobody knows how many there are. */
const safePart = 0.2;

export class SharedBudget implements RequestBudget {
  readonly #ledger: SpendingLedger;
  readonly #ownLedger = new MemoryLedger();
  readonly #perMinute: number;
  readonly #lines = new Map<Purpose, Promise<unknown>>();
  #unwritten = false;
  readonly #pollingEnds = new AbortController();

  constructor(ledger: SpendingLedger, perMinute: number) {
    this.#ledger = ledger;
    this.#perMinute = perMinute;
  }

  async enter(purpose: Purpose, call: string, patience: number): Promise<void> {
    if (this.#hasPlenty(purpose)) {
      // Written down while it is asked. What others have spent in this moment is less than is left.
      this.#unwritten = true;
      void this.note(purpose).finally(() => (this.#unwritten = false));
      return;
    }
    const end = performance.now() + patience;
    const before = this.#lines.get(purpose) ?? Promise.resolve();
    const turn = new AbortController();
    const signal = purpose === 'poll' ? AbortSignal.any([turn.signal, this.#pollingEnds.signal]) : turn.signal;
    const missing = before.then(() => this.#enter(purpose, end, signal));
    this.#lines.set(
      purpose,
      missing.catch(() => undefined),
    );
    // Whoever stands behind others gives up on time, too; his turn, when it comes, is nobody's.
    const outOfPatience = wait(patience, longestLook, { signal }).catch(() => longestLook);
    const milliseconds = await Promise.race([missing, outOfPatience]).finally(() => turn.abort());
    if (milliseconds > 0) throw new UpstreamError('busy', call, { retryAfterSeconds: Math.ceil(milliseconds / 1000) });
  }

  /** For whom somebody waits: a moment ago more than half of the whole was left. */
  #hasPlenty(purpose: Purpose): boolean {
    const isWaitedFor = purpose === 'change' || purpose === 'person';
    const known = isWaitedFor && !this.#unwritten ? this.#ledger.recent() : undefined;
    if (!known) return false;
    const { spending, now } = known;
    const isFree = pauseBefore(spending, purpose, now, sharesOf(this.#perMinute)) === 0;
    return isFree && leftOf(spending, now, this.#perMinute) > Math.max(this.#perMinute * plenty.part, plenty.requests);
  }

  note(purpose: Purpose): Promise<void> {
    return this.#write(() => (spending, now) => ({ spending: spend(spending, purpose, now), result: undefined }));
  }

  rest(seconds: number): Promise<void> {
    return this.#write(() => (spending, now) => ({
      spending: { ...spending, restsUntil: Math.max(spending.restsUntil, now + seconds * 1000) },
      result: undefined,
    }));
  }

  endPolling(): void {
    this.#pollingEnds.abort();
  }

  /** How many requests of this minute nobody has spent; none while Webex wants a rest. */
  left(): Promise<number> {
    return this.#write((perMinute) => (spending, now) => ({ spending, result: leftOf(spending, now, perMinute) }));
  }

  /** 0 once entered; else how many milliseconds are missing when patience ends. */
  async #enter(purpose: Purpose, end: number, gaveUp: AbortSignal): Promise<number> {
    for (;;) {
      const left = end - performance.now();
      if (left <= 0 || gaveUp.aborted) return longestLook;
      const pause = await this.#write((perMinute) => (spending, now) => {
        const missing = pauseBefore(spending, purpose, now, sharesOf(perMinute));
        return { spending: missing > 0 ? spending : spend(spending, purpose, now), result: missing };
      });
      if (pause <= 0 || pause > left) return pause;
      await wait(Math.min(pause, longestLook), undefined, { ref: false });
    }
  }

  async #write<Result>(entryFor: (perMinute: number) => Entry<Result>): Promise<Result> {
    try {
      return await this.#ledger.write(entryFor(this.#perMinute));
    } catch {
      // The database is away, which every other use of it says. Asking Webex goes on, carefully.
      return this.#ownLedger.write(entryFor(Math.max(1, Math.floor(this.#perMinute * safePart))));
    }
  }
}
