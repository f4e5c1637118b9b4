import type { SkillDifference } from './diff.ts';
import { sameValue, type SkillValue } from './skill.ts';
import type { SkillValues, SkillWithValue } from './skill-values.ts';

/** One skill that somebody else changed since the base revision; null stands for "not in the profile", or for an unknown base. */
export interface SkillConflict {
  skillId: string;
  base: SkillValue | null;
  theirs: SkillValue | null;
  mine: SkillValue | null;
}

/** The part of an edit that says what it wants. */
export interface Wishes {
  set: readonly SkillWithValue[];
  remove: readonly string[];
}

export type Merge =
  | { result: 'write'; diff: SkillDifference[] }
  | { result: 'unchanged' }
  | { result: 'conflict'; skills: SkillConflict[] };

/**
 * Three-way merge of one edit into `theirs`, the profile as it is now. Only the skills named in the edit are touched, and all or nothing:
 * one of them changed by somebody else since `base` makes the whole edit a conflict. Without a base nothing is ever merged.
 */
export function merge(base: SkillValues | undefined, theirs: SkillValues, edit: Wishes): Merge {
  const touched: SkillConflict[] = wishes(edit).map(([skillId, mine]) => ({
    skillId,
    base: base?.get(skillId) ?? null,
    theirs: theirs.get(skillId) ?? null,
    mine,
  }));
  if (!base) return { result: 'conflict', skills: touched };

  const open = touched.filter(({ theirs: now, mine }) => !sameValue(now, mine));
  const conflicts = open.filter(({ base: before, theirs: now }) => !sameValue(before, now));
  if (conflicts.length > 0) return { result: 'conflict', skills: conflicts };
  if (open.length === 0) return { result: 'unchanged' };
  return {
    result: 'write',
    diff: open.map(({ skillId, theirs: before, mine: after }) => ({ skillId, before, after })),
  };
}

/** What the edit wants of each skill that it names; null is "not in the profile". */
export function wishes({ set, remove }: Wishes): (readonly [string, SkillValue | null])[] {
  return [
    ...set.map(({ skillId, value }) => [skillId, value] as const),
    ...remove.map((skillId) => [skillId, null] as const),
  ];
}
