import type { AssignedDynamicSkill, User } from './organization.ts';
import { isObject, type Json } from './json-object.ts';
import type { AccessToken } from './token-store.ts';
import { hasPermission, supervisedUsers, userOf } from './user-profile-access.ts';
import { withSkillProfile } from './user-patch.ts';
import { configurationError, forbidden, invalid } from './webex-error.ts';
import type { World } from './world.ts';

/** Reskilling is the Supervisor Desktop's own call: an administrator's token is refused. */
export function demandReskillingSupervisor(world: World, caller: AccessToken, agent: User): void {
  const profileId = userOf(world, caller)?.userProfileId ?? '';
  if (world.organization.userProfiles.get(profileId)?.profileType !== 'SUPERVISOR') {
    throw configurationError(403, 'User must have a supervisor profile to reskill agents');
  }
  if (!hasPermission(world, caller, 'reskill-agent', ['ENABLED'])) throw forbidden();
  if (!supervisedUsers(world, caller).some(({ id }) => id === agent.id)) throw forbidden();
}

function assigned(world: World, entry: Json): AssignedDynamicSkill {
  const skill = world.organization.skills.get(String(entry['skillId']));
  if (!skill?.dynamicSkill) throw invalid(`Skill ${String(entry['skillId'])} is not a dynamic skill`);
  const { textValue, booleanValue, proficiencyValue, enumSkillValues } = entry;
  return {
    id: world.newId(),
    skillId: skill.id,
    ...(typeof textValue === 'string' ? { textValue } : {}),
    ...(typeof booleanValue === 'boolean' ? { booleanValue } : {}),
    ...(typeof proficiencyValue === 'number' ? { proficiencyValue } : {}),
    ...(Array.isArray(enumSkillValues) ? { enumSkillValues: enumSkillValues.map(String) } : {}),
  };
}

export function reskilledUser(world: World, agent: User, body: unknown, caller: AccessToken): User {
  if (!isObject(body)) throw invalid('Required request body is missing');
  const { skillProfileId, dynamicSkills } = body;
  const next = skillProfileId === undefined ? agent : withSkillProfile(world, agent, skillProfileId, caller);
  const add = isObject(dynamicSkills) && Array.isArray(dynamicSkills['add']) ? dynamicSkills['add'] : [];
  const remove = isObject(dynamicSkills) && Array.isArray(dynamicSkills['remove']) ? dynamicSkills['remove'] : [];
  const added = add.filter(isObject).map((entry) => assigned(world, entry));
  const touched = new Set([...added.map(({ skillId }) => skillId), ...remove.map(String)]);
  const skills = [...agent.dynamicSkills.filter(({ skillId }) => !touched.has(skillId)), ...added];
  const limit = world.switches.dynamicSkillsLimit;
  if (limit !== null && skills.length > limit) throw invalid(`A user can have at most ${limit} dynamic skills`);
  const audit =
    touched.size > 0 ? { dynamicSkillsUpdatedBy: caller.clientId, dynamicSkillsUpdatedTime: world.now() } : {};
  return world.nextVersion(agent, { ...next, ...audit, dynamicSkills: skills });
}
