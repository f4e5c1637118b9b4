import { setTimeout as wait } from 'node:timers/promises';
import { isFinal } from '../../shared/change.ts';
import type { Clock } from '../clock.ts';
import { InFlight } from '../in-flight.ts';
import type { Log } from '../log.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import type { Road } from './road.ts';

/** What is due sooner is waited for; the rest is left to the timer. Milliseconds. */
const longestPause = 2_000;

/** Sends open items down the road: those of a new Change at once, those left behind by a crash or told to wait when they are due. */
export class ChangeRunner {
  readonly #ports: { journal: ChangeJournal; road: Road; clock: Clock; log: Log };
  readonly #running = new InFlight<JournalChange | undefined>();
  #stopping = false;

  constructor(ports: { journal: ChangeJournal; road: Road; clock: Clock; log: Log }) {
    this.#ports = ports;
  }

  /**
   * Resolves when no item of the Change can get further soon, with the Change as it is then. Who asks again meanwhile waits for the same run.
   * `made`: as it was taken in just now.
   */
  run(changeId: string, made?: JournalChange): Promise<JournalChange | undefined> {
    return this.#running.join(changeId, () => this.#run(changeId, made));
  }

  /** For the timer; never throws. */
  async runDue(): Promise<void> {
    const { journal, log } = this.#ports;
    try {
      await Promise.all((await journal.due()).map((changeId) => this.run(changeId)));
    } catch (error) {
      log.error({ error }, 'open changes could not be taken up');
    }
  }

  /** For a clean stop: what is on its way ends first; what has not begun stays in the journal. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#running.ends);
  }

  async #run(changeId: string, made: JournalChange | undefined): Promise<JournalChange | undefined> {
    const { journal, road } = this.#ports;
    let change = made ?? (await journal.read(changeId));
    for (;;) {
      const open = (change?.items ?? []).filter(({ outcome }) => !isFinal(outcome));
      const [next] = open.sort((one, other) => one.dueAt - other.dueAt || one.position - other.position);
      if (!change || !next || this.#stopping) return change;
      // While Webex asks for patience, or the budget is spent, the others would only be turned away as well.
      const busyUntil = Math.max(...open.map(({ rule, dueAt }) => (rule === 'webex-busy' ? dueAt : 0)));
      const pause = Math.max(next.dueAt, busyUntil) - this.#ports.clock.now();
      if (pause > longestPause) return change;
      const isItsTurn = pause <= 0;
      if (!isItsTurn) await wait(pause);
      const after = isItsTurn ? await road.travel(change, next) : undefined;
      change = after ?? (await journal.read(changeId));
      if (isItsTurn) this.#logOutcome(change, next);
    }
  }

  #logOutcome(change: JournalChange | undefined, { position, ...before }: JournalItem): void {
    const item = change?.items[position];
    if (!change || !item) return;
    const { outcome, rule, trackingId } = item;
    // It still waits for the same: that was said.
    if (!isFinal(outcome) && outcome === before.outcome && rule === before.rule) return;
    this.#ports.log.info(
      { changeId: change.id, position, actor: change.actor.id, outcome, rule, trackingId },
      'change item',
    );
  }
}
