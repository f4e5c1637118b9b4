import { sql, type AliasedRawBuilder } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './is-postgres.ts';

/**
 * To be returned by a statement that is a transaction of its own and may be lost when the database's machine fails, but not when ours does: its
 * commit waits for no disk. Whatever is committed after it and waited for takes it along, so what follows from it never stands without it. On
 * PostgreSQL a setting for this one commit, since a pool behind the database may give our connection to somebody else; on SQLite a mark for
 * whoever carries it out.
 */
export function unawaited(database: Pick<Database, 'getExecutor'>): AliasedRawBuilder<unknown, 'unawaited'> {
  return (isPostgres(database) ? sql`set_config('synchronous_commit', 'off', true)` : sql`null`).as('unawaited');
}

export const isUnawaited = (statement: string): boolean => statement.endsWith(' as "unawaited"');
