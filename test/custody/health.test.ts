import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CustodyDesk, day } from './custody-desk.ts';

const minute = 60_000;
let desk: CustodyDesk;
let id: string;
let tried: number;

beforeEach(async () => {
  desk = await CustodyDesk.open();
  id = await desk.connect({ applicationId: 'app' });
  tried = 0;
  desk.probe.probe = () => {
    tried += 1;
    return Promise.resolve(desk.found);
  };
});
afterEach(() => desk.close());

const stored = () => desk.stored(id);

describe('the token in use is tried', () => {
  test('every 15 minutes, by one replica of several', async () => {
    const replicas = [desk.replica(), desk.replica(), desk.replica()];
    for (const end = desk.now + 60 * minute; desk.now < end; desk.now += minute) {
      await Promise.all(replicas.map(({ access }) => access.refreshWhenDue()));
    }

    expect(tried).toBe(3);
    expect(desk.webex.calls).toEqual([]);
  });

  test.each(['missing-scope', 'not-permitted', 'wrong-organization'] as const)(
    'and when it does not do (%s) that is said and kept, and nothing is deleted; a later trial that passes ends it',
    async (result) => {
      const { access } = desk.replica();
      desk.found = result;
      desk.now += 15 * minute;
      await access.refreshWhenDue();

      expect(access.state).toBe('degraded');
      expect(await stored()).toMatchObject({ state: 'active', failure: { code: result } });
      expect((await access.token()).reveal()).toBe('CANARY-access-first');

      desk.found = 'passed';
      desk.now += 15 * minute;
      await access.refreshWhenDue();
      expect(access.state).toBe('active');
    },
  );

  test('and a Webex that is away says nothing of it', async () => {
    const { access } = desk.replica();
    desk.found = 'unreachable';
    desk.now += 15 * minute;
    await access.refreshWhenDue();

    expect(access.state).toBe('active');
  });

  test('and a refused one is renewed at once, before anybody needs it', async () => {
    const { access } = desk.replica();
    desk.found = 'token-refused';
    desk.now += 15 * minute;
    await access.refreshWhenDue();

    expect(desk.webex.calls).toEqual(['refresh']);
    expect((await stored()).version).toBe(2);
  });

  test('a failed renewal is not made good by a token that still works', async () => {
    const { access } = desk.replica();
    desk.webex.refuse = { status: 500 };
    desk.now += 9 * day;
    await access.refreshWhenDue();
    desk.now += 15_000;
    await access.refreshWhenDue();

    expect(tried).toBeGreaterThan(0);
    expect(access.state).toBe('degraded');
  });
});

describe('tokens that Webex refuses one after the other', () => {
  test('two forced renewals without a good call between: degraded, and no third one for ten minutes', async () => {
    const { access } = desk.replica();
    const first = await access.renew(await access.token());
    expect(access.state).toBe('active');
    desk.now += minute;
    const second = await access.renew(first);

    expect(access.state).toBe('degraded');
    expect((await stored()).failure).toMatchObject({ code: 'refused-again' });
    for (const end = desk.now + 9 * minute; desk.now < end; desk.now += 10_000) {
      await expect(access.renew(second)).rejects.toMatchObject({ code: 'webex-unavailable' });
    }
    expect(desk.webex.calls).toEqual(['refresh', 'refresh']);

    desk.now += 2 * minute;
    await access.renew(second);
    expect(desk.webex.calls).toHaveLength(3);
  });

  test('500 refusals over eight replicas count as one', async () => {
    const replicas = Array.from({ length: 8 }, () => desk.replica());
    const refused = await Promise.all(replicas.map(({ access }) => access.token()));

    await Promise.all(
      replicas.flatMap(({ access }, at) => Array.from({ length: 63 }, () => access.renew(refused[at] ?? never()))),
    );

    expect((await stored()).forcedRenewals).toBe(1);
    expect(replicas[0]?.access.state).toBe('active');
  });

  test('a good call between them starts the count anew, and one after them ends the matter', async () => {
    const { access } = desk.replica();
    const first = await access.renew(await access.token());
    access.worked(first);
    await expect.poll(async () => (await stored()).forcedRenewals).toBe(0);
    desk.now += minute;
    const second = await access.renew(first);
    expect(access.state).toBe('active');
    desk.now += minute;
    const third = await access.renew(second);
    expect(access.state).toBe('degraded');

    access.worked(third);
    expect(access.state).toBe('active');
    await expect.poll(async () => (await stored()).failure).toBeUndefined();
  });

  test('two of them more than ten minutes apart are no pair', async () => {
    const { access } = desk.replica();
    const first = await access.renew(await access.token());
    desk.now += 11 * minute;
    await access.renew(first);

    expect(access.state).toBe('active');
  });
});

const never = () => {
  throw new Error('no token');
};
