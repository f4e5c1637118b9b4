import { setTimeout as pause } from 'node:timers/promises';
import { isFinal, type Change } from '../../shared/change.ts';
import type { RecordedRequest } from '../simulator/recorded-request.ts';
import { people } from '../simulator/standard-organization.ts';
import { audit, type Findings, type Ledger } from './crash-accounts.ts';
import { CrashClient } from './crash-client.ts';
import type { Scene } from './scene.ts';
import { standingIn, type Values } from './crash-writes.ts';

export interface Closing extends Findings {
  /** What is wrong with the audit chain, or with the file that holds it. */
  broken: string[];
}

const longestPatience = 60_000;

export const isWrite = ({ method }: RecordedRequest): boolean => method === 'PUT' || method === 'PATCH';
export const isUnderWay = (request: RecordedRequest): boolean => isWrite(request) && request.status === 0;

/** It is no lease, or its end has begun, and is read as well. */
const isOver = ({ until, endedAt, revertedBy }: Change, changes: readonly Change[]): boolean =>
  until === undefined ||
  (endedAt !== undefined && (revertedBy === undefined || changes.some(({ id }) => id === revertedBy)));

/** What happens at a scene, from one closing to the next. */
export class Books {
  readonly #scene: Scene;
  readonly #reader: CrashClient;
  readonly #closed = new Set<string>();
  #from = Date.now();
  #lastRecord = 0;
  /** Filled by whoever asks for something. */
  readonly ledger: Ledger = { acknowledged: [], moves: [] };
  #standing: Values;

  private constructor(scene: Scene) {
    this.#standing = standingIn(scene.webex.organization);
    this.#scene = scene;
    this.#reader = new CrashClient(scene, people.admin.ciUserId, { acknowledged: [], moves: [] });
  }

  static async open(scene: Scene): Promise<Books> {
    const books = new Books(scene);
    books.#lastRecord = (await scene.recordsAfter(0)).at(-1)?.seq ?? 0;
    return books;
  }

  /** Every Change since the last closing, when all their items have ended, and all leases, or as they are when that takes too long. */
  async allEnded(): Promise<Change[]> {
    const deadline = performance.now() + longestPatience;
    for (let known = 0; ;) {
      const all = await this.#reader.changes(this.#from);
      const changes = all.filter(({ id }) => !this.#closed.has(id));
      // Between one page of the list and the next a lease may have ended: that shows in the next look.
      const isAll = changes.length === known;
      known = changes.length;
      const isEnded = changes.every(
        (change) => change.items.every(({ outcome }) => isFinal(outcome)) && isOver(change, changes),
      );
      if ((isAll && isEnded) || performance.now() > deadline) return changes;
      await pause(50);
    }
  }

  /** Judges everything since the last closing. */
  async close(changes: Change[]): Promise<Closing> {
    const { webex } = this.#scene;
    // What is still under way may be carried out, and must not be.
    while (webex.requests.some(isUnderWay)) await pause(20);
    const broken = await this.#scene.verifyChain();
    const records = await this.#scene.recordsAfter(this.#lastRecord);
    const acknowledged = this.ledger.acknowledged.splice(0);
    const moves = this.ledger.moves.splice(0);
    const before = this.#standing;
    this.#standing = standingIn(webex.organization);
    const writes = this.#scene.takeWrites();
    const found = audit({ acknowledged, changes, writes, records, moves, before, after: this.#standing });
    this.#lastRecord = records.at(-1)?.seq ?? this.#lastRecord;
    this.#from = Date.now();
    webex.requests.length = 0;
    for (const { id } of changes) this.#closed.add(id);
    return { ...found, broken };
  }
}
