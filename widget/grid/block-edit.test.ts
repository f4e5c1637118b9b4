import { beforeEach, describe, expect, test } from 'vitest';
import type { SkillProfileView, SkillView } from '../../shared/api.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { Words } from '../localize/words.ts';
import { UnsavedEdits } from '../work/unsaved-edits.ts';
import { BlockPlanner, type BlockEdit } from './block-edit.ts';
import { Cells } from './cell.ts';
import { readTable } from './table-text.ts';

const skill = (id: string, more: Partial<SkillView> = {}): SkillView => ({
  id,
  name: id,
  description: '',
  skillType: 'PROFICIENCY',
  active: true,
  enumSkillValues: [],
  ...more,
});
const profile = (id: string, values: Record<string, SkillValue> | undefined, editable = true): SkillProfileView => ({
  id,
  name: id,
  description: '',
  ...(values && { revision: 'r', values: Object.entries(values).map(([skillId, value]) => ({ skillId, value })) }),
  editable,
  usedBy: { agents: 0, teams: [], outsideScope: 0 },
});

const german = skill('german');
const french = skill('french', { protected: true });
const vip = skill('vip', { skillType: 'BOOLEAN' });
const old = skill('old', { active: false });
const skills = [german, french, vip, old];
const profiles = [
  profile('a', { german: 8, french: 3, vip: true, old: 2 }),
  profile('b', { german: 2, french: 1 }),
  profile('c', { german: 5, vip: false, old: 1 }, false),
  profile('d', undefined),
];

let planner: BlockPlanner;
beforeEach(() => {
  planner = new BlockPlanner(new Cells(new UnsavedEdits(), true), new Words('en'));
});
const told = ({ wishes, left }: BlockEdit) => ({
  wishes: wishes.map(({ profile: { id }, skillId, mine }) => `${id}.${skillId}=${JSON.stringify(mine)}`),
  left: Object.fromEntries(left),
});

describe('a block', () => {
  test('is filled down from its first row; what cannot be changed is left alone, each for its reason', () => {
    expect(told(planner.fill({ profiles, skills }, 'down'))).toEqual({
      wishes: ['b.german=8', 'b.vip=true'],
      left: { protected: 2, inactive: 1, 'read-only': 4, unread: 3 },
    });
  });

  test('is filled right from its first column, where the value fits', () => {
    expect(told(planner.fill({ profiles: profiles.slice(0, 1), skills }, 'right'))).toEqual({
      wishes: ['a.old=8'],
      left: { protected: 1, misfit: 1 },
    });
  });

  test('is taken out of its profiles, and what is not in them is no matter', () => {
    expect(told(planner.set({ profiles: profiles.slice(0, 2), skills: [german, vip] }, null))).toEqual({
      wishes: ['a.german=null', 'a.vip=null', 'b.german=null'],
      left: {},
    });
  });

  test('takes one text as each skill reads it', () => {
    const text = { text: '1', quoted: false };

    expect(told(planner.setText({ profiles: profiles.slice(0, 1), skills: [german, vip] }, text))).toEqual({
      wishes: ['a.german=1'],
      left: { misfit: 1 },
    });
  });
});

test('of a pasted block, misfits and what lies outside are left alone, and empty cells say nothing', () => {
  const table = readTable('9\t\tno\n11\t–\tyes\n\n\n1');

  expect(told(planner.paste({ profiles, skills: [german, old, vip] }, table))).toEqual({
    wishes: ['a.german=9', 'a.vip=false', 'b.vip=true'],
    left: { misfit: 1, outside: 1 },
  });
});

test('who may only look changes nothing', () => {
  const looking = new BlockPlanner(new Cells(new UnsavedEdits(), false), new Words('en'));

  expect(told(looking.set({ profiles: profiles.slice(0, 1), skills: [german] }, 1))).toEqual({
    wishes: [],
    left: { viewer: 1 },
  });
});
