import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '../../server/admin-token/ports.ts';
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
