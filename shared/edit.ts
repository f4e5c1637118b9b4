import type { SkillDifference } from './diff.ts';
import type { SkillValue } from './skill.ts';

export const mostEdits = 500;
export const longestReason = 500;

/** Where a skill does not meet its conditions, as the profile is when it is written, it is left as it is, and the item says so. */
interface Conditions {
  /** Only where the profile has exactly this value. */
  onlyIf?: SkillValue | undefined;
  /** Only where the skill is in the profile. */
  onlyIfPresent?: boolean | undefined;
}

/** A value for a skill, which comes into the profile if it is not there. */
export interface ValueToSet extends Conditions {
  skillId: string;
  value: SkillValue;
}

/** So much more (or less) of a proficiency than the base has, from 0 to 10; a skill that is not in the profile is left out. */
export interface ValueToAdd extends Conditions {
  skillId: string;
  add: number;
}

export type SetOperation = ValueToSet | ValueToAdd;

/** Values of skills in one profile, based on the revision that the editor saw. */
export interface ValuesEdit {
  skillProfileId: string;
  revision: string;
  set: SetOperation[];
  remove: string[];
  /** Of an undo alone, never taken from a request: a skill that still is `before` becomes `after`. It needs no revision. */
  restore?: SkillDifference[];
  /** Of what was noticed alone: the profile itself is gone, and had this name. */
  deleted?: { name: string };
}

/** Another profile for one agent; null is "the one of his team". */
export interface AssignmentEdit {
  userId: string;
  fromSkillProfileId: string | null;
  toSkillProfileId: string | null;
}

export type Edit = ValuesEdit | AssignmentEdit;

/** What one person asks for in one step. */
export interface ChangeRequest {
  edits: Edit[];
  reason: string;
  /** The preview that this person agreed to. */
  previewId?: string | undefined;
  /** He agrees to the use outside of his scope that this preview showed. */
  acknowledge?: boolean | undefined;
  /** When it is to begin, and when Skilldesk is to put it back: ISO 8601 with a zone, at most a year ahead. */
  startsAt?: string | undefined;
  until?: string | undefined;
}

/** Why a Change is taken back, and what was agreed to. */
export type UndoRequest = Omit<ChangeRequest, 'edits' | 'startsAt' | 'until'>;

/** What becomes of the end of a Change: another one, none (null), or now (a past one); and whose it is from then on. */
export interface LeaseMove {
  until?: string | null | undefined;
  owner?: string | undefined;
}

export const isAssignment = (edit: Edit): edit is AssignmentEdit => 'userId' in edit;

/** Every skill that an edit of values names. */
export const namedSkills = ({
  set,
  remove,
  restore = [],
}: Pick<ValuesEdit, 'set' | 'remove' | 'restore'>): string[] => [
  ...[...set, ...restore].map(({ skillId }) => skillId),
  ...remove,
];

/** The profile or user that an edit is about. */
export const targetOf = (edit: Edit): string => (isAssignment(edit) ? edit.userId : edit.skillProfileId);
