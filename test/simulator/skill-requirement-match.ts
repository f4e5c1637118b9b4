import type { Request } from 'express';
import { pageAnswer } from './list-answer.ts';
import type { SkillProfile, SkillRequirement } from './organization.ts';
import { isObject } from './json-object.ts';
import { invalid } from './webex-error.ts';
import type { World } from './world.ts';

type Wanted = Pick<SkillRequirement, 'skillId' | 'condition' | 'skillValue'>;

const conditionNames: Record<string, string> = {
  '>=': '>=',
  GTE: '>=',
  GREATER_THAN_OR_EQUAL_TO: '>=',
  '<=': '<=',
  LTE: '<=',
  LESS_THAN_OR_EQUAL_TO: '<=',
  IS: 'IS',
  IS_NOT: 'IS_NOT',
};

/** The values a profile has for a skill, as texts; enum values by name and by id. */
function valuesOf(world: World, profile: SkillProfile, skillId: string): string[] {
  const skill = world.organization.skills.get(skillId);
  const entry = profile.activeSkills.find((active) => active.skillId === skillId);
  if (entry) return [String(entry.proficiencyValue ?? entry.booleanValue ?? entry.textValue)];
  const valueIds = new Set(profile.activeEnumSkills.map(({ enumSkillValueId }) => enumSkillValueId));
  return (skill?.enumSkillValues ?? []).filter(({ id }) => valueIds.has(id)).flatMap(({ id, name }) => [name, id]);
}

function matches(world: World, profile: SkillProfile, { skillId, condition, skillValue }: Wanted): boolean {
  const values = valuesOf(world, profile, skillId).map((value) => value.toLowerCase());
  const wanted = skillValue.toLowerCase();
  const absent = world.switches.absentSkillMatch === 'yes';
  switch (conditionNames[condition.toUpperCase()]) {
    case '>=':
      return values.some((value) => Number(value) >= Number(wanted));
    case '<=':
      return values.length === 0 ? absent : values.some((value) => Number(value) <= Number(wanted));
    case 'IS':
      return values.includes(wanted);
    case 'IS_NOT':
      return values.length === 0 ? absent : !values.includes(wanted);
    default:
      return false;
  }
}

/** All requirements must hold. */
export function profileMatches(world: World, profile: SkillProfile, requirements: readonly Wanted[]): boolean {
  return requirements.every((requirement) => matches(world, profile, requirement));
}

function requirementsOf(body: unknown): Wanted[] {
  const given = isObject(body) ? body['skillRequirements'] : undefined;
  if (!Array.isArray(given) || given.length === 0) throw invalid('Skill requirements cannot be empty');
  if (given.length > 50) throw invalid('Skill requirements cannot be more than 50');
  return given.map((requirement: unknown) => {
    const { skillId, condition, skillValue } = isObject(requirement) ? requirement : {};
    if (typeof skillId !== 'string' || typeof condition !== 'string' || typeof skillValue !== 'string') {
      throw invalid('skillId, condition and skillValue must not be null');
    }
    return { skillId, condition, skillValue };
  });
}

/** POST user/fetch-by-skill-requirements: names and profile names, no ids. */
export function usersBySkillRequirements(world: World, request: Request) {
  const requirements = requirementsOf(request.body);
  const { users, teams, skillProfiles } = world.organization;
  const rows = [...users.values()].flatMap((user) => {
    const ofTeam = user.teamIds.map((id) => teams.get(id)?.skillProfileId).find((id) => id !== undefined);
    const profile = skillProfiles.get(user.skillProfileId ?? ofTeam ?? '');
    if (!profile || !profileMatches(world, profile, requirements)) return [];
    const { firstName, lastName, email } = user;
    return [{ firstName, lastName, email, skillProfileName: profile.name }];
  });
  return pageAnswer(world, request, rows);
}
