import { sql, type Kysely } from 'kysely';
import { isPostgres } from '../is-postgres.ts';

/**
 * Who asked how often within a minute is not worth waiting for the disk: PostgreSQL writes no log of it, forgets it when its machine fails, and
 * does not copy it to standbys. SQLite has nothing in the table; its one process counts in memory.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  if (isPostgres(database)) await sql`alter table rate_limits set unlogged`.execute(database);
}
