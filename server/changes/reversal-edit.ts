import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';
import { sameValue, type SkillValue } from '../../shared/skill.ts';
import { assignedProfile, assignmentOf } from './assigned-profile.ts';

/**
 * What taking a Change back does to a field that it holds or held as a lease: `top` writes · `below` another lease lies on it, so that nothing
 * is written · `superseded` somebody changed the field for good · `ended` the lease has left it.
 */
export type Ending =
  | { is: 'top'; value: SkillValue | null; restores: SkillValue | null }
  | { is: 'below' }
  | { is: 'superseded' }
  | { is: 'ended' };

export interface ReversalNow {
  /** What is to be restored by now; undefined when there is nothing. */
  edit: Edit | undefined;
  /** Fields that are left alone, as they are not what was written any more. */
  gone: string[];
}

/**
 * What takes a Change back by now. Where it is a lease that still holds a field, the stack on that field decides what comes after it, and
 * not what stood there when the lease began. The end of a lease (`isEnd`) is about such fields alone.
 */
export function reversalNow(edit: Edit, endings: ReadonlyMap<string, Ending>, isEnd = false): ReversalNow {
  const onTop = [...endings].flatMap(([skillId, ending]) =>
    ending.is === 'top' ? [{ skillId, before: ending.value, after: ending.restores }] : [],
  );
  const never = isEnd ? [] : recorded(edit).filter(({ skillId }) => !endings.has(skillId));
  // What an undo gave back before the end came, or the end before the undo, is as it should be.
  const gone = [...endings].filter(([, { is }]) => is === 'superseded').map(([skillId]) => skillId);
  return { edit: restoring(edit, [...never, ...onTop]), gone };
}

function restoring(edit: Edit, restore: SkillDifference[]): Edit | undefined {
  const [first] = restore;
  if (!first) return undefined;
  if (!isAssignment(edit)) return { ...edit, restore };
  return { userId: edit.userId, ...assignmentOf(first) };
}

function recorded(edit: Edit): SkillDifference[] {
  // What the Change only found so was never anything else by it: there is nothing to take back.
  if (!isAssignment(edit)) return (edit.restore ?? []).filter(({ before, after }) => !sameValue(before, after));
  return [{ skillId: assignedProfile, before: edit.fromSkillProfileId, after: edit.toSkillProfileId }];
}
