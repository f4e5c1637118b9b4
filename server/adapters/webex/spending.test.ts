import { describe, expect, test } from 'vitest';
import { noSpending, pauseBefore, sharesOf, spend, type Purpose, type Spending } from './spending.ts';

const minute = 60_000;
const shares = sharesOf(300);

/** As many as may be spent at once, for each purpose in turn. */
function spendAll(purpose: Purpose, now: number, before: Spending = noSpending): { spending: Spending; spent: number } {
  let spending = before;
  let spent = 0;
  while (pauseBefore(spending, purpose, now, shares) === 0) {
    spending = spend(spending, purpose, now);
    spent += 1;
  }
  return { spending, spent };
}

describe('of 300 requests a minute', () => {
  test('polling takes 120, people’s readings 90 more, edits 75 more, and the last 15 are for the credentials', () => {
    const polled = spendAll('poll', 0);
    const read = spendAll('person', 0, polled.spending);
    const edited = spendAll('change', 0, read.spending);
    const renewed = spendAll('custody', 0, edited.spending);

    expect([polled.spent, read.spent, edited.spent, renewed.spent]).toEqual([120, 90, 75, 15]);
    expect(pauseBefore(edited.spending, 'person', 0, shares)).toBeGreaterThan(0);
  });

  test('edits of many profiles take 240 by themselves, before readings, and the credentials find the rest', () => {
    const edited = spendAll('change', 0);

    expect(edited.spent).toBe(240);
    expect(spendAll('person', 0, edited.spending).spent).toBe(0);
    expect(spendAll('custody', 0, edited.spending).spent).toBe(60);
  });

  test('an edit finds its part however much others read', () => {
    expect(spendAll('change', 0, spendAll('person', 0).spending).spent).toBe(75);
  });

  test('no minute, wherever it begins, has more than 300, and none more than 120 of the polling', () => {
    const sent: { at: number; purpose: Purpose }[] = [];
    let spending = noSpending;
    // Everybody asks ten times a second for five minutes, and the greediest first.
    for (let now = 0; now < 5 * minute; now += 100) {
      for (const purpose of ['person', 'poll', 'change', 'custody'] as const) {
        if (pauseBefore(spending, purpose, now, shares) > 0) continue;
        spending = spend(spending, purpose, now);
        sent.push({ at: now, purpose });
      }
    }
    const most = (chosen: typeof sent) =>
      Math.max(...chosen.map(({ at }) => chosen.filter((other) => other.at >= at && other.at < at + minute).length));

    expect(most(sent)).toBe(300);
    expect(most(sent.filter(({ purpose }) => purpose === 'poll'))).toBeLessThanOrEqual(120);
    expect(sent.length).toBeGreaterThan(1_400);
  });

  test('the pause ends when enough of the oldest have left the minute', () => {
    const early = spendAll('person', 0).spending;
    expect(pauseBefore(early, 'person', 30_000, shares)).toBe(31_000);
    expect(pauseBefore(early, 'person', 61_000, shares)).toBe(0);
  });
});

test('a rest that Webex asked for is everybody’s', () => {
  for (const purpose of ['poll', 'person', 'change', 'custody'] as const) {
    expect(pauseBefore({ seconds: [], restsUntil: 7_000 }, purpose, 0, shares)).toBe(7_000);
  }
});

test('with one request a minute everybody gets it in turn', () => {
  const shares = sharesOf(1);
  for (const purpose of ['poll', 'person', 'change', 'custody'] as const) {
    expect(pauseBefore(noSpending, purpose, 0, shares)).toBe(0);
    expect(pauseBefore(spend(noSpending, purpose, 0), purpose, 0, shares)).toBe(61_000);
  }
});
