import { sql, type RawBuilder } from 'kysely';
import type { Clock } from '../../clock.ts';
import type { Database } from './database.ts';
import { isPostgres } from './is-postgres.ts';

/** The database's own clock, in milliseconds of the epoch, inside a statement: what is claimed for a time is claimed by one clock for all replicas. */
export function databaseTime(database: Pick<Database, 'getExecutor'>): RawBuilder<number> {
  return isPostgres(database)
    ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
}

/** In milliseconds. */
const soon = 50;
const mostTimes = 5;

/**
 * The database's clock for use outside of statements: what it said last, and what has passed since. That is measured by a clock which nobody can
 * set: a machine whose time is put right by ten minutes ends no lease ten minutes early.
 */
export class DatabaseClock implements Clock {
  readonly #database: Database;
  /** The database's time when that other clock began. */
  #origin = performance.timeOrigin;

  constructor(database: Database) {
    this.#database = database;
  }

  now(): number {
    return Math.round(this.#origin + performance.now());
  }

  /**
   * Asks again: at the start, and by a timer. How an answer's time divides between the way there and the way back nobody knows, so one that was long
   * under way is asked for once more: a clock that is seconds ahead would call writes lost that are still coming.
   */
  async set(): Promise<void> {
    let shortest = Infinity;
    for (let times = 0; times < mostTimes && shortest > soon; times += 1) {
      const asked = performance.now();
      const { rows } = await sql<{ now: number }>`select ${databaseTime(this.#database)} as now`.execute(
        this.#database,
      );
      const answered = performance.now();
      const [row] = rows;
      if (!row || answered - asked >= shortest) continue;
      shortest = answered - asked;
      this.#origin = row.now - (asked + answered) / 2;
    }
  }
}
