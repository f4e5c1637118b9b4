import { idOf } from '../simulator/organization-builder.ts';
import type { Organization, SkillType } from '../simulator/organization.ts';
import { skillIds, standardOrganization } from '../simulator/standard-organization.ts';

/** At so many desks somebody works at the same time, each with skills and an agent of his own. */
export const desks = 16;

/** Of one desk: the skill whose text is never the same twice, and the one that counts. */
export const noteOf = (desk: number): string => idOf('skill', `Note ${desk}`);
export const countOf = (desk: number): string => idOf('skill', `Count ${desk}`);

/** The standard organization, with two more skills for each desk. */
export function benchOrganization(): Organization {
  const organization = standardOrganization();
  const add = (name: string, like: string, skillType: SkillType) => {
    const model = organization.skills.get(like);
    if (!model) throw new Error(`There is no skill to make ${name} like.`);
    const id = idOf('skill', name);
    organization.skills.set(id, { ...model, id, name, skillType });
  };
  for (let desk = 0; desk < desks; desk += 1) {
    add(`Note ${desk}`, skillIds.certification, 'TEXT');
    add(`Count ${desk}`, skillIds.german, 'PROFICIENCY');
  }
  return organization;
}
