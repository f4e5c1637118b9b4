import { sameValue, type SkillValue } from './skill.ts';
import type { SkillValues } from './skill-values.ts';

/** One skill's change; null stands for "not in the profile". */
export interface SkillDifference {
  skillId: string;
  before: SkillValue | null;
  after: SkillValue | null;
}

export function diff(before: SkillValues, after: SkillValues): SkillDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((skillId) => ({ skillId, before: before.get(skillId) ?? null, after: after.get(skillId) ?? null }))
    .filter((difference) => !sameValue(difference.before, difference.after));
}

export function withDifferences(values: SkillValues, differences: readonly SkillDifference[]): SkillValues {
  const result = new Map(values);
  for (const { skillId, after } of differences) {
    if (after === null) result.delete(skillId);
    else result.set(skillId, after);
  }
  return result;
}
