import { expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { refreshDueAt } from './refresh-schedule.ts';

const hour = 60 * 60_000;
const connected = Date.parse('2026-11-21T08:00:00Z');

/** When each of a hundred installations renews its token, all of them connected within the same minute. */
const plannedOf = (life: number) =>
  Array.from({ length: 100 }, (_, at) => {
    const obtainedAt = connected + at * 600;
    const tokens = { accessToken: new Secret('CANARY-access'), refreshToken: undefined, scopes: [], obtainedAt };
    const ends = { accessExpiresAt: obtainedAt + life, refreshExpiresAt: undefined };
    return refreshDueAt(`installation ${at}`, 1, { ...tokens, ...ends }) ?? NaN;
  });

test.each([
  ['14 days', 14 * 24 * hour],
  ['12 hours', 12 * hour],
])(
  'a hundred installations connected in the same minute renew their tokens of %s over a tenth of that time, at most two in one second',
  (_, life) => {
    const planned = plannedOf(life);
    const inOneSecond = Object.values(Object.groupBy(planned, (due) => Math.floor(due / 1_000)));

    expect(Math.max(...planned) - Math.min(...planned)).toBeGreaterThanOrEqual(0.1 * life);
    expect(Math.max(...inOneSecond.map((due = []) => due.length))).toBeLessThanOrEqual(2);
  },
);

test('each of them has two fifths of its token’s life left when it begins to renew it', () => {
  const life = 14 * 24 * hour;

  for (const due of plannedOf(life)) {
    expect(due - connected).toBeGreaterThanOrEqual(0.48 * life);
    expect(due - connected).toBeLessThanOrEqual(0.6 * life + 60_000);
  }
});
