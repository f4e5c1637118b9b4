import { isAssignment, type Edit } from '../../shared/edit.ts';
import { withDifferences, type SkillDifference } from '../../shared/diff.ts';
import { misfit, sameValue, type Skill, type SkillValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import { merge, type Merge, type Wishes } from '../../shared/merge.ts';
import type { Conflict, Rule } from '../../shared/change.ts';
import { revisionOf } from '../skill-profiles/revision.ts';
import { assignedProfile, profileOf } from './assigned-profile.ts';
import type { Standing, ValueByLease } from './ports.ts';

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

/** An undo has no base: it says itself what must still stand. */
export const mergeEdit = (edit: Edit, base: SkillValues | undefined, { values }: Standing): Merge =>
  merge(isAssignment(edit) || !edit.restore ? base : values, values, fieldsOf(edit));

/** A base that has come to know what leases did to its fields since: what stands there by a lease is what was to be found. */
export function withKnownValues(
  base: SkillValues,
  byLeases: readonly ValueByLease[],
  standing: SkillValues,
): SkillValues {
  const known = new Map(base);
  for (const { skillId, value } of byLeases) {
    const now = standing.get(skillId) ?? null;
    if (!sameValue(now, value)) continue;
    if (now === null) known.delete(skillId);
    else known.set(skillId, now);
  }
  return known;
}

/** The conflict as the widget shows it, with the revision to base the next edit on. */
export function conflictOf(
  edit: Edit,
  standing: Standing,
  { skills }: Extract<Merge, { result: 'conflict' }>,
): Conflict {
  if (!isAssignment(edit)) return { revision: revisionOf(standing.values), skills };
  return {
    skills: [],
    assignment: {
      base: edit.fromSkillProfileId,
      theirs: profileOf(standing.values.get(assignedProfile)),
      mine: edit.toSkillProfileId,
    },
  };
}

/** A profile must keep a skill: Webex refuses an empty one. And what an undo brings back may not be there to be had any more. */
export function refusalOfResult(
  edit: Edit,
  { values }: Standing,
  differences: readonly SkillDifference[],
  skills: ReadonlyMap<string, Skill>,
): Rule | undefined {
  if (isAssignment(edit)) return undefined;
  if (withDifferences(values, differences).size === 0) return 'last-skill';
  const isGone = ({ skillId, after }: SkillDifference) => {
    const skill = skills.get(skillId);
    return after !== null && (!skill || misfit(skill, after) !== undefined);
  };
  return differences.some(isGone) ? 'not-found' : undefined;
}
