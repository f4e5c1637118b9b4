import type { LeftOut, Merge } from '../../shared/merge.ts';
import { conflictOf } from './edit-fields.ts';
import { holds } from './judge-read-back.ts';
import type { JournalChange, JournalItem, Progress, Standing } from './ports.ts';

type Unwritten = Exclude<Merge, { result: 'write' }>;

/** How an item ends that has nothing to write. Of an undo, what somebody changed since is superseded and no conflict: nobody is to choose. */
export function endOf(
  merged: Unwritten,
  { reverts }: JournalChange,
  item: JournalItem,
  standing: Standing,
  leftOut: readonly LeftOut[],
): Progress {
  if (merged.result === 'conflict') {
    return {
      outcome: reverts === undefined ? 'conflict' : 'superseded',
      conflict: conflictOf(item.edit, standing, merged),
    };
  }
  // An earlier try was sent, was not seen for long, and is there now.
  if (item.attempts > 0 && item.differences.length > 0 && holds(standing.values, item.differences))
    return { outcome: 'verified' };
  return { outcome: reverts !== undefined && leftOut.length > 0 ? 'superseded' : 'unchanged' };
}

export const leftOutOf = (merged: Merge): LeftOut[] => (merged.result === 'conflict' ? [] : (merged.leftOut ?? []));
