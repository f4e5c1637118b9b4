import { afterEach, expect, test, vi } from 'vitest';
import { MemoryLedger, SharedBudget } from './request-budget.ts';

afterEach(() => vi.restoreAllMocks());

test('a clock that is set back by an hour keeps nobody waiting for an hour', async () => {
  const budget = new SharedBudget(new MemoryLedger(), 10);
  for (let turn = 0; turn < 9; turn += 1) await budget.enter('change', 'GET /x', 100);
  const now = Date.now();
  vi.spyOn(Date, 'now').mockImplementation(() => now - 60 * 60_000);

  const turnedAway = await budget.enter('change', 'GET /x', 100).catch((error: unknown) => error);
  expect(turnedAway).toMatchObject({ failure: 'busy' });
  expect((turnedAway as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(62);
});
