import { beforeEach, expect, test } from 'vitest';
import { pauseAfter, Polling } from './polling.ts';

let timers: { task: () => void; ms: number }[];
let hidden: boolean;
let readings: PromiseWithResolvers<undefined>[];
let polling: Polling;

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const answer = () => {
  readings.at(-1)?.resolve(undefined);
  return quiet();
};

beforeEach(() => {
  [timers, hidden, readings] = [[], false, []];
  const later = (task: () => void, ms: number) => {
    const timer = { task, ms };
    timers.push(timer);
    return () => (timers = timers.filter((one) => one !== timer));
  };
  const work = () => {
    const reading = Promise.withResolvers<undefined>();
    readings.push(reading);
    return reading.promise;
  };
  polling = new Polling({ later, hidden: () => hidden, idle: () => 0 }, work, () => 7_000);
});

test.each([
  ['just now', 0, 5_000],
  ['a minute ago', 60_000, 15_000],
  ['an hour ago', 3_600_000, 60_000],
])('after somebody did something %s, it waits as long as fits', (_when, idle, pause) => {
  expect(pauseAfter(idle, 5_000, 60_000)).toBe(pause);
});

test('it reads at the start and again after each pause, one reading at a time', async () => {
  polling.start();
  polling.start();
  void polling.read();
  expect(readings).toHaveLength(1);
  await answer();
  expect(timers.map(({ ms }) => ms)).toEqual([7_000]);
  timers[0]?.task();
  expect(readings).toHaveLength(2);
});

test('while nobody looks nothing is read, and at once when somebody does', async () => {
  polling.start();
  await answer();
  hidden = true;
  timers.splice(0)[0]?.task();
  expect([readings.length, timers.length]).toEqual([1, 0]);
  hidden = false;
  polling.wake();
  expect(readings).toHaveLength(2);
});

test('it does not wait for a pause to be over when somebody looks again', async () => {
  polling.start();
  await answer();
  polling.wake();
  expect([readings.length, timers.length]).toEqual([2, 0]);
});

test('once stopped it reads no more, and started again it does not trust a reading of before', async () => {
  polling.start();
  polling.stop();
  polling.wake();
  polling.start();
  expect(readings).toHaveLength(1);
  await answer();
  expect(readings).toHaveLength(2);
  polling.stop();
  await answer();
  expect(timers).toEqual([]);
});

test('what is read anew is read after what was under way', async () => {
  polling.start();
  const anew = polling.readAnew();
  await answer();
  expect(readings).toHaveLength(2);
  await answer();
  await anew;
});
