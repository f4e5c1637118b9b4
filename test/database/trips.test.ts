import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import { openLedger } from '../../server/adapters/database/spending-ledger.ts';
import { atOnce, byIndex, together } from '../../server/adapters/database/together.ts';
import { unawaited } from '../../server/adapters/database/unawaited.ts';
import { leftOf, spend } from '../../server/adapters/webex/spending.ts';
import { createDatabase, dropDatabase } from '../postgres/postgres-server.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';

let folder: string;
let url: string;
let opened: Database[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-trips-'));
  url = onPostgres ? await createDatabase(inject('postgresUrl')) : `file:${join(folder, 'skilldesk.db')}`;
  opened = [];
});
afterEach(async () => {
  for (const database of opened) await database.destroy();
  if (onPostgres) await dropDatabase(url);
  rmSync(folder, { recursive: true });
});

async function open(): Promise<Database> {
  const database = await openDatabase(url, { warn: () => undefined });
  opened.push(database);
  return database;
}

const budget = (organization_id: string) => ({ organization_id, spent: '[]', rests_until: 0 });
const of = (database: Pick<Database, 'selectFrom'>) => database.selectFrom('request_budgets').selectAll();

test('statements that go together are carried out in their order, and each has its own answer', async () => {
  const database = await open();

  const [before, , after, changed] = await together(database, [
    of(database),
    database.insertInto('request_budgets').values(budget('one')),
    of(database),
    database.updateTable('request_budgets').set({ rests_until: 7 }).returning('rests_until'),
  ]);

  expect(before).toEqual([]);
  expect(after).toEqual([budget('one')]);
  expect(changed).toEqual([{ rests_until: 7 }]);
});

test('where one of them fails, its own error is told and nothing of the transaction stands', async () => {
  const database = await open();
  const twice = database
    .transaction()
    .execute((transaction) =>
      together(transaction, [
        transaction.insertInto('request_budgets').values(budget('one')),
        transaction.insertInto('request_budgets').values(budget('one')),
        transaction.insertInto('request_budgets').values(budget('two')),
      ]),
    );

  await expect(twice).rejects.toThrow(/unique/i);
  expect(await of(database).execute()).toEqual([]);
  // The connection is good for the next one.
  await together(database, [database.insertInto('request_budgets').values(budget('three'))]);
  expect(await of(database).execute()).toEqual([budget('three')]);
});

test('what goes as one transaction stands as a whole', async () => {
  const database = await open();

  const [, after] = await atOnce(database, [
    database.insertInto('request_budgets').values(budget('one')),
    of(database),
  ]);
  expect(after).toEqual([budget('one')]);
  expect(await of(database).execute()).toEqual([budget('one')]);
});

test('what goes as one transaction falls as a whole, and the connection is good for the next one', async () => {
  const database = await open();
  const insertion = (organization: string) => database.insertInto('request_budgets').values(budget(organization));

  await expect(atOnce(database, [insertion('one'), insertion('one'), insertion('two')])).rejects.toThrow(/unique/i);
  expect(await of(database).execute()).toEqual([]);
  await atOnce(database, [insertion('three')]);
  expect(await of(database).execute()).toEqual([budget('three')]);
});

test('of many times more who ask at once than there are connections everybody is answered', async () => {
  const database = await open();
  const numbers = Array.from({ length: 60 }, (_, at) => at);

  const answers = await Promise.all(
    numbers.map(async (at) => {
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('request_budgets')
          .values(budget(String(at)))
          .execute();
        expect(await of(transaction).where('organization_id', '=', String(at)).execute()).toHaveLength(1);
      });
      return of(database).where('organization_id', '=', String(at)).execute();
    }),
  );

  expect(answers).toEqual(numbers.map((at) => [budget(String(at))]));
});

describe.runIf(onPostgres)('of PostgreSQL’s connections', () => {
  const own = sql<{ pid: number }>`select * from pg_backend_pid() as of (pid)`;
  // What is not plainly a reading of tables may be about the connection itself.
  const held = sql<{ pid: number }>`select pg_backend_pid() as pid`;
  const pidOf = async (database: Database, asked = own) => (await asked.execute(database)).rows[0]?.pid;

  test('one serves all that is read in the same moment, and a transaction has one of its own', async () => {
    const database = await open();

    const [first, second, ofTransaction, third] = await Promise.all([
      pidOf(database),
      pidOf(database),
      database.transaction().execute((transaction) => pidOf(transaction)),
      pidOf(database),
    ]);

    expect([second, third]).toEqual([first, first]);
    expect(ofTransaction).not.toBe(first);
  });

  test('whoever asks for one keeps it until he gives it back, transactions included: a lock may hang on it', async () => {
    const database = await open();

    const pids = await database
      .connection()
      .execute(async (connection) => [
        await pidOf(connection, held),
        await connection.transaction().execute((transaction) => pidOf(transaction)),
        await pidOf(connection),
      ]);

    expect(new Set(pids).size).toBe(1);
  });

  test('one that breaks fails all who read on it as passing, and is used by nobody again', async () => {
    const database = await open();
    const pid = await pidOf(database);

    const broken = await Promise.allSettled([
      sql`select * from pg_terminate_backend(pg_backend_pid())`.execute(database),
      pidOf(database),
    ]);

    for (const one of broken)
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'database-unavailable' } });
    const others = await Promise.all([pidOf(database), pidOf(database)]);
    expect(others).not.toContain(pid);
  });
});

