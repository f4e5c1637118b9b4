import { largeOrganization } from '../simulator/large-organization.ts';
import type { AssignedDynamicSkill, Organization, Skill, SkillRequirement } from '../simulator/organization.ts';
import { SeededGenerator } from '../simulator/seeded-generator.ts';

const conditions: Record<Skill['skillType'], readonly string[]> = {
  PROFICIENCY: ['>=', '<=', 'IS', 'IS_NOT', 'gte', 'LTE', 'GREATER_THAN_OR_EQUAL_TO', 'LESS_THAN_OR_EQUAL_TO'],
  BOOLEAN: ['IS', 'IS_NOT', 'is'],
  TEXT: ['IS', 'IS_NOT', 'CONTAINS', 'DOES_NOT_CONTAIN'],
  ENUM: ['IS', 'IS_NOT', 'CONTAINS', 'DOES_NOT_CONTAIN'],
};
const notUnderstood = ['BETWEEN', 'STARTS_WITH'];

/**
 * A generated organization with everything that makes a preview hard: every operator and some that nobody knows, agents of several teams or
 * of none, teams without a profile, disabled agents, dynamic skills.
 */
export function variedOrganization(seed: number): Organization {
  const random = new SeededGenerator(seed);
  const organization = largeOrganization({ users: 120, teams: 12, skills: 24, skillProfiles: 14, queues: 60 }, seed);
  const skills = [...organization.skills.values()];
  const teams = [...organization.teams.values()];
  const dynamic = random.pickSeveral(skills, 3);
  for (const skill of dynamic) skill.dynamicSkill = true;
  for (const team of random.pickSeveral(teams, 3)) delete team.skillProfileId;

  for (const user of organization.users.values()) {
    if (user.teamIds.length === 0) continue;
    const luck = random.below(10);
    if (luck === 0) user.teamIds = [];
    if (luck <= 3) user.teamIds = random.pickSeveral(teams, 2).map(({ id }) => id);
    if (luck === 4) user.active = false;
    user.dynamicSkills = random.pickSeveral(dynamic, random.below(3)).map((skill) => dynamicValue(skill, random));
  }
  for (const queue of organization.queues.values()) {
    queue.queueSkillRequirements = queue.queueSkillRequirements.map((requirement) =>
      varied(requirement, organization, random),
    );
  }
  return organization;
}

function varied(requirement: SkillRequirement, { skills }: Organization, random: SeededGenerator): SkillRequirement {
  const skill = skills.get(requirement.skillId);
  if (!skill) return requirement;
  if (random.below(40) === 0) return { ...requirement, condition: random.pick(notUnderstood) };
  const skillValue = skill.skillType === 'TEXT' && random.below(3) === 0 ? 'th' : requirement.skillValue;
  return { ...requirement, condition: random.pick(conditions[skill.skillType]), skillValue };
}

function dynamicValue(skill: Skill, random: SeededGenerator): AssignedDynamicSkill {
  const entry = { id: `dynamic-${skill.id}`, skillId: skill.id };
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return { ...entry, proficiencyValue: random.below(11) };
    case 'BOOLEAN':
      return { ...entry, booleanValue: random.below(2) === 1 };
    case 'TEXT':
      return { ...entry, textValue: random.pick(['north', 'south']) };
    case 'ENUM':
      return { ...entry, enumSkillValues: random.pickSeveral(skill.enumSkillValues, 1).map(({ id }) => id) };
  }
}
