import { isAssignment, targetOf, type Edit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { assignedProfile, type JournalItem } from './ports.ts';

/** What takes an item back, by the journal alone: what was written becomes what it was, and what a lease holds without having written it stays. */
export function inverseOf({ edit, differences, held = [] }: JournalItem): Edit {
  if (!isAssignment(edit)) {
    const restore = [...differences, ...held].map(({ skillId, before, after }) => ({
      skillId,
      before: after,
      after: before,
    }));
    return { skillProfileId: targetOf(edit), revision: '', set: [], remove: [], restore };
  }
  const given = [...differences, ...held].find(({ skillId }) => skillId === assignedProfile);
  return {
    userId: edit.userId,
    fromSkillProfileId: profileOf(given?.after),
    toSkillProfileId: profileOf(given?.before),
  };
}

/** What was asked for, or of an agent what he was really given: of the end of a lease that is what its stack said by then. */
export function asWritten({ edit, differences }: Pick<JournalItem, 'edit' | 'differences'>): Edit {
  const given = isAssignment(edit) ? differences.find(({ skillId }) => skillId === assignedProfile) : undefined;
  if (!isAssignment(edit) || !given) return edit;
  return {
    userId: edit.userId,
    fromSkillProfileId: profileOf(given.before),
    toSkillProfileId: profileOf(given.after),
  };
}

/** The value of the one field of an assignment. */
export const profileOf = (value: SkillValue | null | undefined): string | null =>
  typeof value === 'string' ? value : null;
