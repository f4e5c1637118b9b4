import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VaultError, type VaultFault } from '../../server/admin-token/vault-error.ts';
import { rotateVault, vaultStatus } from '../../server/admin-token/vault-keys.ts';
import { Secret } from '../../server/secret.ts';
import { CustodyDesk, key, organizationId } from './custody-desk.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
const k1 = key('k1', 1);
const k2 = key('k2', 2);
const otherOrganization = '0a1b2c3d-1111-4222-8333-444455556666';
let desk: CustodyDesk;
let id: string;

beforeEach(async () => {
  desk = await CustodyDesk.open([k1]);
  id = await desk.connect();
});
afterEach(() => desk.close());

async function faultOf(work: Promise<unknown>): Promise<VaultFault | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof VaultError) return error.fault;
    throw error;
  }
}

async function reopen(...keys: ReturnType<typeof key>[]): Promise<void> {
  await desk.database.destroy();
  await desk.openVault(keys.length > 0 ? keys : undefined);
}

/** A credential of another organization on the same database. */
const connectElsewhere = () =>
  desk
    .storeOf(otherOrganization)
    .add(
      randomUUID(),
      { kind: 'service-app', clientSecret: new Secret('CANARY-client-secret') },
      { source: 'given', fingerprint: '', state: 'pending' },
      desk.now,
    );

const everything = async () =>
  JSON.stringify([
    await desk.database.selectFrom('credentials').selectAll().orderBy('id').execute(),
    await desk.database.selectFrom('token_sets').selectAll().orderBy('credential_id').execute(),
    await desk.database.selectFrom('vault_keys').selectAll().orderBy('key_id').execute(),
  ]);

test('what was sealed opens again, also for the next process', async () => {
  await reopen(k1);

  expect((await desk.store.read(id))?.tokens?.accessToken?.reveal()).toBe('CANARY-access-first');
  expect((await desk.store.read(id))?.clientSecret?.reveal()).toBe('CANARY-client-secret');
});

describe('a value that was tampered with is refused, and nothing is overwritten:', () => {
  const tokenSet = (change: Record<string, unknown>) =>
    desk.database.updateTable('token_sets').set(change).where('credential_id', '=', id).execute();
  const sealed = async () =>
    (await desk.database.selectFrom('token_sets').selectAll().where('credential_id', '=', id).executeTakeFirstOrThrow())
      .access_token ?? '';

  test.each<[what: string, fault: VaultFault, tamper: () => Promise<unknown>]>([
    ['plain text', 'not-sealed', () => tokenSet({ access_token: 'as if nobody had sealed it' })],
    ['another form', 'not-sealed', async () => tokenSet({ access_token: (await sealed()).replace('sd1', 'sd2') })],
    ['a tag cut to four bytes', 'cut', async () => tokenSet({ access_token: (await sealed()).slice(0, -16) })],
    ['no tag', 'cut', async () => tokenSet({ access_token: (await sealed()).split('.').slice(0, 4).join('.') })],
    [
      'one bit',
      'misplaced',
      async () =>
        tokenSet({ access_token: (await sealed()).replace(/.(?=.{30}$)/, (letter) => (letter === 'A' ? 'B' : 'A')) }),
    ],
    ['another field', 'misplaced', async () => tokenSet({ refresh_token: await sealed() })],
    [
      'another version',
      'misplaced',
      async () => {
        await desk.database.updateTable('credentials').set({ version: 2 }).where('id', '=', id).execute();
        await tokenSet({ version: 2 });
      },
    ],
    [
      'another row',
      'misplaced',
      async () => {
        const other = await desk.connect();
        await desk.database.deleteFrom('token_sets').where('credential_id', '=', id).execute();
        await desk.database
          .updateTable('token_sets')
          .set({ credential_id: id })
          .where('credential_id', '=', other)
          .execute();
        await desk.store.activate(id, desk.now + 1);
      },
    ],
    [
      'another row’s key and tokens together',
      'misplaced',
      async () => {
        const other = await desk.connect();
        const { data_key } = await desk.database
          .selectFrom('credentials')
          .select('data_key')
          .where('id', '=', other)
          .executeTakeFirstOrThrow();
        await desk.database.updateTable('credentials').set({ data_key }).where('id', '=', id).execute();
        await desk.store.activate(id, desk.now + 1);
      },
    ],
    [
      'another organization’s row',
      'misplaced',
      async () => {
        await desk.store.mark(id, 'replaced');
        id = await connectElsewhere();
        await desk.database
          .updateTable('credentials')
          .set({ organization_id: organizationId })
          .where('id', '=', id)
          .execute();
        await desk.store.activate(id, desk.now);
      },
    ],
    [
      'another organization’s tokens, its key taken with them',
      'misplaced',
      async () => {
        const { data_key, key_id } = await desk.database
          .selectFrom('credentials')
          .select(['data_key', 'key_id'])
          .where('id', '=', await connectElsewhere())
          .executeTakeFirstOrThrow();
        await desk.database.updateTable('credentials').set({ data_key, key_id }).where('id', '=', id).execute();
      },
    ],
  ])('%s', async (_what, fault, tamper) => {
    await tamper();
    const before = await everything();
    const { access } = desk.replica();

    expect(await faultOf(desk.store.read(id))).toBe(fault);
    await expect(access.token()).rejects.toMatchObject({ code: 'needs-reauthorization' });
    expect(access.state).toBe('locked');
    expect(desk.webex.calls).toEqual([]);
    expect(await everything()).toBe(before);
  });
});

