import { describe, expect, test } from 'vitest';
import type { ShiftEnd } from './policy.ts';
import { nextShiftEnd, nextShiftEndOfTeams, offerShiftEnds } from './shift-end.ts';

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

const nextAfter = (now: string, time: string, zone: string) => {
  const at = nextShiftEnd({ time, zone }, Date.parse(now));
  return at === undefined ? undefined : new Date(at).toISOString().replace(':00.000', '');
};

describe('on an ordinary day a shift ends', () => {
  test.each([
    ['today, when its time is still to come', '2026-06-01T10:00Z', '18:00', 'Europe/Berlin', '2026-06-01T16:00Z'],
    ['tomorrow, when its time is over', '2026-06-01T16:30Z', '18:00', 'Europe/Berlin', '2026-06-02T16:00Z'],
    ['tomorrow, at the very moment of its end', '2026-06-01T16:00Z', '18:00', 'Europe/Berlin', '2026-06-02T16:00Z'],
    ['at once, a millisecond before', '2026-06-01T15:59:59.999Z', '18:00', 'Europe/Berlin', '2026-06-01T16:00Z'],
    ['after midnight, for a night shift', '2026-06-01T20:00Z', '06:00', 'Europe/Berlin', '2026-06-02T04:00Z'],
    ['at midnight itself', '2026-06-01T20:00Z', '00:00', 'Europe/Berlin', '2026-06-01T22:00Z'],
    ['on the day that it is there, not here', '2026-12-31T20:00Z', '09:00', 'Australia/Sydney', '2026-12-31T22:00Z'],
    ['by a clock that is half an hour off', '2026-06-01T10:00Z', '18:00', 'Asia/Kolkata', '2026-06-01T12:30Z'],
    ['by a clock that is a quarter off', '2026-06-01T10:00Z', '18:00', 'Asia/Kathmandu', '2026-06-01T12:15Z'],
    ['where no clock is ever moved', '2026-03-29T00:30Z', '02:30', 'UTC', '2026-03-29T02:30Z'],
    ['in the east of the east', '2026-06-01T10:00Z', '18:00', 'Pacific/Kiritimati', '2026-06-02T04:00Z'],
  ])('%s', (_when, now, time, zone, at) => {
    expect(nextAfter(now, time, zone)).toBe(at);
  });
});

