import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { Client, Pool } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as initial from '../../server/adapters/database/migrations/0001-initial.ts';
import { NodeSqlite } from '../../server/adapters/database/node-sqlite.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';

const fixture = readFileSync(new URL('fixtures/first-version.sql', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('insert'));
let skilldesk: Skilldesk;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  await skilldesk.stopProcess();
  await makeFirstVersion();
});
afterEach(() => skilldesk.close());

const onPostgres = () => skilldesk.databaseUrl.startsWith('postgres');
const file = () => skilldesk.databaseUrl.slice('file:'.length);

/** In the place of the database: what migration 0001 alone makes of an empty one, with the fixture in it. */
async function makeFirstVersion(): Promise<void> {
  if (onPostgres()) await ask('drop schema public cascade', 'create schema public');
  for (const name of readdirSync(skilldesk.folder)) rmSync(join(skilldesk.folder, name), { recursive: true });
  const dialect = onPostgres()
    ? new PostgresDialect({ pool: new Pool({ connectionString: skilldesk.databaseUrl }) })
    : new SqliteDialect({ database: new NodeSqlite(file()) });
  const database = new Kysely<unknown>({ dialect });
  const provider = { getMigrations: () => Promise.resolve({ '0001-initial': initial }) };
  const { error } = await new Migrator({ db: database, provider }).migrateToLatest();
  await database.destroy();
  expect(error).toBeUndefined();
  await ask(...fixture);
}

/** What another process asks of the database; answers the rows of the last statement. */
async function ask(...statements: string[]): Promise<Record<string, unknown>[]> {
  let rows: Record<string, unknown>[] = [];
  if (onPostgres()) {
    const client = new Client(skilldesk.databaseUrl);
    await client.connect();
    for (const statement of statements) ({ rows } = (await client.query(statement)) as { rows: typeof rows });
    await client.end();
    return rows;
  }
  const database = new DatabaseSync(file(), { timeout: 10_000 });
  for (const statement of statements) rows = database.prepare(statement).all();
  database.close();
  return rows;
}

/** The first version, still at work while the newest starts: it saves and reads as it knows the tables. */
function workAsFirstVersion() {
  const order = { stop: false };
  let saved = 0;
  const working = (async () => {
    while (!order.stop) {
      const id = `first-late-${saved}`;
      const [change = '', item = ''] = [fixture[2], fixture[3]].map((one) => one?.replaceAll('first-change-1', id));
      // As it wrote a Change: in one transaction, the Change before its items.
      await ask('begin', change, item, 'commit');
      await ask(`update change_items set outcome = 'verified', attempts = 2 where change_id = '${id}'`);
      const [found] = await ask(
        `select changes.reason, change_items.outcome from changes join change_items on change_id = id where id = '${id}'`,
      );
      expect(found).toEqual({ reason: 'A reason of then', outcome: 'verified' });
      saved += 1;
      await wait(2);
    }
    return saved;
  })();
  return {
    saved: () => saved,
    async end() {
      order.stop = true;
      return working;
    },
  };
}

test('the data of the first version is brought to the newest while that version goes on saving, and nothing of it is lost', async () => {
  const old = workAsFirstVersion();
  await expect.poll(() => old.saved()).toBeGreaterThan(3);

  await skilldesk.startProcess();
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const change = await nadia.ended(await nadia.set(skillProfileIds.billingSpecialist, skillIds.german, 8));
  const during = old.saved();
  await expect.poll(() => old.saved()).toBeGreaterThan(during + 3);
  const saved = await old.end();

  expect(change.items).toMatchObject([{ outcome: 'verified' }]);
  const [kept] = await ask(
    "select reason, actor, created_at from changes where id = 'first-change-1' and organization_id = 'first-organization'",
  );
  expect(kept).toMatchObject({ reason: 'A reason of then', actor: expect.stringContaining('Paula Past') as string });
  const items = await ask(
    "select outcome, rule, differences from change_items where change_id = 'first-change-1' order by position",
  );
  expect(items).toMatchObject([
    { outcome: 'verified', differences: '[{"skillId":"first-skill","before":5,"after":7}]' },
    { outcome: 'refused', rule: 'outside-scope' },
  ]);
  const [late] = await ask("select count(*) as count from changes where id like 'first-late-%'");
  expect(Number(late?.['count'])).toBe(saved);
  expect((await skilldesk.verifyAudit()).valid).toBe(true);
});

test('the first version can come back after the newest: its statements still find their tables', async () => {
  await skilldesk.startProcess();
  await skilldesk.stopProcess();
  const old = workAsFirstVersion();
  await expect.poll(() => old.saved()).toBeGreaterThan(3);

  expect(await old.end()).toBeGreaterThan(3);
});
