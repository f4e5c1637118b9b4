export const skillTypes = ['PROFICIENCY', 'BOOLEAN', 'TEXT', 'ENUM'] as const;
export type SkillType = (typeof skillTypes)[number];

export const highestProficiency = 10;
export const longestText = 100;

/** What a profile says of one skill: an integer 0–10, a boolean, a text of at most 100 characters, or the ids of enum values. */
export type SkillValue = number | boolean | string | readonly string[];

export interface EnumSkillValue {
  id: string;
  name: string;
}

/** What can be asked for. `enumSkillValues` is empty for every type but ENUM. */
export interface Skill {
  id: string;
  name: string;
  description: string;
  skillType: SkillType;
  active: boolean;
  enumSkillValues: EnumSkillValue[];
}

/** Why `value` cannot be a value of `skill`, in words for a person, or undefined when it can. */
export function misfit(skill: Skill, value: SkillValue): string | undefined {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= highestProficiency
        ? undefined
        : `${skill.name} takes a whole number from 0 to ${highestProficiency}.`;
    case 'BOOLEAN':
      return typeof value === 'boolean' ? undefined : `${skill.name} takes true or false.`;
    case 'TEXT':
      return typeof value === 'string' && value.length <= longestText
        ? undefined
        : `${skill.name} takes a text of at most ${longestText} characters.`;
    case 'ENUM':
      return isEnumChoice(skill, value) ? undefined : `${skill.name} takes one or more of its own values, each once.`;
  }
}

function isEnumChoice(skill: Skill, value: SkillValue): boolean {
  if (typeof value !== 'object' || value.length === 0 || new Set(value).size !== value.length) return false;
  return value.every((id) => skill.enumSkillValues.some((known) => known.id === id));
}

/** Equal values; the values of an ENUM skill are a set, so their order says nothing. */
export function sameValue(one: SkillValue | null, other: SkillValue | null): boolean {
  return one === other || canonicalValue(one) === canonicalValue(other);
}

/** One text for equal values, another for different ones. */
export function canonicalValue(value: SkillValue | null): string {
  return JSON.stringify(typeof value === 'object' && value !== null ? [...value].sort() : value);
}
