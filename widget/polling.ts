export interface PollingSurroundings {
  later(task: () => void, ms: number): () => void;
  /** Nobody looks at the page. */
  hidden(): boolean;
  /** For how long nobody has done anything, in milliseconds. */
  idle(): number;
}

/** What sleeps while nobody looks. */
export interface Polled {
  wake(): void;
}

/** Soon after somebody did something, seldom where nobody does, and anything between. */
export const pauseAfter = (idle: number, shortest: number, longest: number): number =>
  Math.min(Math.max(idle / 4, shortest), longest);

/** The life of something that is read again and again: one reading at a time, none while nobody looks, at once when somebody does again. */
export class Polling implements Polled {
  readonly #around: PollingSurroundings;
  readonly #work: () => Promise<void>;
  readonly #pause: () => number;
  #running = false;
  #reading: Promise<void> | undefined;
  #stopTimer: () => void = () => undefined;

  /** `pause` is asked after each reading how long the next one can wait. */
  constructor(around: PollingSurroundings, work: () => Promise<void>, pause: () => number) {
    this.#around = around;
    this.#work = work;
    this.#pause = pause;
  }

  get running(): boolean {
    return this.#running;
  }

  get reading(): boolean {
    return this.#reading !== undefined;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#reading?.finally(() => this.wake());
    if (!this.#reading) void this.read();
  }

  stop(): void {
    this.#running = false;
    this.#stopTimer();
  }

  wake(): void {
    if (this.#running) void this.read();
  }

  /** Reads from now on: a reading that began earlier may show what was there before. */
  async readAnew(): Promise<void> {
    await this.#reading;
    await this.read();
  }

  /** Whoever asks meanwhile waits for the same reading. */
  read(): Promise<void> {
    this.#stopTimer();
    this.#reading ??= this.#work().finally(() => {
      this.#reading = undefined;
      this.#stopTimer();
      if (this.#running) this.#stopTimer = this.#around.later(() => this.#next(), this.#pause());
    });
    return this.#reading;
  }

  #next(): void {
    if (!this.#around.hidden()) void this.read();
  }
}
