import { afterEach, expect, test, vi } from 'vitest';
import { MemoryLedger, SharedBudget } from './request-budget.ts';
import { pauseBefore, sharesOf, spend, type Purpose } from './spending.ts';

afterEach(() => vi.restoreAllMocks());

test('a clock that is set back by an hour keeps nobody waiting for an hour', async () => {
  const budget = new SharedBudget(new MemoryLedger(), 10);
  for (let turn = 0; turn < 8; turn += 1) await budget.enter('change', 'GET /x', 100);
  const now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now - 60 * 60_000);

  const turnedAway = await budget.enter('change', 'GET /x', 100).catch((error: unknown) => error);
  expect(turnedAway).toMatchObject({ failure: 'busy' });
  expect((turnedAway as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(62);
});

test('nor does the clock of a database that is set back: what it holds of the future was spent just now', () => {
  const hour = 3_600_000;
  const spent = { seconds: [[3_600, 0, 240, 240] as const], restsUntil: 2 * hour };

  expect(pauseBefore({ ...spent, restsUntil: 0 }, 'change', 1_000, sharesOf(300))).toBeLessThanOrEqual(62_000);
  expect(pauseBefore(spent, 'change', 1_000, sharesOf(300))).toBeLessThanOrEqual(10 * 60_000);
  expect(pauseBefore(spend({ ...spent, restsUntil: 0 }, 'person', 1_000), 'change', 70_000, sharesOf(300))).toBe(0);
});

test.each<[who: string, purpose: Purpose, spent: number, isThrough: boolean]>([
  ['an edit does not wait for the ledger while more than half is left', 'change', 140, true],
  ['nor does a person', 'person', 140, true],
  ['an edit waits for it when less is left', 'change', 160, false],
  ['and who polls in any case', 'poll', 0, false],
])('%s', async (_who, purpose, spent, isThrough) => {
  const written: unknown[] = [];
  // It says what it knows, and is long in writing.
  const ledger = {
    write: <Result>() => new Promise<Result>(() => written.push('begun')),
    recent: () => ({ spending: { seconds: [[1, 0, spent, 0] as const], restsUntil: 0 }, now: 2_000 }),
  };
  const budget = new SharedBudget(ledger, 300);
  const enter = () =>
    Promise.race([
      budget.enter(purpose, 'GET /x', 60_000).then(() => true),
      new Promise((resolve) => setTimeout(resolve, 50, false)),
    ]);

  expect(await enter()).toBe(isThrough);
  expect(written).toEqual(['begun']);
  // One that is not written down is enough.
  expect(await enter()).toBe(false);
});
