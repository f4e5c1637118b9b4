import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { headText, noRecord, sameHead } from './chain.ts';
import type { AuditHead, AuditTrail } from './ports.ts';

/** Keeps the highest head outside of the database, so that an older copy of the database shows. */
export interface HeadMemory {
  /** It lies beside the database, so where there are records there is this memory too. */
  readonly isBesideDatabase: boolean;
  read(): AuditHead | 'nothing' | 'unreadable';
  /** It may be a moment before it is kept. */
  write(head: AuditHead): void;
  /** What was written is kept when this returns. */
  end(): void;
}

interface Ports {
  trail: AuditTrail;
  memory: HeadMemory;
  /** Stops all writing to Webex until an operator resumes; `because` is for his eyes. `lastKnown`: what the database that was lost knew then is not in this one. */
  pause(because: string, lastKnown: number): Promise<void>;
  log: Log;
  clock: Clock;
}

/**
 * Stops writing when the chain is older than what this process knows of it: then an older copy of the database was put in the place of the
 * real one, and what was done since is not in it.
 */
export class ChainGuard {
  readonly #ports: Ports;
  #known: AuditHead | undefined;
  /** When it was the head; a process that has just begun does not know better. */
  #knownAt: number;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#knownAt = ports.clock.now();
  }

  /** At the start of a process: a copy that was restored starts paused. */
  async begin(): Promise<void> {
    const { trail, memory } = this.#ports;
    const remembered = memory.read();
    if (typeof remembered === 'object') this.#known = remembered;
    else if (remembered === 'unreadable')
      await this.#stop('what this machine remembers of the audit chain cannot be read');
    else if (memory.isBesideDatabase && (await trail.head()).seq > 0) {
      await this.#stop('nothing beside the database remembers its audit chain: this is a copy of a database');
    }
    await this.meet();
  }

  /** Before anything is written, and by a timer. True when it has stopped all writing now. */
  async meet(readHead: () => Promise<AuditHead> = () => this.#ports.trail.head()): Promise<boolean> {
    // Known before the head is read: what is appended meanwhile makes the head newer, never older.
    const known = this.#known ?? noRecord;
    const head = await readHead();
    if (await this.#leadsTo(known, head)) {
      if (head.seq >= (this.#known?.seq ?? 0)) this.#learn(head);
      return false;
    }
    await this.#stop(
      `the audit chain ends at ${headText(head)}, and this server knows it up to ${headText(known)}: an older copy of the database stands in its place`,
    );
    // The pause is in the database and holds; to stop again after “resume” would be for nothing.
    this.#learn(await this.#ports.trail.head());
    return true;
  }

  /** Told after each commit. What came before is judged by `meet`. */
  appended(previous: AuditHead, head: AuditHead): void {
    if (sameHead(previous, this.#known ?? noRecord)) this.#learn(head);
  }

  /** For a clean stop, after the last record. */
  end(): void {
    this.#ports.memory.end();
  }

  async #leadsTo(known: AuditHead, head: AuditHead): Promise<boolean> {
    if (known.seq === 0 || sameHead(known, head)) return true;
    if (head.seq <= known.seq) return false;
    const { trail } = this.#ports;
    const record = await trail.find(known.seq);
    // Cut by the retention since: the checkpoint behind it is judged by “audit verify”.
    if (!record) return ((await trail.first())?.seq ?? 0) > known.seq;
    return record.mac === known.mac;
  }

  async #stop(because: string): Promise<void> {
    this.#ports.log.error(
      { because },
      'writing is paused until “skilldesk resume”: run “skilldesk audit verify” first',
    );
    await this.#ports.pause(because, this.#knownAt);
  }

  #learn(head: AuditHead): void {
    this.#knownAt = this.#ports.clock.now();
    if (this.#known && sameHead(head, this.#known)) return;
    this.#known = head;
    this.#ports.memory.write(head);
  }
}
