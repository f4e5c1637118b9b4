import { sameValue, type SkillValue } from '../../shared/skill.ts';

/** One value that a lease holds; null stands for "not in the profile". */
export interface LeaseField {
  /** The lease. */
  changeId: string;
  value: SkillValue | null;
  /** What is written when it ends on top: the value of the one below, or the base. */
  restores: SkillValue | null;
}

/** How a lease leaves a field: `ended` as it should, `superseded` by somebody's change of it, `kept` as it was made permanent. */
export type Leaving = 'ended' | 'superseded' | 'kept';

/** The leases on one field of one profile or agent, the base one first; and who left it by the step that made this stack. */
export interface LeaseStack {
  fields: readonly LeaseField[];
  left: readonly { changeId: string; how: Leaving }[];
}

/** Somebody changed the field for good, here or around us: what he set is the new base, and no lease restores anything any more. */
export const overtake = ({ fields }: LeaseStack): LeaseStack => ({
  fields: [],
  left: fields.map(({ changeId }) => ({ changeId, how: 'superseded' })),
});

/** A lease wrote `value` where `before` stood, or found its value there. What it found is not always what the one below had set. */
export function lay(
  stack: LeaseStack,
  { changeId, value, before }: { changeId: string; value: SkillValue | null; before: SkillValue | null },
): LeaseStack {
  const top = stack.fields.at(-1);
  const { fields, left } = top && !sameValue(top.value, before) ? overtake(stack) : { fields: stack.fields, left: [] };
  return { fields: [...fields, { changeId, value, restores: before }], left };
}

/** A lease ends; where its value is not what stands (`isForeign`), somebody changed the field since. */
export function end(stack: LeaseStack, changeId: string, isForeign: boolean): LeaseStack {
  return isForeign ? overtake(stack) : leave(stack, changeId);
}

/** A lease is made permanent: what it set is the new base. */
export function keep({ fields }: LeaseStack, changeId: string): LeaseStack {
  const at = fields.findIndex((field) => field.changeId === changeId);
  if (at < 0) return { fields, left: [] };
  return {
    fields: fields.slice(at + 1),
    left: [...overtake({ fields: fields.slice(0, at), left: [] }).left, { changeId, how: 'kept' }],
  };
}

/** The one above restores from now on what the one that leaves would have. */
function leave({ fields }: LeaseStack, changeId: string): LeaseStack {
  const at = fields.findIndex((field) => field.changeId === changeId);
  const leaving = fields[at];
  if (!leaving) return { fields, left: [] };
  const above = fields[at + 1];
  const others = above ? [{ ...above, restores: leaving.restores }, ...fields.slice(at + 2)] : [];
  return { fields: [...fields.slice(0, at), ...others], left: [{ changeId, how: 'ended' }] };
}