describe('in the night in which clocks go forward', () => {
  test.each([
    ['Europe/Berlin', '2026-03-28T20:00Z', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '2027-03-27T20:00Z', '2027-03-28T01:00Z'],
    ['America/New_York', '2026-03-08T01:00Z', '2026-03-08T07:00Z'],
    ['America/New_York', '2027-03-14T01:00Z', '2027-03-14T07:00Z'],
    ['Australia/Sydney', '2026-10-03T10:00Z', '2026-10-03T16:00Z'],
    ['Australia/Sydney', '2027-10-02T10:00Z', '2027-10-02T16:00Z'],
  ])(
    'a time that %s leaves out (02:30 on the night of %s) is the first moment after the gap, 03:00',
    (zone, now, at) => {
      expect(nextAfter(now, '02:30', zone)).toBe(at);
      expect(wallClock(zone, Date.parse(at))).toMatch(/ 03:00$/);
      expect(nextAfter(now, '02:00', zone)).toBe(at);
      expect(nextAfter(now, '03:00', zone)).toBe(at);
      // And on the day after it is the time itself again.
      expect(wallClock(zone, Date.parse(nextAfter(at, '02:30', zone) ?? ''))).toMatch(/ 02:30$/);
    },
  );

  test.each(['02:00', '02:30', '03:00'])(
    '%s is still to come a millisecond before the gap, and over after it',
    (time) => {
      expect(nextAfter('2026-03-29T00:59:59.999Z', time, 'Europe/Berlin')).toBe('2026-03-29T01:00Z');
      expect(nextAfter('2026-03-29T01:00Z', time, 'Europe/Berlin')).not.toBe('2026-03-29T01:00Z');
    },
  );

  test('a shift that ends in the morning is an hour shorter', () => {
    expect(nextAfter('2026-03-28T21:00Z', '06:00', 'Europe/Berlin')).toBe('2026-03-29T04:00Z');
  });

  test('half an hour is left out on Lord Howe', () => {
    expect(nextAfter('2026-10-03T12:00Z', '02:15', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30Z');
    expect(nextAfter('2026-10-03T12:00Z', '02:30', 'Australia/Lord_Howe')).toBe('2026-10-03T15:30Z');
    expect(nextAfter('2026-10-03T12:00Z', '01:59', 'Australia/Lord_Howe')).toBe('2026-10-03T15:29Z');
  });

  test('midnight itself may be left out, as in Beirut', () => {
    expect(nextAfter('2026-03-28T20:00Z', '00:00', 'Asia/Beirut')).toBe('2026-03-28T22:00Z');
    expect(wallClock('Asia/Beirut', Date.parse('2026-03-28T22:00Z'))).toBe('2026-03-29 01:00');
  });

  test('a whole day was, in Apia: it had no 18:00, and its shift ends as the day after begins', () => {
    expect(nextAfter('2011-12-30T05:00Z', '18:00', 'Pacific/Apia')).toBe('2011-12-30T10:00Z');
    expect(wallClock('Pacific/Apia', Date.parse('2011-12-30T10:00Z'))).toBe('2011-12-31 00:00');
    expect(nextAfter('2011-12-30T10:00Z', '18:00', 'Pacific/Apia')).toBe('2011-12-31T04:00Z');
    expect(nextAfter('2011-12-30T05:00Z', '00:00', 'Pacific/Apia')).toBe('2011-12-30T10:00Z');
  });
});

describe('in the night in which clocks go back', () => {
  test.each([
    ['Europe/Berlin', '02:30', '2026-10-25T00:30Z', '2026-10-25T01:30Z'],
    ['Europe/Berlin', '02:30', '2027-10-31T00:30Z', '2027-10-31T01:30Z'],
    ['America/New_York', '01:30', '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
    ['America/New_York', '01:30', '2027-11-07T05:30Z', '2027-11-07T06:30Z'],
    ['Australia/Sydney', '02:30', '2026-04-04T15:30Z', '2026-04-04T16:30Z'],
    ['Australia/Sydney', '02:30', '2027-04-03T15:30Z', '2027-04-03T16:30Z'],
    ['Australia/Lord_Howe', '01:45', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
  ])('a time that %s shows twice (%s) is the second one: until then the shift goes on', (zone, time, first, second) => {
    expect(wallClock(zone, Date.parse(first))).toBe(wallClock(zone, Date.parse(second)));
    const evening = new Date(Date.parse(first) - 6 * hour).toISOString();

    expect(nextAfter(evening, time, zone)).toBe(second);
    // The first one ends nothing, so at it and after it the second is the next.
    expect(nextAfter(first, time, zone)).toBe(second);
    expect(nextAfter(new Date(Date.parse(first) + minute).toISOString(), time, zone)).toBe(second);
    expect(nextAfter(second, time, zone)).toBe(new Date(Date.parse(second) + day).toISOString().replace(':00.000', ''));
  });

  test('the time that the clock goes back to is shown twice, the one that it goes back from once', () => {
    expect(nextAfter('2026-10-24T20:00Z', '02:00', 'Europe/Berlin')).toBe('2026-10-25T01:00Z');
    expect(nextAfter('2026-10-24T20:00Z', '03:00', 'Europe/Berlin')).toBe('2026-10-25T02:00Z');
    expect(nextAfter('2026-10-24T20:00Z', '01:59', 'Europe/Berlin')).toBe('2026-10-24T23:59Z');
  });

  test('a shift that ends in the morning is an hour longer', () => {
    expect(nextAfter('2026-10-24T20:00Z', '06:00', 'Europe/Berlin')).toBe('2026-10-25T05:00Z');
  });

  test('half past midnight may be shown twice, as in Havana', () => {
    expect(nextAfter('2026-10-31T20:00Z', '00:30', 'America/Havana')).toBe('2026-11-01T05:30Z');
    expect(wallClock('America/Havana', Date.parse('2026-11-01T04:30Z'))).toBe('2026-11-01 00:30');
  });
});

describe('what is offered to a Change that reaches several teams', () => {
  const now = Date.parse('2026-06-01T10:00Z');
  const at = (time: string) => Date.parse(`2026-06-01T${time}Z`);
  const ends: ShiftEnd[] = [
    { teamId: 'late', time: '22:00', zone: 'Europe/Berlin' },
    { teamId: 'both', time: '14:00', zone: 'Europe/Berlin' },
    { teamId: 'both', time: '22:00', zone: 'Europe/Berlin' },
    { teamId: 'london', time: '21:00', zone: 'Europe/London' },
    { teamId: 'elsewhere', time: '13:00', zone: 'Europe/Berlin' },
  ];

  test('each moment stands once, with the teams whose shift ends then, soonest first, whatever their zones', () => {
    expect(offerShiftEnds(ends, ['late', 'both', 'london'], now)).toEqual([
      { at: at('12:00'), teamIds: ['both'] },
      { at: at('20:00'), teamIds: ['late', 'both', 'london'] },
    ]);
  });

  test('a team for which no end is set offers none, and a team that is not reached neither', () => {
    expect(offerShiftEnds(ends, ['unset'], now)).toEqual([]);
    expect(offerShiftEnds(ends, ['unset', 'late', 'late'], now)).toEqual([{ at: at('20:00'), teamIds: ['late'] }]);
    expect(offerShiftEnds([], ['late'], now)).toEqual([]);
  });

  test('a team whose entries fall on one moment is named once', () => {
    const twice = [...ends, { teamId: 'late', time: '20:00', zone: 'UTC' }];

    expect(offerShiftEnds(twice, ['late'], now)).toEqual([{ at: at('20:00'), teamIds: ['late'] }]);
  });

  test('of a team with several shifts the next one ends first', () => {
    expect(nextShiftEndOfTeams(ends, ['both', 'late', 'unset'], now)).toEqual(
      new Map([
        ['both', at('12:00')],
        ['late', at('20:00')],
      ]),
    );
    expect(nextShiftEndOfTeams(ends, ['both'], at('12:00'))).toEqual(new Map([['both', at('20:00')]]));
  });

  test('a zone that this engine does not know, as an old browser may not, offers nothing, and stands in nobody’s way', () => {
    const unknown = { teamId: 'late', time: '18:00', zone: 'Europe/Atlantis' };

    expect(nextShiftEnd(unknown, now)).toBeUndefined();
    expect(offerShiftEnds([unknown, ...ends], ['late'], now)).toEqual([{ at: at('20:00'), teamIds: ['late'] }]);
  });
});
