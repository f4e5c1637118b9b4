import { OrganizationBuilder, type Requirement, type SkillValue } from './organization-builder.ts';
import type { Organization, Skill } from './organization.ts';
import { SeededGenerator } from './seeded-generator.ts';
import { addNamedPeople } from './standard-people.ts';
import { addUserProfiles } from './standard-user-profiles.ts';

interface OrganizationSize {
  users: number;
  teams: number;
  skills: number;
  skillProfiles: number;
  queues: number;
}

/** What one supervisor's desktop is sized for. */
export const supervisorDesktopSize: OrganizationSize = {
  users: 500,
  teams: 100,
  skills: 130,
  skillProfiles: 60,
  queues: 250,
};
/** Many agents on few profiles. */
export const manyAgentsSize: OrganizationSize = {
  users: 2_000,
  teams: 100,
  skills: 130,
  skillProfiles: 20,
  queues: 250,
};

const firstNames = [
  'Alba',
  'Bo',
  'Cara',
  'Dev',
  'Eli',
  'Fay',
  'Gus',
  'Hana',
  'Ivo',
  'Jo',
  'Kim',
  'Lou',
  'Mia',
  'Ned',
  'Oz',
];
const enumValues = ['low', 'medium', 'high', 'top'];

const named = (kind: string, index: number): string => `${kind} ${String(index + 1).padStart(3, '0')}`;

function addSkills(builder: OrganizationBuilder, count: number): Skill[] {
  return Array.from({ length: count }, (_, index) => {
    switch (index % 8) {
      case 5:
        return builder.skill(named('Flag', index), 'BOOLEAN');
      case 6:
        return builder.skill(named('Note', index), 'TEXT');
      case 7:
        return builder.skill(named('Level', index), 'ENUM', { values: enumValues });
      default:
        return builder.skill(named('Topic', index), 'PROFICIENCY');
    }
  });
}

function valueFor(skill: Skill, random: SeededGenerator): SkillValue {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return random.below(11);
    case 'BOOLEAN':
      return random.below(2) === 1;
    case 'TEXT':
      return random.pick(['north', 'south', 'east', 'west']);
    case 'ENUM':
      return random.pickSeveral(enumValues, 1 + random.below(2));
  }
}

function requirementOn(skill: Skill, random: SeededGenerator): Requirement {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return [skill.name, random.below(5) === 0 ? '<=' : '>=', String(random.below(11))];
    case 'BOOLEAN':
      return [skill.name, 'IS', String(random.below(2) === 1)];
    case 'TEXT':
      return [skill.name, random.pick(['IS', 'IS_NOT']), random.pick(['north', 'south', 'east', 'west'])];
    case 'ENUM':
      return [skill.name, random.pick(['IS', 'IS_NOT']), random.pick(enumValues)];
  }
}

/**
 * An organization of any size, the same for the same size and seed. The administrators and supervisors of `people`
 * are in it; Nadia North supervises the first half of the teams and reaches the first half of the skill profiles.
 */
export function largeOrganization(size: OrganizationSize = supervisorDesktopSize, seed = 1): Organization {
  const random = new SeededGenerator(seed);
  const builder = new OrganizationBuilder(`Large ${size.users} ${seed}`);
  for (const site of ['Dublin', 'Lisbon']) builder.site(site);
  const skills = addSkills(builder, size.skills);

  const profiles = Array.from({ length: size.skillProfiles }, (_, index) => named('Profile', index));
  for (const profile of profiles) {
    const chosen = random.pickSeveral(skills, 12 + random.below(20));
    const values = Object.fromEntries(chosen.map((skill) => [skill.name, valueFor(skill, random)]));
    builder.skillProfile(profile, `Generated for ${profile}`, values);
  }

  const teams = Array.from({ length: size.teams }, (_, index) => named('Team', index));
  for (const [index, team] of teams.entries()) {
    builder.team(team, index % 2 === 0 ? 'Dublin' : 'Lisbon', profiles[index % profiles.length]);
  }
  const half = { teams: teams.slice(0, teams.length / 2), skillProfiles: profiles.slice(0, profiles.length / 2) };
  addUserProfiles(builder, half, half);
  addNamedPeople(builder);

  for (let index = builder.organization.users.size; index < size.users; index += 1) {
    const team = teams[index % teams.length] ?? '';
    const own = random.below(3) === 0 ? { skillProfile: profiles[index % profiles.length] ?? '' } : {};
    builder.user(`${random.pick(firstNames)} ${named('Agent', index)}`, 'Standard Agent', 'Dublin', [team], own);
  }
  for (let index = 0; index < size.queues; index += 1) {
    const name = named('Queue', index);
    if (index % 25 === 24) builder.teamBasedQueue(name, random.pickSeveral(teams, 2), 'SKILLS_BASED');
    else {
      const wanted = random.pickSeveral(skills, 1 + random.below(3));
      builder.skillBasedQueue(
        name,
        wanted.map((skill) => requirementOn(skill, random)),
        random.below(3) === 0,
      );
    }
  }
  return builder.organization;
}
