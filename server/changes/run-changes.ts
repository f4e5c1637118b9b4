import { isFinal } from '../../shared/change.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import type { Road } from './road.ts';

/** Sends open items down the road: those of a new Change at once, those left behind by a crash or told to wait when they are due. */
export class ChangeRunner {
  readonly #ports: { journal: ChangeJournal; road: Road; clock: Clock; log: Log };
  readonly #running = new Map<string, Promise<void>>();

  constructor(ports: { journal: ChangeJournal; road: Road; clock: Clock; log: Log }) {
    this.#ports = ports;
  }

  /** Resolves when no item of the Change can get further now. Who asks again meanwhile waits for the same run. */
  run(changeId: string): Promise<void> {
    const running = this.#running.get(changeId);
    if (running) return running;
    const run = this.#run(changeId).finally(() => this.#running.delete(changeId));
    this.#running.set(changeId, run);
    return run;
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

  /** For a clean stop: what is on its way ends first. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }

  async #run(changeId: string): Promise<void> {
    const { journal, road } = this.#ports;
    for (;;) {
      const change = await journal.read(changeId);
      const item = change?.items.find((candidate) => this.#canMove(candidate));
      if (!change || !item) return;
      await road.travel(change, item);
      this.#logOutcome(await journal.read(changeId), item.position);
    }
  }

  #canMove({ outcome, dueAt }: JournalItem): boolean {
    return !isFinal(outcome) && dueAt <= this.#ports.clock.now();
  }

  #logOutcome(change: JournalChange | undefined, position: number): void {
    const item = change?.items[position];
    if (!change || !item) return;
    const { outcome, rule, trackingId } = item;
    this.#ports.log.info(
      { changeId: change.id, position, actor: change.actor.id, outcome, rule, trackingId },
      'change item',
    );
  }
}
