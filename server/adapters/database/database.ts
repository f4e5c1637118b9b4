import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, PostgresDialect, sql, SqliteDialect, type Dialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { TypeOverrides, types } from 'pg';
import type { Log } from '../../log.ts';
import * as initial from './migrations/0001-initial.ts';
import * as credentials from './migrations/0002-credentials.ts';
import * as disconnectAndPause from './migrations/0003-disconnect-and-pause.ts';
import * as identity from './migrations/0004-identity.ts';
import * as policies from './migrations/0005-policies.ts';
import * as limits from './migrations/0006-limits.ts';
import * as previews from './migrations/0007-previews.ts';
import * as audit from './migrations/0008-audit.ts';
import * as undoAndTeams from './migrations/0009-undo-and-teams.ts';
import * as leases from './migrations/0010-leases.ts';
import * as asOfThen from './migrations/0012-as-of-then.ts';
import * as drafts from './migrations/0013-drafts.ts';
import * as changedElsewhere from './migrations/0014-changed-elsewhere.ts';
import * as leasesToEnd from './migrations/0015-leases-to-end.ts';
import * as adminConsole from './migrations/0016-console.ts';
import * as consoleData from './migrations/0017-console-data.ts';
import * as installations from './migrations/0018-installations.ts';
import * as longHistories from './migrations/0019-long-histories.ts';
import * as snapshotChanges from './migrations/0020-snapshot-changes.ts';
import * as openFields from './migrations/0021-open-fields.ts';
import * as passingLimits from './migrations/0022-passing-limits.ts';
import * as unsureItems from './migrations/0023-unsure-items.ts';
import { NodeSqlite } from './node-sqlite.ts';
import { SteadyPool } from './steady-pool.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

const migrations = {
  '0001-initial': initial,
  '0002-credentials': credentials,
  '0003-disconnect-and-pause': disconnectAndPause,
  '0004-identity': identity,
  '0005-policies': policies,
  '0006-limits': limits,
  '0007-previews': previews,
  '0008-audit': audit,
  '0009-undo-and-teams': undoAndTeams,
  '0010-leases': leases,
  '0012-as-of-then': asOfThen,
  '0013-drafts': drafts,
  '0014-changed-elsewhere': changedElsewhere,
  '0015-leases-to-end': leasesToEnd,
  '0016-console': adminConsole,
  '0017-console-data': consoleData,
  '0018-installations': installations,
  '0019-long-histories': longHistories,
  '0020-snapshot-changes': snapshotChanges,
  '0021-open-fields': openFields,
  '0022-passing-limits': passingLimits,
  '0023-unsure-items': unsureItems,
};

/**
 * Opens the database and brings its tables up to date: `file:` is SQLite, readable by its owner only, `postgres:` PostgreSQL, where several
 * replicas may start at once and one of them migrates.
 */
export async function openDatabase(url: string, log: Pick<Log, 'warn'>): Promise<Database> {
  const database = new Kysely<Tables>({
    dialect: url.startsWith('file:') ? sqlite(url.slice('file:'.length)) : postgres(url, log),
  });
  // Before the migrator takes the only connection that SQLite has.
  const all = { ...migrations, ...(await doneAlready(database)) };
  const provider = { getMigrations: () => Promise.resolve(all) };
  const migrator = new Migrator({ db: database, provider });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error('the database could not be migrated');
  return database;
}

const last = Object.keys(migrations).sort().at(-1) ?? '';

/** What went by another name for a while: that one sorts before a migration which other databases had already. */
const formerNames: ReadonlyMap<string, string> = new Map([['0011-changed-elsewhere', '0014-changed-elsewhere']]);

/**
 * What a later version has done to this database already, or this one under a former name. Tables are only added to until nobody needs the
 * old ones (expand, then contract), so a version that is being replaced, or rolled back to, works on.
 */
async function doneAlready(database: Database): Promise<Record<string, Migration>> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return {};
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(database);
  const done = rows.map(({ name }) => name).filter((name) => name > last || formerNames.has(name));
  const renamed = done.flatMap((name) => formerNames.get(name) ?? []);
  return Object.fromEntries([...done, ...renamed].map((name) => [name, { up: () => Promise.resolve() }]));
}

function sqlite(file: string): Dialect {
  createPrivately(file);
  createPrivately(`${file}.lock`);
  return new SqliteDialect({ database: new NodeSqlite(file) });
}

/** SQLite gives its side files the mode of the database file, so that is set before SQLite sees it. */
function createPrivately(file: string): void {
  const folder = dirname(file);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function postgres(connectionString: string, log: Pick<Log, 'warn'>): Dialect {
  const numbers = new TypeOverrides();
  // Times and counts are bigint and fit a number; pg would give them as text.
  numbers.setTypeParser(types.builtins.INT8, Number);
  const config = {
    connectionString,
    max: 10,
    // For `together`: a statement is sent while the one before it is carried out.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'skilldesk',
    types: numbers,
  };
  return new PostgresDialect({ pool: new SteadyPool(config, log) });
}
