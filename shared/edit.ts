import type { SkillWithValue } from './skill-values.ts';

export const mostEdits = 500;
export const longestReason = 500;

/** Values of skills in one profile, based on the revision that the editor saw. */
export interface ValuesEdit {
  skillProfileId: string;
  revision: string;
  set: SkillWithValue[];
  remove: string[];
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
}

export const isAssignment = (edit: Edit): edit is AssignmentEdit => 'userId' in edit;

/** The profile or user that an edit is about. */
export const targetOf = (edit: Edit): string => (isAssignment(edit) ? edit.userId : edit.skillProfileId);
