import { expect, test } from 'vitest';
import { misfit, type Skill, type SkillType, type SkillValue } from './skill.ts';

const skill = (skillType: SkillType): Skill => ({
  id: 's',
  name: 'German',
  description: '',
  skillType,
  active: true,
  enumSkillValues: [
    { id: 'gold', name: 'Gold' },
    { id: 'silver', name: 'Silver' },
  ],
});

test.each<[SkillType, SkillValue]>([
  ['PROFICIENCY', 0],
  ['PROFICIENCY', 10],
  ['BOOLEAN', false],
  ['TEXT', ''],
  ['TEXT', 'x'.repeat(100)],
  ['ENUM', ['gold']],
  ['ENUM', ['silver', 'gold']],
])('a %s skill takes %j', (type, value) => {
  expect(misfit(skill(type), value)).toBeUndefined();
});

test.each<[SkillType, SkillValue]>([
  ['PROFICIENCY', 11],
  ['PROFICIENCY', -1],
  ['PROFICIENCY', 5.5],
  ['PROFICIENCY', NaN],
  ['PROFICIENCY', '5'],
  ['PROFICIENCY', true],
  ['BOOLEAN', 1],
  ['BOOLEAN', 'true'],
  ['TEXT', 5],
  ['TEXT', 'x'.repeat(101)],
  ['ENUM', []],
  ['ENUM', 'gold'],
  ['ENUM', ['bronze']],
  ['ENUM', ['gold', 'gold']],
])('a %s skill refuses %j, and says what it takes', (type, value) => {
  expect(misfit(skill(type), value)).toMatch(/^German takes /);
});
