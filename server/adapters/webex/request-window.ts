import type { Clock } from '../../clock.ts';

const width = 60_000;

/** Lets at most `most` callers in per minute, in the order they came, and the rest wait their turn. */
export class RequestWindow {
  readonly #most: number;
  readonly #clock: Clock;
  readonly #wait: (milliseconds: number) => Promise<void>;
  readonly #entries: number[] = [];
  #queue: Promise<void> = Promise.resolve();

  constructor(most: number, clock: Clock, wait: (milliseconds: number) => Promise<void>) {
    this.#most = most;
    this.#clock = clock;
    this.#wait = wait;
  }

  enter(): Promise<void> {
    this.#queue = this.#queue.then(() => this.#enterNext());
    return this.#queue;
  }

  async #enterNext(): Promise<void> {
    for (;;) {
      const now = this.#clock.now();
      while (this.#entries[0] !== undefined && this.#entries[0] <= now - width) this.#entries.shift();
      if (this.#entries.length < this.#most) break;
      await this.#wait((this.#entries[0] ?? now) + width - now);
    }
    this.#entries.push(this.#clock.now());
  }
}
