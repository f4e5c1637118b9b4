import { afterEach, expect, test, vi } from 'vitest';
import { MemoryLedger, SharedBudget } from './request-budget.ts';
import { pauseBefore, sharesOf, spend } from './spending.ts';

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
