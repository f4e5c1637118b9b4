import { describe, expect, test } from 'vitest';
import type { Skill, SkillType, SkillValue } from '../../shared/skill.ts';
import { Words } from '../localize/words.ts';
import { copiedText, shownText, valueIn } from './cell-text.ts';
import { readTable } from './table-text.ts';

const words = new Words('en');
const skill = (skillType: SkillType): Skill => ({
  id: 's',
  name: 'S',
  description: '',
  skillType,
  active: true,
  enumSkillValues:
    skillType === 'ENUM' ? ['Gold', 'Silver', 'Gold, old'].map((name, at) => ({ id: `v${at}`, name })) : [],
});
const read = (text: string, type: SkillType) => {
  const cell = readTable(text)[0]?.[0];
  return cell && valueIn(cell, skill(type), words);
};

describe('what is copied', () => {
  test.each<[SkillType, SkillValue | null]>([
    ['PROFICIENCY', 0],
    ['PROFICIENCY', 10],
    ['PROFICIENCY', null],
    ['BOOLEAN', true],
    ['BOOLEAN', false],
    ['TEXT', ''],
    ['TEXT', '–'],
    ['TEXT', ' spaced '],
    ['TEXT', 'tab\tand "quote"\nand line'],
    ['TEXT', 'plain'],
    ['ENUM', ['v0']],
    ['ENUM', ['v0', 'v1']],
    ['ENUM', ['v2']],
  ])('from a skill of type %s with %j is the same value when it is pasted', (type, value) => {
    expect(read(copiedText(value, skill(type), words), type)).toEqual(value);
  });

  test('nobody takes “not in the profile”, 0, an empty text and what is not known yet for one another', () => {
    const shown = [null, 0, '', undefined].map((value) => shownText(value, skill('TEXT'), words));

    expect(new Set(shown).size).toBe(4);
  });
});

describe('what is pasted', () => {
  test.each<[string, SkillType]>([
    ['11', 'PROFICIENCY'],
    ['-1', 'PROFICIENCY'],
    ['5.5', 'PROFICIENCY'],
    ['high', 'PROFICIENCY'],
    ['maybe', 'BOOLEAN'],
    ['Bronze', 'ENUM'],
    ['Gold; Bronze', 'ENUM'],
    ['x'.repeat(101), 'TEXT'],
    ['?', 'PROFICIENCY'],
  ])('%j fits no skill of type %s', (text, type) => {
    expect(read(text, type)).toBeUndefined();
  });

  test.each<[string, SkillType, SkillValue | null]>([
    ['7', 'PROFICIENCY', 7],
    ['YES', 'BOOLEAN', true],
    ['false', 'BOOLEAN', false],
    ['silver, gold', 'ENUM', ['v1', 'v0']],
    ['Gold, old', 'ENUM', ['v2']],
    ['-', 'TEXT', null],
    ['"-"', 'TEXT', '-'],
  ])('%j means for a skill of type %s: %j', (text, type, value) => {
    expect(read(text, type)).toEqual(value);
  });
});
