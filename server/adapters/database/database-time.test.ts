import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { DatabaseClock } from './database-time.ts';
import { openDatabase } from './database.ts';

afterEach(() => vi.useRealTimers());

test('somebody who sets the clock of a machine moves no time of Skilldesk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-clock-'));
  const database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, { warn: () => undefined });
  const clock = new DatabaseClock(database);
  await clock.set();
  const before = clock.now();

  vi.useFakeTimers({ now: Date.now() + 10 * 60_000, toFake: ['Date'] });

  expect(clock.now() - before).toBeLessThan(60_000);
  expect(Number.isInteger(clock.now())).toBe(true);
  await database.destroy();
  rmSync(folder, { recursive: true });
});

test('an answer that was long on its way moves the clock only until a faster one has come', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-clock-'));
  const database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, { warn: () => undefined });
  // The answer is ready at once, and arrives late.
  const delays = [400, 300, 0];
  const late = database.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await wait(delays.shift());
      return result;
    },
  });
  const clock = new DatabaseClock(late);

  await clock.set();

  expect(delays).toEqual([]);
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(100);
  await database.destroy();
  rmSync(folder, { recursive: true });
});
