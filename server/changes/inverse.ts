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

/** The value of the one field of an assignment. */
export const profileOf = (value: SkillValue | null | undefined): string | null =>
  typeof value === 'string' ? value : null;
