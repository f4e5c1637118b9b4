import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ConsoleProblem } from './console-client.ts';
import type { ConsoleRoom } from './room.ts';
import { words } from './words.ts';

/** What a page is doing: one thing at a time, and what became of the last one. */
export class Doing implements ReactiveController {
  readonly #host: ReactiveControllerHost & { room?: ConsoleRoom | undefined };
  problem: ConsoleProblem | undefined;
  /** Said once something has gone well. */
  done: string | undefined;
  busy = false;
  #reading: Promise<void> = Promise.resolve();
  #isDoing = false;

  constructor(host: ReactiveControllerHost & { room?: ConsoleRoom | undefined }) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.problem = undefined;
  }

  /** Reads what the page shows; keeps what went wrong for the page to show, as `run` does. */
  read(work: () => Promise<string | undefined>): Promise<void> {
    this.#reading = this.#work(work);
    return this.#reading;
  }

  /** Does it, after what is being read; a second click while it is done does nothing. */
  async run(work: () => Promise<string | undefined>): Promise<void> {
    if (this.#isDoing) return;
    this.#isDoing = true;
    await this.#reading.catch(() => undefined);
    await this.#work(work).finally(() => (this.#isDoing = false));
  }

  async #work(work: () => Promise<string | undefined>): Promise<void> {
    this.#becomes({ busy: true, problem: undefined, done: undefined });
    try {
      const done = await work();
      this.#becomes({ busy: false, done: done ?? undefined });
    } catch (error) {
      const problem = error instanceof ConsoleProblem ? error : new ConsoleProblem(words.broken);
      this.#becomes({ busy: false, problem });
      if (problem.code === 'session-missing' || problem.code === 'session-expired') this.#host.room?.signedOut();
      if (!(error instanceof ConsoleProblem)) throw error;
    }
  }

  #becomes(state: Partial<Pick<Doing, 'busy' | 'problem' | 'done'>>): void {
    Object.assign(this, state);
    this.#host.requestUpdate();
  }
}
