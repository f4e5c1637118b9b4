import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseSigningKeys } from '../../server/adapters/database/signing-key-store.ts';
import { JwtSessionTokens } from '../../server/adapters/session-tokens.ts';
import { rotateVault, vaultStatus } from '../../server/admin-token/vault-keys.ts';
import type { Session } from '../../server/identity/session.ts';
import { SigningKeys } from '../../server/identity/signing-keys.ts';
import { CustodyDesk, day, key, organizationId } from './custody-desk.ts';

const minute = 60_000;
const k1 = key('k1', 1);
const k2 = key('k2', 2);
let desk: CustodyDesk;

beforeEach(async () => {
  desk = await CustodyDesk.open([k1]);
});
afterEach(() => desk.close());

/** What one process signs and verifies with; `readings` counts how often it asked the database. */
function replica() {
  const stored = new DatabaseSigningKeys(desk.database, desk.keyring, organizationId);
  const seen = { readings: 0 };
  const keys = new SigningKeys(
    {
      list: () => {
        seen.readings += 1;
        return stored.list();
      },
      add: (...key) => stored.add(...key),
      removeBefore: (generation) => stored.removeBefore(generation),
    },
    desk.clock,
  );
  const tokens = new JwtSessionTokens(keys, desk.clock, 'https://skilldesk.example.com', organizationId);
  return { keys, tokens, seen };
}

async function startReplica() {
  const started = replica();
  await started.keys.keep();
  return started;
}

const session = (): Session => ({
  id: randomUUID(),
  organizationId,
  person: { id: randomUUID(), name: 'Nadia North', email: 'nadia@example.com', role: 'supervisor' },
  rights: { values: true, assignments: true },
  scope: { teams: [], teamIds: [], skillProfileIds: [], profileAccess: [] },
  fingerprint: '',
  expiresAt: desk.now + 10 * minute,
});

const rows = () => desk.database.selectFrom('signing_keys').selectAll().orderBy('generation').execute();

test('replicas that start at once make one key, and each takes the sessions of the others', async () => {
  const replicas = [replica(), replica(), replica(), replica()];
  await Promise.all(replicas.map(({ keys }) => keys.keep()));

  expect(await rows()).toHaveLength(1);
  for (const { tokens } of replicas) {
    const granted = session();
    const token = tokens.sign(granted);
    for (const other of replicas) {
      expect(await other.tokens.verify(token)).toEqual({ sessionId: granted.id, personId: granted.person.id });
    }
  }
});

test('the next process takes the sessions of the one before', async () => {
  const token = (await startReplica()).tokens.sign(session());
  await desk.database.destroy();
  await desk.openVault([k1]);

  expect(await (await startReplica()).tokens.verify(token)).toBeDefined();
});

describe('after thirty days', () => {
  test('a new key is known to every replica before it signs, and the old one verifies until its sessions have ended', async () => {
    const [one, other] = [await startReplica(), await startReplica()];
    const first = one.keys.current().id;
    desk.now += 30 * day - 10 * minute;
    await Promise.all([one.keys.keep(), other.keys.keep()]);
    expect(await rows()).toHaveLength(2);
    expect(one.keys.current().id).toBe(first);

    desk.now += 10 * minute - 1;
    const last = one.tokens.sign(session());
    desk.now += 1;
    const second = one.keys.current().id;
    expect(second).not.toBe(first);
    expect(other.keys.current().id).toBe(second);
    const { readings } = other.seen;
    expect(await other.tokens.verify(one.tokens.sign(session()))).toBeDefined();
    expect(other.seen.readings).toBe(readings);

    desk.now += 10 * minute - 2_000;
    await one.keys.keep();
    expect(await one.tokens.verify(last)).toBeDefined();
    desk.now += 61_000 + 2_000;
    await one.keys.keep();
    expect((await rows()).map(({ id }) => id)).toEqual([second]);
  });

  test('of standing still, the old key signs until the new one has been announced', async () => {
    const { keys } = await startReplica();
    const first = keys.current().id;
    desk.now += 45 * day;
    const next = await startReplica();

    expect(next.keys.current().id).toBe(first);
    desk.now += 10 * minute;
    expect(next.keys.current().id).not.toBe(first);
  });
});

test('an unknown key id is looked for in the database once in ten seconds, however many ask', async () => {
  const { keys, seen } = await startReplica();
  const before = seen.readings;

  await Promise.all(Array.from({ length: 50 }, () => keys.find(randomUUID())));
  expect(seen.readings).toBe(before + 1);
  desk.now += 9_999;
  await keys.find(randomUUID());
  expect(seen.readings).toBe(before + 1);
  desk.now += 1;
  await keys.find(randomUUID());
  expect(seen.readings).toBe(before + 2);
});

test('a key that another replica made meanwhile is found by its id', async () => {
  const { tokens } = await startReplica();
  await desk.database.deleteFrom('signing_keys').execute();
  const token = (await startReplica()).tokens.sign(session());
  desk.now += 10_000;

  expect(await tokens.verify(token)).toBeDefined();
});

describe('in the vault', () => {
  test('the private key is sealed, for its own row and generation only', async () => {
    await startReplica();
    const [row] = await rows();
    expect(row?.private_key).toMatch(/^sd1\.k1\./);
    expect(JSON.stringify(row)).not.toContain('PRIVATE KEY');

    await desk.database.updateTable('signing_keys').set({ generation: 2 }).execute();
    await expect(startReplica()).rejects.toMatchObject({ name: 'VaultError', fault: 'misplaced' });
    await desk.database.updateTable('signing_keys').set({ generation: 1, id: randomUUID() }).execute();
    await expect(startReplica()).rejects.toMatchObject({ name: 'VaultError', fault: 'misplaced' });
  });

  test('a key that is not sealed, of somebody who can write to the database, is never used', async () => {
    await startReplica();
    await desk.database.updateTable('signing_keys').set({ private_key: '-----BEGIN PRIVATE KEY-----' }).execute();

    await expect(startReplica()).rejects.toMatchObject({ name: 'VaultError', fault: 'not-sealed' });
  });

  test('it counts for the status, and a rotation brings it under the first key', async () => {
    const token = (await startReplica()).tokens.sign(session());
    await desk.connect();
    await desk.database.destroy();
    await desk.openVault([k2, k1]);
    expect((await vaultStatus(desk)).keys[1]).toEqual({ id: 'k1', isGiven: true, seals: 3, mayGo: false });

    expect(await rotateVault(desk)).toMatchObject({ rewrapped: 3, keys: [{ seals: 3 }, { seals: 0, mayGo: true }] });

    await desk.database.destroy();
    await desk.openVault([k2]);
    expect(await (await startReplica()).tokens.verify(token)).toBeDefined();
  });

  test('without the key of the vault nothing starts, also when it seals nothing else', async () => {
    await startReplica();
    await desk.database.destroy();

    await expect(desk.openVault([k2])).rejects.toMatchObject({ name: 'VaultError', fault: 'key-unknown' });
    await desk.database.destroy();
    await desk.openVault([k1]);
  });
});
