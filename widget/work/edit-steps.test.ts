import { beforeEach, expect, test } from 'vitest';
import type { SkillProfileView } from '../../shared/api.ts';
import { EditSteps } from './edit-steps.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const sales: SkillProfileView = {
  id: 'sales',
  name: 'Sales',
  description: '',
  revision: 'r1',
  values: [
    { skillId: 'german', value: 5 },
    { skillId: 'vip', value: true },
  ],
  editable: true,
  usedBy: { agents: 1, teams: [], outsideScope: 0 },
};
const find = (id: string) => (id === 'sales' ? sales : undefined);
const german = (mine: number | null) => ({ profile: sales, skillId: 'german', mine });

let unsaved: UnsavedEdits;
let steps: EditSteps;
const wanted = () => unsaved.ofSkill('sales', 'german')?.mine;
beforeEach(() => {
  unsaved = new UnsavedEdits();
  steps = new EditSteps(unsaved);
});

test('each step is undone and redone as a whole', () => {
  steps.take([german(7), { profile: sales, skillId: 'vip', mine: null }]);
  steps.take([german(9)]);

  expect(steps.undo(find)).toBe(1);
  expect(wanted()).toBe(7);
  expect(steps.undo(find)).toBe(2);
  expect(unsaved.counts.changes).toBe(0);
  expect(steps.redo(find)).toBe(2);
  expect(steps.redo(find)).toBe(1);
  expect(wanted()).toBe(9);
  expect([steps.canUndo, steps.canRedo]).toEqual([true, false]);
});

test('a step that changes nothing is none', () => {
  expect(steps.take([german(5)])).toBe(0);
  expect(steps.canUndo).toBe(false);
});

test('a joined step is undone with the one before', () => {
  steps.take([german(1)]);
  steps.take([german(10)], true);

  steps.undo(find);
  expect(unsaved.counts.changes).toBe(0);
  steps.redo(find);
  expect(wanted()).toBe(10);
});

test('what was discarded, or edited elsewhere since, is left alone', () => {
  steps.take([german(7)]);
  unsaved.discard();
  expect(steps.undo(find)).toBe(0);
  expect(unsaved.counts.changes).toBe(0);

  steps.take([german(8)]);
  unsaved.setValue(sales, 'german', 3);
  expect(steps.undo(find)).toBe(0);
  expect(wanted()).toBe(3);
});

test('what was saved is not undone by it', () => {
  steps.take([german(7)]);
  const [edit] = unsaved.toEdits(new Set());
  if (!edit) throw new Error('There is nothing to save.');
  unsaved.settle(edit, { outcome: 'verified', diff: [] });

  expect(steps.undo(find)).toBe(0);
  expect(unsaved.counts.changes).toBe(0);
});

test('a new step ends what could be redone', () => {
  steps.take([german(7)]);
  steps.undo(find);
  steps.take([german(8)]);

  expect(steps.canRedo).toBe(false);
});

test('no more than a hundred steps are kept', () => {
  for (let turn = 0; turn < 150; turn += 1) steps.take([german(turn % 2 === 0 ? 7 : 8)]);
  let undone = 0;
  while (steps.canUndo) undone += steps.undo(find);

  expect(undone).toBe(100);
});

test('however many values a step has, it is told once', () => {
  let told = 0;
  unsaved.subscribe(() => (told += 1));
  steps.take([german(7), { profile: sales, skillId: 'vip', mine: false }]);

  expect(told).toBe(1);
});
