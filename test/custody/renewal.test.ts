import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CredentialStore, Refusal } from '../../server/admin-token/ports.ts';
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

const stored = async () => {
  const credential = await desk.store.read(id);
  if (!credential) throw new Error('no credential');
  return credential;
};
const down: Refusal = { status: 500 };

// Days of attempts are many transactions: that takes as long as the database takes.
describe('in virtual time', { timeout: 120_000 }, () => {
  test('a provider that asks for a rest is left alone as long as it asks', async () => {
    const { access } = desk.replica();
    desk.now += 9 * day;
    desk.webex.refuse = { status: 429, retryAfterSeconds: 300 };
    await access.refreshWhenDue();

    expect((await stored()).notBefore - desk.now).toBe(5 * minute);
  });

  test('a provider that is down for 6 days at the time of renewal fails no call, and one refresh ends it', async () => {
    const { access } = desk.replica();
    desk.now += 7 * day;
    desk.webex.refuse = down;
    for (const end = desk.now + 6 * day; desk.now < end; desk.now += 30 * minute) {
      await access.refreshWhenDue();
      expect((await access.token()).reveal()).toBe('CANARY-access-first');
    }
    expect(access.state).toBe('degraded');

    desk.webex.refuse = undefined;
    desk.webex.calls = [];
    desk.now += hour;
    await access.refreshWhenDue();
    await access.refreshWhenDue();

    expect(desk.webex.calls).toEqual(['refresh']);
    expect(access.state).toBe('active');
    expect((await access.token()).reveal()).not.toBe('CANARY-access-first');
  });

  test.each<[string, Refusal]>([
    ['500s', down],
    ['answers that nobody knows', { status: 418 }],
    ['refused client secrets', { status: 401, oauthError: 'invalid_client' }],
  ])(
    '24 hours of %s cause at most 60 attempts, and no token is lost',
    async (_what, refusal) => {
      const { access } = desk.replica();
      desk.now += 15 * day;
      desk.webex.refuse = refusal;
      // Somebody asks all the time, and the timer too.
      for (const end = desk.now + day; desk.now < end; desk.now += minute) {
        await access.token().catch(() => undefined);
        desk.now += minute;
        await access.refreshWhenDue();
      }

      expect(desk.webex.calls.length).toBeGreaterThan(20);
      expect(desk.webex.calls.length).toBeLessThanOrEqual(60);
      expect(access.state).toBe('expired');
      expect((await stored()).tokens?.refreshToken?.reveal()).toBe('CANARY-refresh-first');
    },
    60_000,
  );

  test('the refresh comes at 48 to 60 % of the token’s life', async () => {
    const { access } = desk.replica();
    const first = desk.now;
    await desk.store.schedule(id, desk.now);
    await access.refreshWhenDue();
    const due = (await stored()).nextRefreshAt ?? 0;

    expect((due - first) / (14 * day)).toBeGreaterThanOrEqual(0.48);
    expect((due - first) / (14 * day)).toBeLessThanOrEqual(0.6);
    desk.now = due - 1;
    await access.refreshWhenDue();
    expect(desk.webex.calls).toEqual(['refresh']);
  });

  test('the end of the refresh token is warned of once each at 30, 14, 7, 3 and 1 days', async () => {
    const { access } = desk.replica();
    desk.webex.refuse = down;
    for (const end = desk.now + 90 * day; desk.now < end; desk.now += 6 * hour) await access.refreshWhenDue();

    const warned = desk.said
      .filter((line) => line.includes('refresh token ends soon'))
      .map((line) => JSON.parse(line) as { days: number });
    expect(warned.map(({ days }) => days)).toEqual([30, 14, 7, 3, 1]);
  });
});

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
