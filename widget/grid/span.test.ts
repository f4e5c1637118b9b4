import { expect, test } from 'vitest';
import { covers, numbersIn, spanOf } from './span.ts';

const uniform = (at: number) => at * 10;

test.each([0, 5, 95, 100, 873, 10_000])('everything in sight from %i on is in the span, and little else', (from) => {
  const { first, end } = spanOf(2_000, uniform, from, from + 200, 6);

  expect(uniform(first)).toBeLessThanOrEqual(from);
  expect(uniform(end)).toBeGreaterThanOrEqual(Math.min(from + 200, 20_000));
  expect(end - first).toBeLessThanOrEqual(20 + 4 * 6);
});

test('a short scroll draws nothing anew', () => {
  expect(spanOf(2_000, uniform, 120, 320, 6)).toEqual(spanOf(2_000, uniform, 131, 331, 6));
});

test('few things are all in the span', () => {
  expect(spanOf(3, uniform, 0, 500, 6)).toEqual({ first: 0, end: 3 });
  expect(spanOf(0, uniform, 0, 500, 6)).toEqual({ first: 0, end: 0 });
});

test.each([
  [2, [2, 4, 5]],
  [5, [4, 5]],
  [9, [4, 5, 9]],
  [-1, [4, 5]],
])('where the cursor stands in %i, it is there too', (pinned, numbers) => {
  expect(numbersIn({ first: 4, end: 6 }, pinned)).toEqual(numbers);
});

test('a span covers another that has nothing beyond it', () => {
  const drawn = { first: 3, end: 9 };

  expect(covers(drawn, { first: 3, end: 9 })).toBe(true);
  expect(covers(drawn, { first: 4, end: 8 })).toBe(true);
  expect(covers(drawn, { first: 2, end: 8 })).toBe(false);
  expect(covers(drawn, { first: 4, end: 10 })).toBe(false);
  expect(covers(undefined, { first: 0, end: 0 })).toBe(false);
});
