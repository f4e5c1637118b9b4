import { isAssignment } from '../../shared/edit.ts';
import type { Merge } from '../../shared/merge.ts';
import { conflictOf } from './edit-fields.ts';
import { holds } from './judge-read-back.ts';
import type { JournalChange, JournalItem, Progress, Standing } from './ports.ts';

type Unwritten = Exclude<Merge, { result: 'write' }>;

/** How an item ends that has nothing to write. Of an undo, what somebody changed since is superseded and no conflict: nobody is to choose. */
export function endOf(merged: Unwritten, { reverts }: JournalChange, item: JournalItem, standing: Standing): Progress {
  const { edit } = item;
  if (merged.result === 'conflict') {
    return { outcome: reverts === undefined ? 'conflict' : 'superseded', conflict: conflictOf(edit, standing, merged) };
  }
  const leftOut = leftOutOf(merged);
  // An earlier try was sent, was not seen for long, and is there now.
  if (item.attempts > 0 && item.differences.length > 0 && holds(standing.values, item.differences))
    return { outcome: 'verified' };
  const isLeftAlone = !isAssignment(edit) && edit.restore !== undefined && merged.leftOut !== undefined;
  return { outcome: isLeftAlone ? 'superseded' : 'unchanged', ...leftOut };
}

export const leftOutOf = (merged: Exclude<Merge, { result: 'conflict' }>): Pick<Progress, 'leftOut'> =>
  merged.leftOut ? { leftOut: merged.leftOut } : {};
