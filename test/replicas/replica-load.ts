import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../shared/change.ts';
import type { Books } from '../bench/crash-books.ts';
import { CrashClient } from '../bench/crash-client.ts';
import { Desk } from '../bench/crash-desk.ts';
import { oneStep } from '../bench/crash-load.ts';
import type { Scene } from '../bench/scene.ts';
import { people } from '../simulator/standard-organization.ts';

const desks = 8;
const betweenBeats = 100;
const longestWait = 60_000;
/** How long Webex takes to carry a write out, so that faults come amid some. */
const latency = 100;

/** Supervisors who sign in, look, edit, assign, lend, undo, stop and continue, and ask again as documented, until they are told to go home. */
export class ReplicaLoad {
  readonly #work: Promise<unknown>;
  #isOver = false;
  /** The keys of those that a scenario has taken away for good. */
  excused: ReadonlySet<string> = new Set();
  /** Why people went home before they were told to. */
  readonly gaveUp: string[] = [];
  /** Of one who only reads: from his asking until he had his answer, at the longest, in milliseconds. */
  longestInterruption = 0;
  /** Of all that was asked for so far, what was answered with a Change. */
  readonly #books: Books;
  readonly #longestLease: number;

  constructor(site: Scene, books: Books, name: string, longestLease: number) {
    this.#books = books;
    this.#longestLease = longestLease;
    site.webex.faults.push(...['PUT', 'PATCH'].map((method) => ({ method, delayMs: latency, times: Infinity })));
    const sitting = Array.from({ length: desks }, (_, number) =>
      this.#sit(new Desk(site, number, books.ledger), `${name}-${number}`),
    );
    this.#work = Promise.all(
      [...sitting, this.#watch(site)].map((work) =>
        work.catch((error: unknown) => {
          this.gaveUp.push(error instanceof Error ? error.message : 'no error');
        }),
      ),
    );
  }

  get acknowledged(): number {
    return this.acknowledgedKeys().size;
  }

  acknowledgedKeys(): Set<string> {
    return new Set(this.#books.ledger.acknowledged.filter(({ ids }) => ids.size > 0).map(({ key }) => key));
  }

  /** Until so many more Changes were acknowledged, or for a minute. */
  async more(changes: number): Promise<void> {
    const before = this.acknowledged;
    const deadline = performance.now() + longestWait;
    while (this.acknowledged < before + changes && performance.now() < deadline) await pause(50);
  }

  /** Resolves when everybody has ended what he was doing. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#work;
  }

  async #sit(desk: Desk, name: string): Promise<void> {
    let last: Change | undefined;
    for (let step = 0; !this.#isOver; step += 1) {
      if (step % 5 === 0) await desk.look();
      const made = await oneStep(desk, `${name}-${step}`, last, this.#longestLease);
      last = made && (await desk.client.ended(made));
    }
  }

  async #watch(site: Scene): Promise<void> {
    const client = new CrashClient(site, people.admin.ciUserId, { acknowledged: [], moves: [] });
    await client.skillProfiles();
    while (!this.#isOver) {
      const asked = performance.now();
      await client.skillProfiles();
      this.longestInterruption = Math.max(this.longestInterruption, performance.now() - asked);
      await pause(betweenBeats);
    }
  }
}
