import { PostgresAdapter } from 'kysely';
import type { SpendingLedger } from '../webex/request-budget.ts';
import type { Spending } from '../webex/spending.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';

/** One ledger for all replicas, and for a process that was killed and its successor: Webex counts what both have sent. */
export const openLedger = (database: Database, organizationId: string): SpendingLedger =>
  new DatabaseLedger(database, organizationId);

class DatabaseLedger implements SpendingLedger {
  readonly #database: Database;
  readonly #organizationId: string;
  #isOpen = false;

  constructor(database: Database, organizationId: string) {
    this.#database = database;
    this.#organizationId = organizationId;
  }

  async write<Result>(
    entry: (spending: Spending, now: number) => { spending: Spending; result: Result },
  ): Promise<Result> {
    await this.#open();
    return this.#database.transaction().execute(async (transaction) => {
      const query = transaction
        .selectFrom('request_budgets')
        .select(['spent', 'rests_until', databaseTime(transaction).as('now')])
        .where('organization_id', '=', this.#organizationId);
      // The row is the lock: replicas that ask in the same moment come one after the other. SQLite has one writer anyway.
      const isShared = transaction.getExecutor().adapter instanceof PostgresAdapter;
      const row = await (isShared ? query.forUpdate() : query).executeTakeFirstOrThrow();
      const seconds = JSON.parse(row.spent) as Spending['seconds'];
      const { spending, result } = entry({ seconds, restsUntil: row.rests_until }, row.now);
      await transaction
        .updateTable('request_budgets')
        .set({ spent: JSON.stringify(spending.seconds), rests_until: Math.ceil(spending.restsUntil) })
        .where('organization_id', '=', this.#organizationId)
        .execute();
      return result;
    });
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
