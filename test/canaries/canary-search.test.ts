import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { openLog } from '../../server/log.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { CanarySearch, LeakFound, searchForCanaries as searchAndCount, type Traces } from './canary-search.ts';
import { untallied } from './canary-tally.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
const secret = 'wholly?other & longer/secret+1';
const searchForCanaries = (traces: Traces) => untallied(() => searchAndCount(traces));
const noise = randomBytes(100_000);

/** Among bytes that mean nothing. */
function found(sought: string, bytes: string | Buffer): boolean {
  const search = new CanarySearch([sought]);
  search.look('planted', Buffer.concat([noise, Buffer.from(bytes), noise]));
  return search.hits.length > 0;
}

describe('a leak is found', () => {
  test.each<[string, (planted: string) => string | Buffer]>([
    ['as it is', (planted) => planted],
    ['in base64', (planted) => Buffer.from(planted).toString('base64')],
    ['in base64 for URLs', (planted) => Buffer.from(planted).toString('base64url')],
    ['in base64, after one other byte', (planted) => Buffer.from(`:${planted}`).toString('base64')],
    ['in base64, in the middle of a header', (planted) => Buffer.from(`client:${planted}:x`).toString('base64')],
    ['URL-encoded', (planted) => encodeURIComponent(planted)],
    ['in hex', (planted) => Buffer.from(planted).toString('hex')],
    ['in upper-case hex', (planted) => Buffer.from(planted).toString('hex').toUpperCase()],
    ['by its first 12 bytes', (planted) => planted.slice(0, 12)],
  ])('%s', (_form, write) => {
    expect(found(secret, write(secret))).toBe(true);
    expect(found('CANARY-', write('CANARY-service-app-access-token'))).toBe(true);
    expect(found('CANARY-', write(secret))).toBe(false);
    expect(found(secret, write('CANARY-service-app-access-token'))).toBe(false);
  });
});

describe('a search fails the test that leaked', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skilldesk-canaries-'));
    mkdirSync(join(folder, 'spool'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('in a file below its folder, in what it said, and in a line that the log had to clean', async () => {
    await searchForCanaries({ folder, said: { log: ['nothing'] } });
    await expect(searchForCanaries({ said: { log: ['token CANARY-x'] } })).rejects.toThrow('log: “CANARY-…”, plain');
    await expect(
      searchForCanaries({ said: { log: ['a secret was about to be logged and was taken out'] } }),
    ).rejects.toThrow(LeakFound);
    writeFileSync(join(folder, 'spool', 'one'), Buffer.from('CANARY-x').toString('base64'));
    await expect(searchForCanaries({ folder })).rejects.toThrow('spool/one');
  });

  test('by the key of its vault, anywhere but in the key file', async () => {
    const key = randomBytes(32).toString('base64');
    writeFileSync(join(folder, 'vault.key'), `k1:${key}\n`);
    await searchForCanaries({ folder });

    await expect(searchForCanaries({ folder, said: { log: [key] } })).rejects.toThrow(LeakFound);
    writeFileSync(join(folder, 'copy'), key);
    await expect(searchForCanaries({ folder })).rejects.toThrow('copy');
  });

  test.skipIf(!onPostgres)('in a row on PostgreSQL', async () => {
    const postgresUrl = await createDatabase(inject('postgresUrl'));
    const database = await openDatabase(postgresUrl, openLog('silent'));
    await database.insertInto('vault_keys').values({ key_id: 'k', check_value: 'fine' }).execute();
    await searchForCanaries({ postgresUrl });
    const check_value = Buffer.from(secret).toString('hex');
    await database.updateTable('vault_keys').set({ check_value }).execute();
    await database.destroy();

    await expect(searchForCanaries({ postgresUrl, secrets: [secret] })).rejects.toThrow('table vault_keys');
  });
});
