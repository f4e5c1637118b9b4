import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import { merge, type Merge, type Wishes } from '../../shared/merge.ts';
import type { Conflict, Rule } from '../../shared/change.ts';
import { revisionOf } from '../skill-profiles/revision.ts';
import { assignedProfile, type Standing } from './ports.ts';

/** An assignment as an edit of the one field `assignedProfile`, so that it takes the same road as values do. */
export function fieldsOf(edit: Edit): Wishes {
  if (!isAssignment(edit)) return edit;
  const { toSkillProfileId: to } = edit;
  return to === null
    ? { set: [], remove: [assignedProfile] }
    : { set: [{ skillId: assignedProfile, value: to }], remove: [] };
}

/** What an assignment was based on. */
export const assignmentBase = (skillProfileId: string | null): SkillValues =>
  new Map<string, SkillValue>(skillProfileId === null ? [] : [[assignedProfile, skillProfileId]]);

export const mergeEdit = (edit: Edit, base: SkillValues | undefined, standing: Standing): Merge =>
  merge(base, standing.values, fieldsOf(edit));

/** The conflict as the widget shows it, with the revision to base the next edit on. */
export function conflictOf(
  edit: Edit,
  standing: Standing,
  { skills }: Extract<Merge, { result: 'conflict' }>,
): Conflict {
  if (!isAssignment(edit)) return { revision: revisionOf(standing.values), skills };
  const theirs = standing.values.get(assignedProfile);
  return {
    skills: [],
    assignment: {
      base: edit.fromSkillProfileId,
      theirs: typeof theirs === 'string' ? theirs : null,
      mine: edit.toSkillProfileId,
    },
  };
}

/** A profile must keep a skill: Webex refuses an empty one. */
export function refusalOfResult(edit: Edit, result: SkillValues): Rule | undefined {
  return !isAssignment(edit) && result.size === 0 ? 'last-skill' : undefined;
}
