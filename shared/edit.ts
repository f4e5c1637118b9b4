import * as z from 'zod/mini';
import { Id } from './id.ts';
import { SkillValue } from './skill.ts';

export const mostEdits = 500;
export const longestReason = 500;

const Revision = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'is not a revision'));

/** Values of skills in one profile, based on the revision that the editor saw. */
export const ValuesEdit = z.strictObject({
  skillProfileId: Id,
  revision: Revision,
  set: z._default(z.array(z.strictObject({ skillId: Id, value: SkillValue })).check(z.maxLength(mostEdits)), []),
  remove: z._default(z.array(Id).check(z.maxLength(mostEdits)), []),
});
export type ValuesEdit = z.infer<typeof ValuesEdit>;

/** Another profile for one agent; null is "the one of his team". */
export const AssignmentEdit = z.strictObject({
  userId: Id,
  fromSkillProfileId: z.nullable(Id),
  toSkillProfileId: z.nullable(Id),
});
export type AssignmentEdit = z.infer<typeof AssignmentEdit>;

export type Edit = ValuesEdit | AssignmentEdit;

/** What one person asks for in one step. */
export const ChangeRequest = z.strictObject({
  edits: z.array(z.union([ValuesEdit, AssignmentEdit])).check(z.minLength(1), z.maxLength(mostEdits)),
  reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(longestReason)),
});
export type ChangeRequest = z.infer<typeof ChangeRequest>;

export const isAssignment = (edit: Edit): edit is AssignmentEdit => 'userId' in edit;

/** The profile or user that an edit is about. */
export const targetOf = (edit: Edit): string => (isAssignment(edit) ? edit.userId : edit.skillProfileId);
