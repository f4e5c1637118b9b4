import { canonicalValue, type SkillValue } from './skill.ts';

/** A profile's editable content: the value of each skill that is in it. */
export type SkillValues = ReadonlyMap<string, SkillValue>;

export interface SkillWithValue {
  skillId: string;
  value: SkillValue;
}

export function skillValues(list: readonly SkillWithValue[]): SkillValues {
  return new Map(list.map(({ skillId, value }) => [skillId, value]));
}

export function listSkillValues(values: SkillValues): SkillWithValue[] {
  return [...values].map(([skillId, value]) => ({ skillId, value }));
}

/**
 * The text whose hash is the profile's revision. It depends on the values alone: not on the order of entries, nor on entry ids, names,
 * versions and times, which change without anybody having edited a value.
 */
export function canonicalContent(values: SkillValues): string {
  const entries = [...values].map(([skillId, value]) => `${JSON.stringify(skillId)}:${canonicalValue(value)}`);
  return `skilldesk-revision-1{${entries.sort().join(',')}}`;
}
