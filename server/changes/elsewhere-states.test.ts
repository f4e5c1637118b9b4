import { expect, test } from 'vitest';
import type { Organization } from '../skill-profiles/organization.ts';
import { differencesOf, latestStamp, orderOf } from './elsewhere-states.ts';

test.each([
  ['5@2000', '4@1000', 'later'],
  ['4@2000', '4@1000', 'later'],
  ['5@?', '4@1000', 'later'],
  ['4@1000', '5@2000', 'earlier'],
  ['4@?', '5@?', 'earlier'],
  ['4@1000', '5@?', 'earlier'],
  ['4@1000', '4@1000', 'unknown'],
  ['4@2000', '5@1000', 'unknown'],
  ['?@?', '5@1000', 'unknown'],
  ['5@1000', '', 'unknown'],
] as const)('a reading of %s, where %s is known, is %s', (stamp, known, order) => {
  expect(orderOf(stamp, known)).toBe(order);
});

test.each([
  ['5@2000', '4@1000', '5@2000'],
  ['4@1000', '5@2000', '5@2000'],
  ['?@?', '5@2000', '5@2000'],
  ['5@2000', '', '5@2000'],
])('of %s and %s the later one is kept', (stamp, known, latest) => {
  expect(latestStamp(stamp, known)).toBe(latest);
});

const profile = { kind: 'skill-profile' as const, id: 'p', name: 'P', stamp: '', at: 0, number: 0 };
const organization = { skills: new Map([['german', {}]]) } as unknown as Organization;

test('a skill that we have not heard of yet is not told before its values can be read', () => {
  const before = { ...profile, values: new Map([['german', 5]]) };
  const now = new Map([
    ['german', 2],
    ['klingon', 9],
  ]);

  expect(differencesOf(before, now, organization)).toEqual([{ skillId: 'german', before: 5, after: 2 }]);
});

test('one that was taken from the profile and then done away with is told', () => {
  const before = { ...profile, values: new Map([['latin', 5]]) };

  expect(differencesOf(before, new Map(), organization)).toEqual([{ skillId: 'latin', before: 5, after: null }]);
});
