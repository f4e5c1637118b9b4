import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import * as initial from './migrations/0001-initial.ts';
import { NodeSqlite } from './node-sqlite.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** Opens the database file, readable by its owner only, and brings its tables up to date. */
export async function openDatabase(file: string): Promise<Database> {
  if (file !== ':memory:') createPrivately(file);
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: new NodeSqlite(file) }) });
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: () => Promise.resolve({ '0001-initial': initial }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('the database could not be migrated');
  return database;
}

/** SQLite gives its side files the mode of the database file, so that is set before SQLite sees it. */
function createPrivately(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}
