import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { describe, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { isLost, ofPostgres } from './unavailable.ts';

const said = (code: string) => Object.assign(new DatabaseError('said by PostgreSQL', 20, 'error'), { code });

describe('of PostgreSQL', () => {
  test.each<[what: string, error: unknown, isLostThen: boolean]>([
    ['an administrator who ends it', said('57P01'), true],
    ['a crash', said('57P02'), true],
    ['a start that is not over', said('57P03'), true],
    ['a connection that failed', said('08006'), true],
    ['a cut connection', new Error('Connection terminated unexpectedly'), true],
    ['an answer that never comes', new Error('Query read timeout'), true],
    ['a port at which nobody listens', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
    ['a full disk', said('53100'), false],
    ['too many connections', said('53300'), false],
    ['a statement that takes too long', said('57014'), false],
    ['a deadlock', said('40P01'), false],
    ['a standby', said('25006'), false],
    ['an error of the disk', said('58030'), false],
  ])('%s says nothing against the request', (_what, error, isLostThen) => {
    expect(ofPostgres(error)).toMatchObject({ code: 'database-unavailable', retryAfterSeconds: 1, cause: error });
    expect(isLost(error)).toBe(isLostThen);
  });

  test.each<[what: string, error: unknown]>([
    ['a table that is not there', said('42P01')],
    ['a key that is there already', said('23505')],
    ['a value that does not fit', said('22003')],
    ['a bug of ours', new TypeError('undefined is not a function')],
  ])('%s is a fault, and shown as one', (_what, error) => {
    expect(ofPostgres(error)).toBe(error);
    expect(isLost(error)).toBe(false);
  });
});

test('a full disk leaves SQLite as it was before the transaction, and working once there is room', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-full-'));
  const database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, { warn: () => undefined });
  const pages = async (most: number) => sql.raw(`pragma max_page_count = ${most}`).execute(database);
  const fill = () =>
    database.transaction().execute(async (transaction) => {
      for (let number = 0; number < 200; number += 1)
        await transaction
          .insertInto('policies')
          .values({
            organization_id: `${number}`,
            version: 1,
            body: 'x'.repeat(10_000),
            changed_by: 'nobody',
            changed_at: 0,
          })
          .execute();
    });
  const { rows } = await sql<Record<string, number>>`pragma page_count`.execute(database);
  await pages((rows[0]?.['page_count'] ?? 0) + 20);

  await expect(fill()).rejects.toMatchObject({ code: 'database-unavailable' });
  expect(await database.selectFrom('policies').selectAll().execute()).toEqual([]);

  await pages(100_000);
  await fill();
  expect(await database.selectFrom('policies').selectAll().execute()).toHaveLength(200);
  await database.destroy();
  rmSync(folder, { recursive: true });
});
