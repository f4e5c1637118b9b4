import { expect, test } from 'vitest';
import type { AgentView, SkillProfileView, SkillView } from '../../shared/api.ts';
import type { SkillType, SkillValue } from '../../shared/skill.ts';
import { SheetView, wholeSheet, type SheetPart } from './sheet-view.ts';
import { sheetOf } from './sheet.ts';

const skill = (id: string, skillType: SkillType = 'PROFICIENCY', active = true): SkillView => ({
  id,
  name: id,
  description: '',
  skillType,
  active,
  enumSkillValues: [],
});
const profile = (name: string, values: Record<string, SkillValue>, teams: string[] = [], agents = 0) =>
  ({
    id: name.toLowerCase(),
    name,
    description: `all of ${name}`,
    revision: 'r',
    values: Object.entries(values).map(([skillId, value]) => ({ skillId, value })),
    editable: true,
    usedBy: { agents, teams, outsideScope: 0 },
  }) satisfies SkillProfileView;
const agent = (id: string, team: string, effectiveSkillProfileId: string): AgentView => ({
  id,
  name: id,
  teams: [team],
  skillProfileId: null,
  effectiveSkillProfileId,
  source: 'team',
  editable: true,
});

const skills = [skill('German'), skill('VIP', 'BOOLEAN'), skill('Old', 'TEXT', false), skill('Older', 'TEXT', false)];
const skillProfiles = [
  profile('Sales 10', { German: 10, VIP: true }, ['north']),
  profile('Sales 9', { German: 9, Old: 'x' }, [], 2),
  profile('Äther', { VIP: false }),
  { ...profile('Unread', {}), values: undefined } as unknown as SkillProfileView,
];
const agents = [agent('anna', 'south', 'äther')];
const shown = (part: Partial<SheetPart>) => {
  const sheet = sheetOf({ skillProfiles, skills }, agents, { ...wholeSheet, ...part }, 'en');
  return [sheet.rows.map(({ name }) => name), sheet.columns.map(({ name }) => name)];
};
const rows = (part: Partial<SheetPart>) => shown(part)[0];

test('everything is there, by name as people count, and inactive skills only where one is in use', () => {
  expect(shown({})).toEqual([
    ['Äther', 'Sales 9', 'Sales 10', 'Unread'],
    ['German', 'Old', 'VIP'],
  ]);
});

test.each<[string, Partial<SheetPart>, string[]]>([
  ['a search', { search: 'ATHER' }, ['Äther']],
  ['a team that has it, or whose agent works with it', { team: 'south' }, ['Äther']],
  ['a team that has it', { team: 'north' }, ['Sales 10']],
  ['a skill in it', { withSkill: 'VIP' }, ['Äther', 'Sales 10']],
  ['its use in my teams', { ofMyTeams: true }, ['Sales 9', 'Sales 10']],
  ['what was changed', { changed: new Set(['unread']) }, ['Unread']],
  ['two of them', { withSkill: 'VIP', search: 'sales' }, ['Sales 10']],
])('profiles are picked out by %s', (_, part, names) => {
  expect(rows(part)).toEqual(names);
});

test('skills are picked out by name, by type and one by one', () => {
  expect(shown({ skillSearch: 'ol' })[1]).toEqual(['Old']);
  expect(shown({ type: 'BOOLEAN' })[1]).toEqual(['VIP']);
  expect(shown({ hiddenSkills: new Set(['VIP']) })[1]).toEqual(['German', 'Old']);
});

test('by a skill, the highest or the lowest comes first, and who has it not comes last', () => {
  expect(rows({ order: { skillId: 'German', descending: true } })).toEqual(['Sales 10', 'Sales 9', 'Äther', 'Unread']);
  expect(rows({ order: { skillId: 'German', descending: false } })).toEqual(['Sales 9', 'Sales 10', 'Äther', 'Unread']);
  expect(rows({ order: { skillId: 'VIP', descending: true } })).toEqual(['Sales 10', 'Äther', 'Sales 9', 'Unread']);
});

test('the view counts its filters, and shows everything again in the same order', () => {
  const view = new SheetView();
  view.show({ team: 'north', ofMyTeams: true, order: { descending: true } });
  expect(view.filters).toBe(2);
  view.showAll();

  expect(view.filters).toBe(0);
  expect(view.part.order.descending).toBe(true);
});
