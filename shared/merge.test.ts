import { describe, expect, test } from 'vitest';
import { diff, withDifferences } from './diff.ts';
import { merge } from './merge.ts';
import type { SkillValue } from './skill.ts';
import { canonicalContent, type SkillValues } from './skill-values.ts';

const values = (content: Record<string, SkillValue>): SkillValues => new Map(Object.entries(content));
const setTo = (skillId: string, value: SkillValue) => ({ set: [{ skillId, value }], remove: [] });

describe('a three-way merge', () => {
  const base = values({ german: 5, vip: true, tier: ['gold'] });

  test('touches only the skill of the edit', () => {
    const theirs = values({ german: 5, vip: false, tier: ['gold', 'silver'] });

    expect(merge(base, theirs, setTo('german', 8))).toEqual({
      result: 'write',
      diff: [{ skillId: 'german', before: 5, after: 8 }],
    });
  });

  test('is a conflict when somebody changed that skill', () => {
    expect(merge(base, values({ german: 3 }), setTo('german', 8))).toEqual({
      result: 'conflict',
      skills: [{ skillId: 'german', base: 5, theirs: 3, mine: 8 }],
    });
  });

  test('is a conflict when somebody removed that skill', () => {
    expect(merge(base, values({ vip: true }), setTo('german', 8))).toMatchObject({
      result: 'conflict',
      skills: [{ theirs: null }],
    });
  });

  test('is a conflict when somebody added the skill with another value', () => {
    expect(merge(base, values({ german: 5, french: 2 }), setTo('french', 4))).toMatchObject({
      result: 'conflict',
      skills: [{ base: null, theirs: 2, mine: 4 }],
    });
  });

  test('is unchanged when they wanted the same', () => {
    expect(merge(base, values({ german: 8 }), setTo('german', 8))).toEqual({ result: 'unchanged' });
    expect(merge(base, values({ vip: true }), { set: [], remove: ['german'] })).toEqual({ result: 'unchanged' });
  });

  test('takes the values of an enum skill as a set', () => {
    const two = values({ tier: ['gold', 'silver'] });

    expect(merge(two, values({ tier: ['silver', 'gold'] }), setTo('tier', ['gold']))).toMatchObject({
      result: 'write',
    });
    expect(merge(two, two, setTo('tier', ['silver', 'gold']))).toEqual({ result: 'unchanged' });
  });

  test('adds and removes', () => {
    expect(merge(base, base, { set: [{ skillId: 'french', value: 0 }], remove: ['vip'] })).toEqual({
      result: 'write',
      diff: [
        { skillId: 'french', before: null, after: 0 },
        { skillId: 'vip', before: true, after: null },
      ],
    });
  });

  test('tells 0, false and an empty text from "not in the profile"', () => {
    const zeros = values({ german: 0, vip: false, notes: '' });

    expect(merge(zeros, zeros, { set: [], remove: ['german', 'vip', 'notes'] })).toMatchObject({
      result: 'write',
      diff: { length: 3 },
    });
  });

  test('is all or nothing', () => {
    const edit = {
      set: [
        { skillId: 'german', value: 8 },
        { skillId: 'vip', value: false },
      ],
      remove: [],
    };

    expect(merge(base, values({ german: 3, vip: true }), edit)).toMatchObject({
      result: 'conflict',
      skills: { length: 1 },
    });
  });

  test('never merges without a base, not even what would be equal', () => {
    expect(merge(undefined, base, setTo('german', 5))).toEqual({
      result: 'conflict',
      skills: [{ skillId: 'german', base: null, theirs: 5, mine: 5 }],
    });
  });
});

describe('the content behind a revision', () => {
  test('does not depend on the order of skills or of enum values', () => {
    const one = values({ german: 5, tier: ['gold', 'silver'] });
    const other = values({ tier: ['silver', 'gold'], german: 5 });

    expect(canonicalContent(one)).toBe(canonicalContent(other));
  });

  test.each<[SkillValue, SkillValue]>([
    [5, '5'],
    [1, true],
    [0, false],
    ['', false],
    ['gold', ['gold']],
    [['a', 'b'], ['a,b']],
    ['","x":1', '1'],
  ])('is another for %j than for %j', (one, other) => {
    expect(canonicalContent(values({ skill: one }))).not.toBe(canonicalContent(values({ skill: other })));
  });

  test('is another without the skill than with 0', () => {
    expect(canonicalContent(values({}))).not.toBe(canonicalContent(values({ skill: 0 })));
  });
});

test('a difference carried out on what was before gives what is after', () => {
  const before = values({ german: 5, vip: true, tier: ['gold'] });
  const after = values({ german: 8, tier: ['gold', 'silver'], french: 0 });

  expect(canonicalContent(withDifferences(before, diff(before, after)))).toBe(canonicalContent(after));
  expect(diff(before, before)).toEqual([]);
});