test('a row that is copied to another organization opens for neither more than before', async () => {
  await desk.database
    .updateTable('credentials')
    .set({ organization_id: otherOrganization })
    .where('id', '=', id)
    .execute();
  const before = await everything();

  expect(await desk.store.read(id)).toBeUndefined();
  expect(await faultOf(desk.storeOf(otherOrganization).read(id))).toBe('misplaced');
  expect(await faultOf(desk.storeOf(otherOrganization).inUse('admin'))).toBe('misplaced');
  expect(await everything()).toBe(before);
});

describe('an answer in the spool that was tampered with is neither stored nor thrown away:', () => {
  const folder = () => join(desk.folder, 'spool');
  const spooled = async () => {
    const tokens = (await desk.store.read(id))?.tokens;
    if (!tokens) throw new Error('no tokens');
    await desk.spool.keep(organizationId, { credentialId: id, usedVersion: 1, tokens, rung: 'refresh-token' });
    return readdirSync(folder())[0] ?? '';
  };

  test.each<[what: string, fault: VaultFault, tamper: (name: string) => void]>([
    [
      'moved to another organization',
      'misplaced',
      (name) => renameSync(join(folder(), name), join(folder(), name.replace(organizationId, otherOrganization))),
    ],
    [
      'moved to another version',
      'misplaced',
      (name) => renameSync(join(folder(), name), join(folder(), name.replace('_1_', '_2_'))),
    ],
    [
      'cut short',
      'cut',
      (name) => writeFileSync(join(folder(), name), readFileSync(join(folder(), name), 'utf8').slice(0, -16)),
    ],
  ])('%s', async (_what, fault, tamper) => {
    tamper(await spooled());
    const before = await everything();
    const { access, renewal } = desk.replica();

    expect(await faultOf(renewal.drain())).toBe(fault);
    await access.refreshWhenDue();

    expect(desk.said.join('')).toContain('the spool was not drained');
    expect((await access.token()).reveal()).toBe('CANARY-access-first');
    expect(await everything()).toBe(before);
    expect(readdirSync(folder())).toHaveLength(1);
  });
});

describe('the next start', () => {
  test('without the key refuses, and makes no new one', async () => {
    const before = await everything();

    expect(await faultOf(reopen())).toBe('keys-missing');
    expect(desk.hasFile('vault.key')).toBe(false);
    expect(await everything()).toBe(before);
  });

  test('with another key under the same id is noticed before anything is written', async () => {
    const before = await everything();

    expect(await faultOf(reopen(key('k1', 9)))).toBe('key-wrong');
    expect(await everything()).toBe(before);
  });

  test('with another key alone says which one is missing', async () => {
    expect(await faultOf(reopen(k2))).toBe('key-unknown');
    await expect(reopen(k2)).rejects.toThrow('k1');
  });
});

test.skipIf(onPostgres)('without VAULT_KEYS a key file is made once, for its owner only', async () => {
  const fresh = await CustodyDesk.open();
  const file = join(fresh.folder, 'vault.key');

  expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
  const id = await fresh.connect();
  await fresh.database.destroy();
  await fresh.openVault();
  expect((await fresh.store.read(id))?.tokens?.accessToken?.reveal()).toBe('CANARY-access-first');
  rmSync(file);
  await fresh.database.destroy();
  expect(await faultOf(fresh.openVault())).toBe('keys-missing');
  await fresh.close();
});

describe('a rotation', () => {
  test('brings everything under the first key and says that the old one may go', async () => {
    await desk.connect();
    await reopen(k2, k1);
    expect((await vaultStatus(desk)).keys).toEqual([
      { id: 'k2', isGiven: true, seals: 0, mayGo: false },
      { id: 'k1', isGiven: true, seals: 3, mayGo: false },
    ]);

    expect(await rotateVault(desk)).toEqual({
      rewrapped: 3,
      keys: [
        { id: 'k2', isGiven: true, seals: 3, mayGo: false },
        { id: 'k1', isGiven: true, seals: 0, mayGo: true },
      ],
    });
    await reopen(k2);
    expect((await desk.store.read(id))?.tokens?.accessToken?.reveal()).toBe('CANARY-access-first');
  });

  test('that was killed half-way leaves everything readable, and goes on where it was', async () => {
    const other = await desk.connect();
    await reopen(k2, k1);
    await desk.vault.rewrap(id);
    await reopen(k2, k1);

    for (const each of [id, other]) {
      expect((await desk.store.read(each))?.tokens?.accessToken?.reveal()).toBe('CANARY-access-first');
    }
    expect(await faultOf(reopen(k2))).toBe('key-unknown');
    await reopen(k2, k1);
    expect(await rotateVault(desk)).toMatchObject({ rewrapped: 2 });
  });
});
