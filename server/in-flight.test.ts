import { beforeEach, expect, test } from 'vitest';
import { InFlight } from './in-flight.ts';

let flights: InFlight<number>;
let begun: number;

beforeEach(() => {
  [flights, begun] = [new InFlight(), 0];
});
const work = () => Promise.resolve((begun += 1));

test('who asks while it is under way waits for the same, and who asks later for a new one', async () => {
  expect(await Promise.all([flights.join('one', work), flights.join('one', work)])).toEqual([1, 1]);
  expect(await flights.join('one', work)).toBe(2);
});

test('of two names each has its own', async () => {
  expect(await Promise.all([flights.join('one', work), flights.join('two', work)])).toEqual([1, 2]);
});

test('what is under way can be waited for, and what failed can be tried again', async () => {
  const failing = flights.join('one', () => Promise.reject(new Error('not now')));

  expect(flights.ends).toEqual([failing]);
  await expect(failing).rejects.toThrow('not now');
  expect(flights.ends).toEqual([]);
  expect(await flights.join('one', work)).toBe(1);
});
