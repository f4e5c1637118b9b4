import { PostgresAdapter, sql, type RawBuilder } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database } from './database.ts';

/** The database's own clock, in milliseconds of the epoch, inside a statement: what is claimed for a time is claimed by one clock for all replicas. */
export function databaseTime(database: Pick<Database, 'getExecutor'>): RawBuilder<number> {
  return database.getExecutor().adapter instanceof PostgresAdapter
    ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}

/** The database's clock for use outside of statements: this machine's, set right by what the database said last. */
export class DatabaseClock implements Clock {
  readonly #database: Database;
  #ahead = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  now(): number {
    return Date.now() + this.#ahead;
  }

  /** Asks again: at the start, and by a timer. */
  async set(): Promise<void> {
    const asked = Date.now();
    const { rows } = await sql<{ now: number }>`select ${databaseTime(this.#database)} as now`.execute(this.#database);
    const answered = Date.now();
    if (rows[0]) this.#ahead = Math.round(rows[0].now - (asked + answered) / 2);
  }
}
