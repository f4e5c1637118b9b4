import { describe, expect, test } from 'vitest';
import { matcherOf, type Match } from './queue-match.ts';
import type { Skill, SkillType, SkillValue } from './skill.ts';

const skill = (skillType: SkillType): Skill => ({
  id: skillType,
  name: skillType,
  description: '',
  skillType,
  active: true,
  enumSkillValues:
    skillType === 'ENUM'
      ? [
          { id: 'id-gold', name: 'Gold' },
          { id: 'id-silver', name: 'Silver' },
        ]
      : [],
});
const skills = new Map((['PROFICIENCY', 'BOOLEAN', 'TEXT', 'ENUM'] as const).map((type) => [type, skill(type)]));

function match(type: SkillType, condition: string, skillValue: string, value?: SkillValue): Match | undefined {
  const matcher = matcherOf([{ skillId: type, condition, skillValue }], skills);
  return matcher?.(new Map(value === undefined ? [] : [[type, value]]));
}

describe('one requirement, and an agent who has the skill', () => {
  test.each<[SkillType, string, string, SkillValue, Match]>([
    ['PROFICIENCY', '>=', '5', 5, 'yes'],
    ['PROFICIENCY', 'gte', '5', 4, 'no'],
    ['PROFICIENCY', 'GREATER_THAN_OR_EQUAL_TO', '5', 10, 'yes'],
    ['PROFICIENCY', '<=', '6', 7, 'no'],
    ['PROFICIENCY', 'LESS_THAN_OR_EQUAL_TO', '6', 6, 'yes'],
    ['PROFICIENCY', 'lte', '6', 0, 'yes'],
    ['PROFICIENCY', 'IS', '3', 3, 'yes'],
    ['PROFICIENCY', 'IS_NOT', '3', 3, 'no'],
    ['BOOLEAN', 'IS', 'true', true, 'yes'],
    ['BOOLEAN', 'is', 'TRUE', false, 'no'],
    ['BOOLEAN', 'IS_NOT', 'true', false, 'yes'],
    ['TEXT', 'IS', 'North', 'north', 'yes'],
    ['TEXT', 'IS_NOT', 'north', 'south', 'yes'],
    ['TEXT', 'CONTAINS', 'ort', 'North', 'yes'],
    ['TEXT', 'DOES_NOT_CONTAIN', 'ort', 'North', 'no'],
    ['ENUM', 'IS', 'gold', ['id-gold', 'id-silver'], 'yes'],
    ['ENUM', 'IS', 'id-silver', ['id-gold'], 'no'],
    ['ENUM', 'IS_NOT', 'Gold', ['id-gold', 'id-silver'], 'no'],
    ['ENUM', 'CONTAINS', 'silver', ['id-silver'], 'yes'],
  ])('%s %s %s, %j: %s', (type, condition, wanted, value, expected) => {
    expect(match(type, condition, wanted, value)).toBe(expected);
  });
});

test.each([
  ['>=', 'no'],
  ['IS', 'no'],
  ['<=', 'unclear'],
  ['IS_NOT', 'unclear'],
])('an agent without the skill: %s is “%s”, for it is not published whether absence matches', (condition, expected) => {
  expect(match('PROFICIENCY', condition, '5')).toBe(expected);
});

test('all requirements must hold, and one that certainly does not decides over one that is unclear', () => {
  const both = matcherOf(
    [
      { skillId: 'PROFICIENCY', condition: '<=', skillValue: '5' },
      { skillId: 'BOOLEAN', condition: 'IS', skillValue: 'true' },
    ],
    skills,
  );
  expect(both?.(new Map<string, SkillValue>([['BOOLEAN', false]]))).toBe('no');
  expect(both?.(new Map<string, SkillValue>([['BOOLEAN', true]]))).toBe('unclear');
  expect(
    both?.(
      new Map<string, SkillValue>([
        ['BOOLEAN', true],
        ['PROFICIENCY', 5],
      ]),
    ),
  ).toBe('yes');
});

test.each<[string, SkillType | 'GONE', string, string]>([
  ['an operator that nobody knows', 'PROFICIENCY', 'BETWEEN', '5'],
  ['an operator that does not go with the type', 'BOOLEAN', '>=', 'true'],
  ['a number that is none', 'PROFICIENCY', '>=', ''],
  ['a boolean that is none', 'BOOLEAN', 'IS', 'maybe'],
  ['an enum value that the skill does not have', 'ENUM', 'IS', 'platinum'],
  ['a skill that is not there', 'GONE', 'IS', '5'],
])('nothing is guessed for %s', (_what, skillId, condition, skillValue) => {
  expect(matcherOf([{ skillId, condition, skillValue }], skills)).toBeUndefined();
});
