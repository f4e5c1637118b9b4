import { describe, expect, test } from 'vitest';
import {
  beginFault,
  endFault,
  endOf,
  offeredMinutes,
  proposedEnd,
  teamsConcerned,
  type EndChoice,
} from './end-choice.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const minute = 60_000;
const year = 366 * 24 * 60 * minute;
const local = (time: number) => {
  const date = new Date(time - new Date(time).getTimezoneOffset() * minute);
  return date.toISOString().slice(0, 16);
};

describe('the end', () => {
  test('that the policy proposes is so long after the begin', () => {
    expect(endOf(proposedEnd(60), now)).toBe(now + 60 * minute);
    expect(endOf(proposedEnd(60), now + 5 * minute)).toBe(now + 65 * minute);
  });

  test('is none where the policy proposes none', () => expect(endOf(proposedEnd(null), now)).toBeUndefined());

  test('of a shift is its moment, whenever the change begins', () =>
    expect(endOf({ kind: 'shift', at: now + minute }, now + 5)).toBe(now + minute));

  test('of one’s own is by the clock of this computer', () =>
    expect(endOf({ kind: 'own', local: local(now + 90 * minute) }, now)).toBe(now + 90 * minute));
});

test('the policy’s own span is offered among the usual ones, in order and once', () => {
  expect(offeredMinutes(45)).toEqual([30, 45, 60, 120]);
  expect(offeredMinutes(60)).toEqual([30, 60, 120]);
  expect(offeredMinutes(null)).toEqual([30, 60, 120]);
});

test.each<[string, EndChoice, string | undefined]>([
  ['that was not entered', { kind: 'own', local: '' }, 'missing'],
  ['in the past', { kind: 'own', local: local(now - minute) }, 'past'],
  ['of a shift that is over by now', { kind: 'shift', at: now }, 'past'],
  ['before the begin', { kind: 'own', local: local(now + 5 * minute) }, 'before-begin'],
  ['in two years', { kind: 'own', local: local(now + 2 * year) }, 'too-far'],
  ['after the begin', { kind: 'own', local: local(now + 20 * minute) }, undefined],
  ['for good', { kind: 'never' }, undefined],
])('an end %s: %j is %s', (_what, choice, fault) => expect(endFault(choice, now + 10 * minute, now)).toBe(fault));

test('a begin lies ahead, and at most a year', () => {
  expect(beginFault(Number.NaN, now)).toBe('missing');
  expect(beginFault(now, now)).toBe('past');
  expect(beginFault(now + 2 * year, now)).toBe('too-far');
  expect(beginFault(now + minute, now)).toBeUndefined();
});

test('the teams concerned are those that have the profile, those of its agents, and those of whom gets another', () => {
  const agents = [
    { teams: ['billing'], effectiveSkillProfileId: 'p1' },
    { teams: ['sales', 'billing'], effectiveSkillProfileId: 'p2' },
  ];
  const directory = {
    profile: () => ({ usedBy: { agents: 1, teams: ['support'], outsideScope: 0 } }),
    agent: () => agents[1],
    agents: { value: { agents } },
  };
  const values = { skillProfileId: 'p1', revision: '', set: [], remove: [] };

  expect(teamsConcerned([values], directory)).toEqual(['support', 'billing']);
  expect(teamsConcerned([{ userId: 'u', fromSkillProfileId: null, toSkillProfileId: 'p1' }], directory)).toEqual([
    'sales',
    'billing',
  ]);
  expect(teamsConcerned([], directory)).toEqual([]);
});
