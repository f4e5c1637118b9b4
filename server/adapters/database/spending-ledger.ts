import type { Entry, SpendingLedger } from '../webex/request-budget.ts';
import type { Spending } from '../webex/spending.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import type { Tables } from './tables.ts';
import { unawaited } from './unawaited.ts';

/** One ledger for all replicas, and for a process that was killed and its successor: Webex counts what both have sent. */
export const openLedger = (database: Database, organizationId: string): SpendingLedger =>
  new DatabaseLedger(database, organizationId);

type Row = Pick<Tables['request_budgets'], 'spent' | 'rests_until'>;

/** What the row said, and how far the database's clock was before that of this process, which nobody sets. */
interface Known {
  row: Row;
  ahead: number;
  readAt: number;
  /** Since then others may have spent. */
  writtenAt: number;
}

/** In milliseconds. */
const aMoment = 1_000;
/** Clocks run apart: that much later the database's is read again. */
const clockHolds = 60_000;

class DatabaseLedger implements SpendingLedger {
  readonly #database: Database;
  readonly #organizationId: string;
  #isOpen = false;
  /** Most often nobody else has written since we did. */
  #known: Known | undefined;
  /** What this process writes at the moment: whoever waits for that need not read the row. */
  #writing: Promise<unknown> | undefined;

  constructor(database: Database, organizationId: string) {
    this.#database = database;
    this.#organizationId = organizationId;
  }

  async write<Result>(entry: Entry<Result>): Promise<Result> {
    await this.#open();
    await this.#writing?.catch(() => undefined);
    for (;;) {
      const remembered = this.#remembered();
      const known = remembered ?? (await this.#read());
      const { row, ahead } = known;
      const seconds = JSON.parse(row.spent) as Spending['seconds'];
      const { spending, result } = entry({ seconds, restsUntil: row.rests_until }, performance.now() + ahead);
      const after = { spent: JSON.stringify(spending.seconds), rests_until: Math.ceil(spending.restsUntil) };
      this.#known = undefined;
      if (after.spent === row.spent && after.rests_until === row.rests_until) {
        if (remembered) continue;
        this.#known = known;
        return result;
      }
      const writing = this.#replace(row, after);
      this.#writing = writing;
      if (!(await writing)) continue;
      this.#known = { ...known, row: after, writtenAt: performance.now() };
      return result;
    }
  }

  recent() {
    const known = this.#known;
    const now = performance.now();
    if (!known || now - known.writtenAt > aMoment) return undefined;
    const { row, ahead } = known;
    return {
      spending: { seconds: JSON.parse(row.spent) as Spending['seconds'], restsUntil: row.rests_until },
      now: now + ahead,
    };
  }

  #remembered(): Known | undefined {
    return this.#known && performance.now() - this.#known.readAt < clockHolds ? this.#known : undefined;
  }

  async #read(): Promise<Known> {
    const { now, ...row } = await this.#database
      .selectFrom('request_budgets')
      .select(['spent', 'rests_until', databaseTime(this.#database).as('now')])
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirstOrThrow();
    const readAt = performance.now();
    return { row, ahead: now - readAt, readAt, writtenAt: readAt };
  }

  /** False when somebody was faster: what was to be written was made upon what does not hold any more. */
  async #replace({ spent, rests_until }: Row, after: Row): Promise<boolean> {
    const replaced = await this.#database
      .updateTable('request_budgets')
      .set(after)
      .where('organization_id', '=', this.#organizationId)
      .where('spent', '=', spent)
      .where('rests_until', '=', rests_until)
      .returning(unawaited(this.#database))
      .executeTakeFirst();
    return replaced !== undefined;
  }

  async #open(): Promise<void> {
    if (this.#isOpen) return;
    await this.#database
      .insertInto('request_budgets')
      .values({ organization_id: this.#organizationId, spent: '[]', rests_until: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    this.#isOpen = true;
  }
}
