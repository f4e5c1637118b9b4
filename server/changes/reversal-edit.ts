import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { SkillDifference } from '../../shared/diff.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { assignedProfile } from './ports.ts';

/**
 * What the end of a lease does to one field: `top` writes · `below` another lease lies on it, so that nothing is written · `gone` somebody
 * changed the field for good, or the lease has left it already.
 */
export type Ending =
  { is: 'top'; value: SkillValue | null; restores: SkillValue | null } | { is: 'below' } | { is: 'gone' };

export interface ReversalNow {
  /** What is to be restored by now; undefined when there is nothing. */
  edit: Edit | undefined;
  /** Fields that are left alone, as they are no longer what was written. */
  gone: string[];
}

/**
 * What takes a Change back by now. Where it is a lease that still holds a field, the stack on that field decides what comes after it, and
 * not what stood there when the lease began.
 */
export function reversalNow(edit: Edit, endings: ReadonlyMap<string, Ending>): ReversalNow {
  const restore = differencesOf(edit, endings);
  const gone = [...endings].filter(([, { is }]) => is === 'gone').map(([skillId]) => skillId);
  if (restore.length === 0) return { edit: undefined, gone };
  if (!isAssignment(edit)) return { edit: { ...edit, restore }, gone };
  const [{ before, after } = { before: null, after: null }] = restore;
  return {
    edit: { userId: edit.userId, fromSkillProfileId: profileOf(before), toSkillProfileId: profileOf(after) },
    gone,
  };
}

function differencesOf(edit: Edit, endings: ReadonlyMap<string, Ending>): SkillDifference[] {
  const asRecorded = isAssignment(edit)
    ? [{ skillId: assignedProfile, before: edit.fromSkillProfileId, after: edit.toSkillProfileId }]
    : (edit.restore ?? []);
  const onTop = [...endings].flatMap(([skillId, ending]) =>
    ending.is === 'top' ? [{ skillId, before: ending.value, after: ending.restores }] : [],
  );
  return [...asRecorded.filter(({ skillId }) => !endings.has(skillId)), ...onTop];
}

const profileOf = (value: SkillValue | null) => (typeof value === 'string' ? value : null);
