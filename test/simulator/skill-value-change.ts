import type { SkillProfile } from './organization.ts';
import type { ColleagueEdit } from './switches.ts';
import { WebexError } from './webex-error.ts';

/** A change of one skill's value, as JSON. */
export interface SkillValueChange {
  skillId: string;
  proficiencyValue?: number;
  booleanValue?: boolean;
  textValue?: string;
}

/** The edit that sets this value on a skill that the profile has. */
export function colleagueEdit({ skillId, proficiencyValue, booleanValue, textValue }: SkillValueChange): ColleagueEdit {
  return (profile: SkillProfile) => {
    const entry = profile.activeSkills.find((active) => active.skillId === skillId);
    if (!entry) throw new WebexError(400, { detail: `The skill profile has no active skill ${skillId}.` });
    if (proficiencyValue !== undefined) entry.proficiencyValue = proficiencyValue;
    if (booleanValue !== undefined) entry.booleanValue = booleanValue;
    if (textValue !== undefined) entry.textValue = textValue;
  };
}
