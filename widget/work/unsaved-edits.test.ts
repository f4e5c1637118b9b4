import { beforeEach, describe, expect, test } from 'vitest';
import type { AgentView, SkillProfileView } from '../../shared/api.ts';
import type { ChangeItem, Outcome } from '../../shared/change.ts';
import type { Edit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const nobodyBusy = new Set<string>();
const content = { german: 5, vip: true, notes: '', tier: ['gold', 'silver'] };

const unread: SkillProfileView = {
  id: 'sales',
  name: 'Sales',
  description: '',
  editable: true,
  usedBy: { agents: 1, teams: [], outsideScope: 0 },
};

const sales = (revision: string, values: Record<string, SkillValue> = content): SkillProfileView => ({
  ...unread,
  revision,
  values: Object.entries(values).map(([skillId, value]) => ({ skillId, value })),
});

const ended = (outcome: Outcome, more: Partial<ChangeItem> = {}): ChangeItem => ({ outcome, diff: [], ...more });
const onlyEdit = (unsaved: UnsavedEdits): Edit => {
  const [edit] = unsaved.toEdits(nobodyBusy);
  if (!edit) throw new Error('There is nothing to save.');
  return edit;
};

let unsaved: UnsavedEdits;
beforeEach(() => {
  unsaved = new UnsavedEdits();
});

describe('what a supervisor changes in a profile', () => {
  test('is asked for against the revision that he saw', () => {
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.setValue(sales('r1'), 'french', 0);
    unsaved.setValue(sales('r1'), 'vip', null);

    expect(unsaved.toEdits(nobodyBusy)).toEqual([
      {
        skillProfileId: 'sales',
        revision: 'r1',
        set: [
          { skillId: 'german', value: 8 },
          { skillId: 'french', value: 0 },
        ],
        remove: ['vip'],
      },
    ]);
  });

  test.each<[string, SkillValue | null, SkillValue | null]>([
    ['german', 8, 5],
    ['vip', false, true],
    ['notes', 'x', ''],
    ['tier', ['gold'], ['silver', 'gold']],
    ['french', 0, null],
    ['german', null, 5],
  ])('is no change of %s any more when it is set back', (skillId, other, back) => {
    unsaved.setValue(sales('r1'), skillId, other);
    expect(unsaved.counts.changes).toBe(1);
    unsaved.setValue(sales('r1'), skillId, back);

    expect(unsaved.counts).toEqual({ changes: 0, profiles: 0, agents: 0, conflicts: 0 });
    expect(unsaved.toEdits(nobodyBusy)).toEqual([]);
  });

  test('keeps a skill that is set to nothing apart from a skill that is removed', () => {
    unsaved.setValue(sales('r1'), 'german', 0);
    unsaved.setValue(sales('r1'), 'vip', false);

    expect(onlyEdit(unsaved)).toMatchObject({ set: [{ value: 0 }, { value: false }], remove: [] });
  });

  test('is undone skill by skill', () => {
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.undoValue('sales', 'german');

    expect(unsaved.ofSkill('sales', 'german')).toBeUndefined();
    expect(unsaved.ofSkill('sales', 'vip')).toMatchObject({ base: true, mine: false });
  });

  test('cannot begin from a profile that has not been read yet', () => {
    unsaved.setValue(unread, 'german', 8);

    expect(unsaved.counts.changes).toBe(0);
  });

  test('is counted by skills, profiles and agents', () => {
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.setValue({ ...sales('r9'), id: 'support' }, 'german', 1);
    unsaved.assign('anna', null, 'sales');

    expect(unsaved.counts).toEqual({ changes: 4, profiles: 2, agents: 1, conflicts: 0 });
    unsaved.discard();
    expect(unsaved.counts).toEqual({ changes: 0, profiles: 0, agents: 0, conflicts: 0 });
  });

  test('stays behind while the same profile or agent is being written', () => {
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.assign('anna', null, 'sales');

    expect(unsaved.toEdits(new Set(['sales']))).toMatchObject([{ userId: 'anna' }]);
    expect(unsaved.toEdits(new Set(['anna']))).toMatchObject([{ skillProfileId: 'sales' }]);
  });

  test('is told to whoever shows it, each time', () => {
    let told = 0;
    const leave = unsaved.subscribe(() => (told += 1));
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.undoValue('sales', 'german');
    expect(told).toBe(2);
    leave();
    unsaved.assign('anna', null, 'sales');

    expect(told).toBe(2);
  });
});

describe('another profile for an agent', () => {
  test('is based on the first one that was seen, however often it is chosen anew', () => {
    unsaved.assign('anna', 'sales', 'support');
    unsaved.assign('anna', 'support', null);

    expect(unsaved.toEdits(nobodyBusy)).toEqual([
      { userId: 'anna', fromSkillProfileId: 'sales', toSkillProfileId: null },
    ]);
  });

  test('is no change any more when it is set back or undone', () => {
    unsaved.assign('anna', null, 'support');
    unsaved.assign('anna', null, null);
    unsaved.assign('ben', null, 'support');
    unsaved.undoAssignment('ben');

    expect(unsaved.counts.agents).toBe(0);
  });

  test('that somebody else gave meanwhile is a choice between both', () => {
    const assignment = { base: 'sales', theirs: 'night', mine: 'support' };
    for (const userId of ['anna', 'ben']) {
      unsaved.assign(userId, 'sales', 'support');
      const edit = { userId, fromSkillProfileId: 'sales', toSkillProfileId: 'support' };
      unsaved.settle(edit, ended('conflict', { conflict: { skills: [], assignment } }));
    }
    expect(unsaved.counts.conflicts).toBe(2);
    unsaved.chooseAssignment('anna', 'mine');
    unsaved.chooseAssignment('ben', 'theirs');

    expect(unsaved.toEdits(nobodyBusy)).toEqual([
      { userId: 'anna', fromSkillProfileId: 'night', toSkillProfileId: 'support' },
    ]);
  });

  test('chosen while the one before was being written begins from the written one', () => {
    unsaved.assign('anna', 'sales', 'support');
    const edit = onlyEdit(unsaved);
    unsaved.assign('anna', 'sales', 'night');
    unsaved.settle(edit, ended('verified'));

    expect(unsaved.ofAgent('anna')).toMatchObject({ userId: 'anna', from: 'support', to: 'night' });
  });
});

describe('a list that is read again', () => {
  beforeEach(() => unsaved.setValue(sales('r1'), 'german', 8));

  test('keeps what is unsaved, and moves it on when others touched other skills only', () => {
    unsaved.follow(sales('r2', { ...content, vip: false }));

    expect(unsaved.counts).toMatchObject({ changes: 1, conflicts: 0 });
    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r2', set: [{ skillId: 'german', value: 8 }] });
  });

  test('that shows somebody else’s value of the same skill asks for a choice, on the old revision until it is made', () => {
    unsaved.follow(sales('r2', { ...content, german: 2 }));

    expect(unsaved.ofSkill('sales', 'german')).toEqual({
      skillId: 'german',
      base: 5,
      mine: 8,
      conflict: { theirs: 2 },
    });
    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r1' });
  });

  test('that shows the very value that was wanted leaves nothing to save', () => {
    unsaved.follow(sales('r2', { ...content, german: 8 }));

    expect(unsaved.counts.changes).toBe(0);
  });

  test('that shows the old value again takes the choice away', () => {
    unsaved.follow(sales('r2', { ...content, german: 2 }));
    unsaved.follow(sales('r3', { ...content, vip: false }));

    expect(unsaved.counts).toMatchObject({ changes: 1, conflicts: 0 });
    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r3' });
  });

  test('that is older than what is known already changes nothing', () => {
    unsaved.follow(sales('r2', { ...content, vip: false }));
    unsaved.follow(sales('r1'));

    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r2' });
  });

  test('without the values of the profile changes nothing', () => {
    unsaved.follow(unread);

    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r1', set: [{ skillId: 'german', value: 8 }] });
  });
});

describe('a conflict', () => {
  const theirs = (revision: string, german: SkillValue | null): ChangeItem =>
    ended('conflict', { conflict: { revision, skills: [{ skillId: 'german', base: 5, theirs: german, mine: 8 }] } });

  beforeEach(() => {
    unsaved.setValue(sales('r1'), 'german', 8);
    unsaved.settle(onlyEdit(unsaved), theirs('r2', 2));
  });

  test('loses nothing: both values stand side by side', () => {
    expect(unsaved.ofSkill('sales', 'german')).toMatchObject({ base: 5, mine: 8, conflict: { theirs: 2 } });
    expect(unsaved.counts).toMatchObject({ changes: 1, conflicts: 1 });
  });

  test('decided for mine is asked for against the conflict’s revision', () => {
    unsaved.chooseValue('sales', 'german', 'mine');

    expect(unsaved.counts.conflicts).toBe(0);
    expect(unsaved.ofSkill('sales', 'german')).toEqual({ skillId: 'german', base: 2, mine: 8 });
    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r2', set: [{ skillId: 'german', value: 8 }] });
  });

  test('decided for theirs is no change any more, and the other changes go on from the conflict’s revision', () => {
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.chooseValue('sales', 'german', 'theirs');

    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r2', set: [{ skillId: 'vip', value: false }] });
  });

  test('stays on the old revision until the last of them is decided', () => {
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.follow(sales('r3', { ...content, german: 2, vip: 'odd' }));
    unsaved.chooseValue('sales', 'german', 'mine');
    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r1' });
    unsaved.chooseValue('sales', 'vip', 'mine');

    expect(onlyEdit(unsaved)).toMatchObject({ revision: 'r3' });
  });

  test('is not decided by a list that was read before it', () => {
    unsaved.follow(sales('r1'));

    expect(unsaved.counts.conflicts).toBe(1);
  });

  test('goes when the value is set back to the one it began from', () => {
    unsaved.setValue(sales('r1'), 'german', 5);

    expect(unsaved.counts).toMatchObject({ changes: 0, conflicts: 0 });
  });

  test('of a skill begun from an older list is found by the list that belongs to the chosen revision', () => {
    unsaved.chooseValue('sales', 'german', 'mine');
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.follow(sales('r2', { ...content, german: 2, vip: 'odd' }));

    expect(unsaved.ofSkill('sales', 'vip')).toMatchObject({ mine: false, conflict: { theirs: 'odd' } });
    expect(unsaved.ofSkill('sales', 'german')).not.toHaveProperty('conflict');
  });
});

describe('a save after a conflict', () => {
  test('is not taken for somebody else’s work by a list that was read before it', () => {
    unsaved.setValue(sales('r1'), 'german', 8);
    const skills = [{ skillId: 'german', base: 5, theirs: 2, mine: 8 }];
    unsaved.settle(onlyEdit(unsaved), ended('conflict', { conflict: { revision: 'r2', skills } }));
    unsaved.chooseValue('sales', 'german', 'mine');
    const edit = onlyEdit(unsaved);
    unsaved.setValue(sales('r1'), 'german', 9);
    unsaved.settle(edit, ended('verified'));
    unsaved.follow(sales('r2', { ...content, german: 2 }));

    expect(unsaved.ofSkill('sales', 'german')).toEqual({ skillId: 'german', base: 8, mine: 9 });
  });
});

describe('a save that ended', () => {
  let edit: Edit;
  beforeEach(() => {
    unsaved.setValue(sales('r1'), 'german', 8);
    edit = onlyEdit(unsaved);
  });

  test.each<Outcome>(['verified', 'unchanged'])('as %s leaves nothing unsaved', (outcome) => {
    unsaved.settle(edit, ended(outcome));

    expect(unsaved.counts.changes).toBe(0);
  });

  test.each<Outcome>(['refused', 'failed', 'not-effective', 'superseded', 'stopped'])(
    'as %s loses nothing',
    (outcome) => {
      unsaved.settle(edit, ended(outcome));

      expect(onlyEdit(unsaved)).toEqual(edit);
    },
  );

  test('leaves what was changed meanwhile, based on what is written now', () => {
    unsaved.setValue(sales('r1'), 'german', 9);
    unsaved.setValue(sales('r1'), 'vip', false);
    unsaved.settle(edit, ended('verified'));

    expect(unsaved.ofSkill('sales', 'german')).toEqual({ skillId: 'german', base: 8, mine: 9 });
    expect(unsaved.ofSkill('sales', 'vip')).toMatchObject({ mine: false });
  });

  test('does not bring back what was undone meanwhile', () => {
    unsaved.undoValue('sales', 'german');
    unsaved.settle(edit, ended('failed'));

    expect(unsaved.counts.changes).toBe(0);
  });
});

describe('when the agents are read again', () => {
  const anna = (skillProfileId: string | null): AgentView => ({
    id: 'anna',
    name: 'Anna',
    teams: [],
    skillProfileId,
    effectiveSkillProfileId: skillProfileId,
    source: 'own',
    editable: true,
  });
  const theirs = () => unsaved.ofAgent('anna')?.conflict?.theirs;
  beforeEach(() => {
    unsaved.assign('anna', 'sales', 'support');
  });

  test('another profile that somebody gave is a conflict at once, told once', () => {
    let told = 0;
    unsaved.subscribe(() => (told += 1));
    unsaved.followAgents([anna('sales')]);
    expect([theirs(), told]).toEqual([undefined, 0]);
    unsaved.followAgents([anna('night')]);
    unsaved.followAgents([anna('night')]);
    expect([theirs(), told]).toEqual(['night', 1]);
    unsaved.followAgents([anna('sales')]);
    expect(theirs()).toBeUndefined();
  });

  test('the same profile that I want is no edit any more', () => {
    unsaved.followAgents([anna('support')]);
    expect(unsaved.counts.agents).toBe(0);
  });

  test('a list that is older than my own write is no conflict', () => {
    const edit = onlyEdit(unsaved);
    unsaved.assign('anna', 'sales', 'night');
    unsaved.settle(edit, ended('verified'));
    unsaved.followAgents([anna('sales')]);
    expect(unsaved.ofAgent('anna')).toMatchObject({ from: 'support', to: 'night' });
    expect(theirs()).toBeUndefined();
    unsaved.followAgents([anna('support')]);
    unsaved.followAgents([anna('sales')]);
    expect(theirs()).toBe('sales');
  });

  test('a list that is older than a conflict found by a save does not hide it', () => {
    const conflict = { skills: [], assignment: { base: 'sales', theirs: 'night', mine: 'support' } };
    unsaved.settle(onlyEdit(unsaved), ended('conflict', { conflict }));
    unsaved.followAgents([anna('sales')]);
    expect(theirs()).toBe('night');
    unsaved.chooseAssignment('anna', 'mine');
    unsaved.followAgents([anna('sales')]);
    expect(theirs()).toBeUndefined();
    expect(unsaved.ofAgent('anna')).toMatchObject({ from: 'night', to: 'support' });
  });
});
