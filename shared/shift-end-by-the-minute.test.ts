import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextShiftEnd } from './shift-end.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What a clock on a wall in the zone shows, made in another way than the code under test makes it. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();
function wallClock(zone: string, moment: number): string {
  const clock =
    wallClocks.get(zone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  wallClocks.set(zone, clock);
  return clock.format(moment);
}

const zones = Intl.supportedValuesOf('timeZone');
const moved = ['Europe/Berlin', 'America/New_York', 'Australia/Sydney', 'Australia/Lord_Howe', 'Africa/Casablanca'];
const rare = ['Pacific/Apia', 'Antarctica/Troll', 'Antarctica/Casey', 'America/Havana', 'Asia/Gaza', 'Africa/Cairo'];

const clockTime = (minutes: number) => new Date(minutes * minute).toISOString().slice(11, 16);

/** The moments of a year at which the clocks of a zone are moved, to the quarter of an hour. */
function turns(zone: string, year: number): number[] {
  const shownAt = (moment: number) => Date.parse(`${wallClock(zone, moment).replace(' ', 'T')}Z`) - moment;
  const days = Array.from({ length: 366 }, (_, at) => Date.UTC(year, 0, 1) + at * day);
  return days.flatMap((from) => {
    if (shownAt(from) === shownAt(from + day)) return [];
    const quarters = Array.from({ length: 97 }, (_, at) => from + at * 15 * minute);
    return quarters.filter((at) => shownAt(at) !== shownAt(from)).slice(0, 1);
  });
}

/** Two in three within a day of a turn of the clocks, where there is one in that year, and at times close to it. */
const questions = fc
  .record({
    zone: fc.oneof(fc.constantFrom(...zones), fc.constantFrom(...moved), fc.constantFrom(...rare)),
    year: fc.integer({ min: 1973, max: 2037 }),
    nearTurn: fc.integer({ min: 0, max: 2 }).map((drawn) => drawn > 0),
    which: fc.nat(),
    past: fc.nat(365 * day),
    before: fc.integer({ min: -2 * hour, max: 26 * hour }),
    anyTime: fc.nat(24 * 60 - 1),
    fromTurn: fc.oneof(
      fc.integer({ min: -90, max: 90 }),
      fc.integer({ min: -3, max: 3 }).map((halves) => halves * 30),
    ),
    wholeMinute: fc.boolean(),
  })
  .map(({ zone, year, nearTurn, which, past, before, anyTime, fromTurn, wholeMinute }) => {
    const near = nearTurn ? turns(zone, year) : [];
    const turn = near[which % Math.max(near.length, 1)];
    const now = turn === undefined ? Date.UTC(year, 0, 1) + past : turn - before;
    const ofTurn =
      turn === undefined ? 0 : Date.parse(`1970-01-02T${wallClock(zone, turn - minute).slice(11)}Z`) / minute;
    return {
      zone,
      now: wholeMinute ? Math.floor(now / minute) * minute : now,
      time: clockTime(turn === undefined ? anyTime : ofTurn + 1 + fromTurn),
    };
  });

/** The times of this name between two neighbouring minutes that the clock leaves out. */
const leftOut = (time: string, before: string, after: string) => {
  const days: string[] = [];
  for (
    let at = Date.parse(`${before.slice(0, 10)}T00:00Z`);
    at <= Date.parse(`${after.slice(0, 10)}T00:00Z`);
    at += day
  )
    days.push(`${new Date(at).toISOString().slice(0, 10)} ${time}`);
  return days.filter((shown) => before < shown && shown < after);
};

/** Goes from minute to minute, and takes down when the clock shows the time for the last time, or goes over it. */
function byWalking(zone: string, time: string, now: number): number {
  const ends = new Map<string, number>();
  const start = Math.floor(now / minute) * minute;
  let before = wallClock(zone, start);
  for (let at = start + minute; at <= start + 52 * hour; at += minute) {
    const after = wallClock(zone, at);
    for (const shown of after.endsWith(time) ? [after] : leftOut(time, before, after)) ends.set(shown, at);
    before = after;
  }
  return Math.min(...ends.values());
}

test('the next end of a shift is the one that somebody finds who watches the clock minute by minute', () => {
  let [gaps, twice] = [0, 0];
  fc.assert(
    fc.property(questions, ({ zone, time, now }) => {
      const at = nextShiftEnd({ zone, time }, now) ?? NaN;

      expect(at).toBe(byWalking(zone, time, now));
      expect(at).toBeGreaterThan(now);
      expect(at).toBeLessThanOrEqual(now + 49 * hour);
      const shown = wallClock(zone, at);
      if (shown.endsWith(time)) {
        if (wallClock(zone, at - hour) === shown || wallClock(zone, at - hour / 2) === shown) twice += 1;
      } else {
        expect(leftOut(time, wallClock(zone, at - minute), shown)).not.toEqual([]);
        gaps += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(gaps, twice)).toBeGreaterThan(0);
});