describe.runIf(onPostgres)('where rows are to be found by index', () => {
  const plans = sql<{ 'QUERY PLAN': string }>`explain select * from request_budgets where organization_id = 'one'`;
  const settings = sql<{
    on: string;
  }>`select setting as on from pg_settings where name like 'enable_%scan' or name = 'jit'`;

  test('PostgreSQL finds them so in a table of a single row, and asks its statistics again for everybody else', async () => {
    const database = await open();
    const explained = { compile: () => plans.compile(database) };
    const planOf = (rows: { 'QUERY PLAN': string }[] = []) => rows.map((row) => row['QUERY PLAN']).join(' ');
    await database.insertInto('request_budgets').values(budget('one')).execute();
    await sql`analyze request_budgets`.execute(database);

    const [byItsStatistics] = await together(database, [explained]);
    const [found] = await byIndex(database, [explained]);

    expect(planOf(byItsStatistics)).toContain('Seq Scan');
    expect(planOf(found)).toContain('Index Scan');
    expect(planOf((await together(database, [explained]))[0])).toBe(planOf(byItsStatistics));
  });

  test('the connection is as before, also where the statement fails', async () => {
    const database = await open();
    const before = await settings.execute(database);
    const failing = sql`select 1 / 0 as none`;

    await expect(byIndex(database, [{ compile: () => failing.compile(database) }])).rejects.toThrow('division by zero');
    await byIndex(database, [of(database)]);

    const after = await Promise.all(Array.from({ length: 4 }, () => settings.execute(database)));
    expect(after.map(({ rows }) => rows)).toEqual(after.map(() => before.rows));
    expect(before.rows.map(({ on }) => on)).not.toContain('off');
  });
});

describe.runIf(onPostgres)('a statement that PostgreSQL knows by name', () => {
  const ask = async (database: Database) => (await of(database).where('rests_until', '>', 0).execute()).length;
  const unavailable = { code: 'database-unavailable', retryAfterSeconds: 1 };

  test('is asked again when a pooler has given the connection to somebody else, and works on', async () => {
    const database = await open();
    expect(await ask(database)).toBe(0);
    // What the next one on another's connection would find.
    await sql`deallocate all`.execute(database);

    await expect(ask(database)).rejects.toMatchObject(unavailable);
    expect(await ask(database)).toBe(0);
    await sql`deallocate all`.execute(database);
    expect(await ask(database)).toBe(0);
  });

  test('keeps its name where one before it failed, and both of one text were to be prepared behind it', async () => {
    const database = await open();
    const insertion = (organization: string) => database.insertInto('request_budgets').values(budget(organization));
    const failing = sql`select 1 / 0 as none`;
    await expect(
      database
        .transaction()
        .execute((transaction) =>
          together(transaction, [{ compile: () => failing.compile(transaction) }, insertion('one'), insertion('two')]),
        ),
    ).rejects.toThrow('division by zero');

    await insertion('three').execute();
    const { rows } = await sql<{
      name: string;
    }>`select name from pg_prepared_statements where statement like 'insert into "request_budgets"%'`.execute(database);
    expect(rows).toHaveLength(1);
  });

  test('is asked again when another version has added a column, and has a name again', async () => {
    const database = await open();
    expect(await ask(database)).toBe(0);
    await sql`alter table request_budgets add column later integer`.execute(database);

    await expect(ask(database)).rejects.toMatchObject(unavailable);
    expect(await ask(database)).toBe(0);
    const { rows } = await sql<{
      name: string;
    }>`select name from pg_prepared_statements where statement like '%rests_until%'`.execute(database);
    expect(rows.length).toBe(2);
  });
});

test('of many who spend from one ledger in the same moment nobody’s request is forgotten', async () => {
  const database = await open();
  const others = onPostgres ? [await open(), await open()] : [];
  const ledgers = [database, database, ...others].map((one) => openLedger(one, 'organization'));

  await Promise.all(
    ledgers.flatMap((ledger) =>
      Array.from({ length: 8 }, () =>
        ledger.write((spending, now) => ({ spending: spend(spending, 'change', now), result: undefined })),
      ),
    ),
  );

  const left = await ledgers[0]?.write((spending, now) => ({ spending, result: leftOf(spending, now, 1_000) }));
  expect(left).toBe(1_000 - 8 * ledgers.length);
});

test('what the disk is not waited for is written, and the next commit is waited for again', async () => {
  const database = await open();
  const setting = onPostgres
    ? sql<{ waits: unknown }>`select current_setting('synchronous_commit') as waits`
    : sql<{ waits: unknown }>`select synchronous as waits from pragma_synchronous`;
  const waits = onPostgres ? 'on' : 2;

  await database.connection().execute(async (connection) => {
    const insertion = connection.insertInto('request_budgets').values(budget('one')).returning(unawaited(connection));
    expect(await insertion.execute()).toEqual([{ unawaited: onPostgres ? 'off' : null }]);
    expect((await setting.execute(connection)).rows).toEqual([{ waits }]);
  });

  expect(await of(database).execute()).toEqual([budget('one')]);
});
