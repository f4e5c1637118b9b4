import type { SkillDifference } from './diff.ts';
import type { SetOperation, ValuesEdit } from './edit.ts';
import { highestProficiency, sameValue, type SkillValue } from './skill.ts';
import type { SkillValues } from './skill-values.ts';

/** One skill that somebody else changed since the base revision; null stands for "not in the profile", or for an unknown base. */
export interface SkillConflict {
  skillId: string;
  base: SkillValue | null;
  theirs: SkillValue | null;
  mine: SkillValue | null;
}

/** The part of an edit that says what it wants. */
export type Wishes = Pick<ValuesEdit, 'set' | 'remove' | 'restore'>;

/** A skill that stays as it is, since it does not meet the conditions of the edit; null stands for "not in the profile". */
export interface LeftOut {
  skillId: string;
  theirs: SkillValue | null;
}

export type Merge =
  | { result: 'write'; diff: SkillDifference[]; leftOut?: LeftOut[] }
  | { result: 'unchanged'; leftOut?: LeftOut[] }
  | { result: 'conflict'; skills: SkillConflict[] };

/**
 * Three-way merge of one edit into `theirs`, the profile as it is now. Only the skills named in the edit are touched, and all or nothing:
 * one of them changed by somebody else since `base` makes the whole edit a conflict. Skills that do not meet their conditions are not
 * touched, so whoever changed them is in nobody's way. Without a base nothing is ever merged.
 */
export function merge(base: SkillValues | undefined, theirs: SkillValues, edit: Wishes): Merge {
  const asked = wishes(base ?? theirs, theirs, edit).map((wish) => ({
    ...wish,
    base: base?.get(wish.skillId) ?? null,
    theirs: theirs.get(wish.skillId) ?? null,
  }));
  if (!base) return { result: 'conflict', skills: asked.map(conflictOf) };

  const open = asked.filter(({ theirs: now, mine }) => !sameValue(now, mine));
  const touched = open.filter(({ isMet }) => isMet);
  const conflicts = touched.filter(({ base: before, theirs: now }) => !sameValue(before, now));
  if (conflicts.length > 0) return { result: 'conflict', skills: conflicts.map(conflictOf) };
  const leftOut = open
    .filter(({ isMet }) => !isMet)
    .map(({ skillId, theirs: now }): LeftOut => ({ skillId, theirs: now }));
  const others = leftOut.length > 0 ? { leftOut } : {};
  if (touched.length === 0) return { result: 'unchanged', ...others };
  return {
    result: 'write',
    diff: touched.map(({ skillId, theirs: before, mine: after }) => ({ skillId, before, after })),
    ...others,
  };
}

/** The skills that an edit wants as they are already, where its conditions hold. */
export function heldBy(base: SkillValues | undefined, theirs: SkillValues, edit: Wishes): SkillDifference[] {
  if (!base) return [];
  return wishes(base, theirs, edit)
    .map(({ skillId, mine, isMet }) => ({ skillId, before: theirs.get(skillId) ?? null, after: mine, isMet }))
    .filter(({ before, after, isMet }) => isMet && sameValue(before, after))
    .map(({ skillId, before, after }) => ({ skillId, before, after }));
}

const conflictOf = ({ skillId, base, theirs, mine }: SkillConflict): SkillConflict => ({ skillId, base, theirs, mine });

/** What an edit wants of one skill; null is "not in the profile". */
interface Wish {
  skillId: string;
  mine: SkillValue | null;
  /** Its conditions hold for the profile as it is now. */
  isMet: boolean;
}

function wishes(base: SkillValues, theirs: SkillValues, { set, remove, restore = [] }: Wishes): Wish[] {
  return [
    ...set.map((operation) => wishOf(operation, base, theirs)),
    ...remove.map((skillId) => ({ skillId, mine: null, isMet: true })),
    ...restore.map(({ skillId, before, after }) => ({
      skillId,
      mine: after,
      isMet: sameValue(theirs.get(skillId) ?? null, before),
    })),
  ];
}

function wishOf(operation: SetOperation, base: SkillValues, theirs: SkillValues): Wish {
  const { skillId, onlyIf, onlyIfPresent } = operation;
  const now = theirs.get(skillId) ?? null;
  const isMet = (onlyIf === undefined || sameValue(now, onlyIf)) && (!onlyIfPresent || now !== null);
  if ('value' in operation) return { skillId, mine: operation.value, isMet };
  // Counted from the base, not from what stands: so it adds once, however often it is tried.
  const from = base.get(skillId) ?? now;
  const isThere = typeof from === 'number';
  const mine = Math.min(highestProficiency, Math.max(0, (isThere ? from : 0) + operation.add));
  return { skillId, mine, isMet: isMet && isThere };
}
