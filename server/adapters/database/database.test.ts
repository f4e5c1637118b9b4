import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';

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
  await sql`insert into kysely_migration (name, timestamp) values (${name}, ${new Date().toISOString()})`.execute(
    database,
  );
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
