import { expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { Names } from '../organization/names.ts';
import { readyText } from './ready-text.ts';
import { Words } from './words.ts';
import './en-more.ts';

const words = new Words('en');
const nothing = { skill: () => undefined, profile: () => undefined, agent: () => undefined };
const namesOf = ({ names }: { names?: Record<string, string> }) => new Names(nothing, words, names);
const change: Change = {
  id: 'c1',
  actor: { id: 'u1', name: 'Nadia North', email: '' },
  reason: 'Mondays are busy',
  createdAt: '2026-11-21T10:00:00Z',
  until: '2026-11-21T11:00:00Z',
  terms: [],
  items: [
    {
      skillProfileId: 'p1',
      outcome: 'verified',
      diff: [
        { skillId: 's1', before: 5, after: 8 },
        { skillId: 's2', before: null, after: ['g'] },
      ],
      names: { p1: 'Billing', s1: 'German', s2: 'Tier', g: 'Gold' },
    },
    {
      userId: 'a1',
      fromSkillProfileId: null,
      toSkillProfileId: 'p1',
      outcome: 'verified',
      diff: [],
      names: { a1: 'Stan Standard', p1: 'Billing' },
    },
    { skillProfileId: 'p2', outcome: 'refused', diff: [], names: { p2: 'Sales' } },
  ],
};

test('the agents are told what changes, from when until when, by whom and why, and nothing that was refused', () => {
  const from = words.time(change.createdAt);
  expect(readyText(change, words, namesOf).split('\n')).toEqual([
    'Billing: German: 5 → 8, Tier: not in the profile → Gold',
    'Stan Standard: skill profile The team’s → Billing',
    `From ${from} until ${words.time(change.until ?? '')}.`,
    'By Nadia North: Mondays are busy',
  ]);
});

test('what stays says so, and what begins later says when', () => {
  const forGood = structuredClone(change);
  delete forGood.until;
  const startsAt = '2026-11-22T08:00:00Z';
  expect(readyText({ ...forGood, startsAt }, words, namesOf)).toContain(`From ${words.time(startsAt)} on.`);
});
