import { Pool, type PoolClient } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { Line } from '../../server/adapters/database/line.ts';
import { createDatabase, dropDatabase } from '../postgres/postgres-server.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
/** In milliseconds. */
const patience = 600;
const sleeping = (milliseconds: number) => `select pg_sleep(${milliseconds / 1_000}) is null as slept`;

describe.runIf(onPostgres)('on one connection to PostgreSQL', () => {
  let url: string;
  let pool: Pool;
  let client: PoolClient;
  let line: Line;

  beforeEach(async () => {
    url = await createDatabase(inject('postgresUrl'));
    pool = new Pool({ connectionString: url, pipeline: true });
    pool.on('error', () => undefined);
    client = await pool.connect();
    client.on('error', () => undefined);
    line = new Line(client, patience);
  });
  afterEach(async () => {
    client.release(true);
    await pool.end();
    await dropDatabase(url);
  });

  test('a statement is not given up for those that it waits behind', async () => {
    const answers = await Promise.all([400, 400, 400].map((each) => line.ask(sleeping(each), [], undefined)));

    expect(answers.map(({ rows }) => rows as unknown)).toEqual([0, 1, 2].map(() => [{ slept: false }]));
  });

  test('all fail where none of them is answered in time, and nothing is asked on it again', async () => {
    const asked = [line.ask(sleeping(10_000), [], undefined), line.ask('select 1', [], undefined)];

    const failed = await Promise.allSettled(asked);

    expect(failed).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await expect(line.ask('select 1', [], undefined)).rejects.toThrow(/not queryable|connection/i);
  });

  test('it is known which statements it has carried out under a name', async () => {
    await line.ask('select $1::int as one', [1], 'one');
    await expect(line.ask('select $1::int / 0 as none', [1], 'none')).rejects.toThrow('division by zero');

    expect(['one', 'none', undefined].map((name) => line.knows(name))).toEqual([true, false, false]);
  });
});
