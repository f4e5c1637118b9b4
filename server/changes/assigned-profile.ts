import type { SkillDifference } from '../../shared/diff.ts';
import type { AssignmentEdit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';

/** The one field of an assignment, so that both kinds of edit take the same road. */
export const assignedProfile = 'skillProfileId';

/** The value of that field; null stands for none. */
export const profileOf = (value: SkillValue | null | undefined): string | null =>
  typeof value === 'string' ? value : null;

/** From which profile to which, as the difference of that field says. */
export const assignmentOf = (
  difference: Pick<SkillDifference, 'before' | 'after'> | undefined,
): Pick<AssignmentEdit, 'fromSkillProfileId' | 'toSkillProfileId'> => ({
  fromSkillProfileId: profileOf(difference?.before),
  toSkillProfileId: profileOf(difference?.after),
});
