import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { NodeSqlite } from './node-sqlite.ts';

let folder: string;
let url: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-database-'));
  url = `file:${join(folder, 'skilldesk.db')}`;
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openDatabase(url, { warn: () => undefined });

async function migrated(name: string): Promise<void> {
  const database = await open();
  // Of several migrations in one moment Kysely dates each later than the one before.
  const later = new Date(Date.now() + 60_000).toISOString();
  await sql`insert into kysely_migration (name, timestamp) values (${name}, ${later})`.execute(database);
  await database.destroy();
}

test('a version that is being replaced still starts on the tables of the next one', async () => {
  await migrated('9999-something-new');

  const database = await open();
  expect(await database.selectFrom('sessions').selectAll().execute()).toEqual([]);
  await database.destroy();
});

test('a database whose history is not ours is not touched', async () => {
  await migrated('0000-of-another-product');

  await expect(open()).rejects.toThrow(/0000-of-another-product/);
});

const upTo = (number: number) => Array.from({ length: number }, (_, index) => String(index + 1).padStart(4, '0'));
const files = readdirSync(new URL('migrations/', import.meta.url));

/** A database on which these migrations were carried out, each under its name or under a former one. */
async function migratedWith(numbers: readonly string[], formerName: Record<string, string> = {}): Promise<void> {
  const names = files.filter((file) => numbers.includes(file.slice(0, 4))).map((file) => file.replace(/\.ts$/, ''));
  const migrations = await Promise.all(
    names.map(async (name) => [formerName[name] ?? name, (await import(`./migrations/${name}.ts`)) as Migration]),
  );
  const path = url.slice('file:'.length);
  const db = new Kysely({ dialect: new SqliteDialect({ database: new NodeSqlite(path) }) });
  const provider = {
    getMigrations: () => Promise.resolve(Object.fromEntries(migrations) as Record<string, Migration>),
  };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  expect(error).toBeUndefined();
  await db.destroy();
}

test.each([
  ['before changes elsewhere were noticed', [...upTo(10), '0012'], {}],
  [
    'when that had the number before one that had landed',
    [...upTo(10), '0012', '0013', '0014'],
    { '0014-changed-elsewhere': '0011-changed-elsewhere' },
  ],
])('a database is brought up to date from how it was %s', async (_when, numbers, formerName) => {
  await migratedWith(numbers, formerName);

  await (await open()).destroy();
  const database = await open();
  expect(await database.selectFrom('accounted_states').selectAll().execute()).toEqual([]);
  expect(await database.selectFrom('drafts').selectAll().execute()).toEqual([]);
  await database.destroy();
});
