import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import { assignedProfile, assignmentOf } from './assigned-profile.ts';
import type { JournalItem } from './ports.ts';

/** What takes an item back, by the journal alone: what was written becomes what it was, and what a lease holds without having written it stays. */
export function inverseOf({ edit, differences, held = [] }: JournalItem): Edit {
  if (!isAssignment(edit)) {
    const restore = [...differences, ...held].map(inverted);
    return { skillProfileId: targetOf(edit), revision: '', set: [], remove: [], restore };
  }
  const given = [...differences, ...held].find(({ skillId }) => skillId === assignedProfile);
  return { userId: edit.userId, ...assignmentOf(given && inverted(given)) };
}

export const inverted = ({ skillId, before, after }: SkillDifference): SkillDifference => ({
  skillId,
  before: after,
  after: before,
});

/** What was asked for, or of an agent what he was really given: of the end of a lease that is what its stack said by then. */
export function asWritten({ edit, differences }: Pick<JournalItem, 'edit' | 'differences'>): Edit {
  const given = isAssignment(edit) ? differences.find(({ skillId }) => skillId === assignedProfile) : undefined;
  if (!isAssignment(edit) || !given) return edit;
  return { userId: edit.userId, ...assignmentOf(given) };
}
