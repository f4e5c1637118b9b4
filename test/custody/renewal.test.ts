import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CredentialStore } from '../../server/admin-token/ports.ts';
import { CustodyDesk, day } from './custody-desk.ts';

const minute = 60_000;
const hour = 60 * minute;
let desk: CustodyDesk;
let id: string;

beforeEach(async () => {
  desk = await CustodyDesk.open();
  id = await desk.connect({ applicationId: 'app' });
});
afterEach(() => desk.close());

const stored = () => desk.stored(id);

describe('however many ask', () => {
  test('500 refusals of one token end in one refresh', async () => {
    const { access } = desk.replica();
    const refused = await access.token();

    const renewed = await Promise.all(Array.from({ length: 500 }, () => access.renew(refused)));

    expect(desk.webex.calls).toEqual(['refresh']);
    expect(new Set(renewed.map((token) => token.reveal())).size).toBe(1);
  });

  test('eight replicas at expiry refresh once, also when the provider is slower than the claim', async () => {
    desk.webex.rotates = true;
    desk.webex.latency = 3_500;
    desk.now += 15 * day;
    const replicas = Array.from({ length: 8 }, () => desk.replica({}, { claim: 1_500, heartbeat: 200 }));

    const tokens = await Promise.all(replicas.flatMap(({ access }) => [access.token(), access.token()]));

    expect(desk.webex.calls).toEqual(['refresh']);
    expect(new Set(tokens.map((token) => token.reveal())).size).toBe(1);
  });

  test('a token that is refused again at once is not renewed again at once', async () => {
    const { access } = desk.replica();
    const renewed = await access.renew(await access.token());

    await expect(access.renew(renewed)).rejects.toMatchObject({ code: 'webex-unavailable' });
    expect(desk.webex.calls).toEqual(['refresh']);
    desk.now += minute;
    await access.renew(renewed);
    expect(desk.webex.calls).toEqual(['refresh', 'refresh']);
  });

  test('a claim whose owner died is taken over when it is over', async () => {
    expect(await desk.store.claim(id, 1, 'who was killed', 200, desk.now)).toBe(true);
    const { access } = desk.replica();
    const refused = await access.token();

    await access.renew(refused);

    expect(desk.webex.calls).toEqual(['refresh']);
    expect((await stored()).version).toBe(2);
  });

  test('who comes too late keeps his tokens as an orphan, and everybody uses the winner’s', async () => {
    const slow = desk.replica({ reached: (point) => (point === 'before-commit' ? pause(300) : undefined) });
    const { access } = desk.replica({}, {});
    const refused = await access.token();
    const late = slow.access.renew(refused);
    await pause(100);
    // As if the first had been stopped for longer than its claim.
    await desk.database.updateTable('credentials').set({ claim_until: 0 }).execute();

    const winner = await access.renew(refused);

    expect((await late).reveal()).toBe(winner.reveal());
    expect((await stored()).version).toBe(2);
    expect(await desk.store.orphans(id)).toHaveLength(1);
    desk.now += 25 * hour;
    await access.refreshWhenDue();
    expect(await desk.store.orphans(id)).toEqual([]);
  });
});

test('an answer that the database cannot take waits in the spool, serves meanwhile, and is stored later', async () => {
  let isDown = false;
  const { store } = desk;
  const failing = new Proxy(store, {
    get: (target, name: keyof CredentialStore) => {
      const method = target[name].bind(target) as (...given: unknown[]) => unknown;
      return (...given: unknown[]) =>
        isDown && name === 'commit' ? Promise.reject(new Error('down')) : method(...given);
    },
  });
  const { access } = desk.replica({ store: failing });
  const refused = await access.token();
  isDown = true;

  const renewed = await access.renew(refused);

  expect((await stored()).version).toBe(1);
  expect(await desk.spool.keyIds()).toHaveLength(1);
  expect((await access.token()).reveal()).toBe(renewed.reveal());
  isDown = false;
  await desk.replica().access.refreshWhenDue();
  expect((await stored()).tokens?.accessToken?.reveal()).toBe(renewed.reveal());
  expect(await desk.spool.keyIds()).toEqual([]);
});

test('no token is readable in the database, its side files, the spool, the key file or the log', async () => {
  const { access } = desk.replica();
  const first = await access.token();
  const second = await access.renew(first);
  const { tokens, organizationId } = await stored();
  await desk.spool.keep(organizationId, {
    credentialId: id,
    usedVersion: 2,
    tokens: tokens ?? never(),
    rung: 'refresh-token',
  });
  const bytes = desk.bytes();

  for (const secret of [
    first.reveal(),
    second.reveal(),
    tokens?.refreshToken?.reveal() ?? '',
    'CANARY-client-secret',
  ]) {
    const buffer = Buffer.from(secret);
    const forms = [
      secret,
      encodeURIComponent(secret),
      buffer.toString('base64'),
      buffer.toString('hex'),
      secret.slice(0, 12),
    ];
    for (const form of forms) expect(bytes.includes(form)).toBe(false);
  }
  expect(bytes.includes('admin token renewed')).toBe(true);
});

const never = () => {
  throw new Error('no tokens');
};
