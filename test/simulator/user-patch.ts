import type { User } from './organization.ts';
import { isObject, without } from './json-object.ts';
import type { AccessToken } from './token-store.ts';
import { userOf } from './user-profile-access.ts';
import { configurationError, invalid } from './webex-error.ts';
import type { World } from './world.ts';

const identityFields = ['id', 'organizationId', 'ciUserId', 'email', 'firstName', 'lastName', 'dbId'] as const;
/** Answered with 200 and forgotten. */
const ignoredFields = ['userLevelSummariesInclusion', 'userLevelAutoCSATInclusion'];
const textFields = ['agentProfileId', 'multimediaProfileId', 'deafultDialledNumber', 'timezone'];
const flagFields = ['active', 'contactCenterEnabled'];
const agentsPerProfile = 500;

function agentsSharing(world: World, skillProfileId: string, without: string): number {
  const { users, teams } = world.organization;
  const ofTeam = (user: User): string | undefined =>
    user.teamIds.map((id) => teams.get(id)?.skillProfileId).find((id) => id !== undefined);
  return [...users.values()].filter(
    (user) => user.id !== without && (user.skillProfileId ?? ofTeam(user)) === skillProfileId,
  ).length;
}

/** 400 when the profile does not exist or is full. */
function demandAssignable(world: World, user: User, skillProfileId: unknown): string {
  const id = String(skillProfileId);
  if (!world.organization.skillProfiles.has(id)) throw invalid(`Skill profile ${id} does not exist`);
  if (world.switches.agentsPerProfileLimit === 'refused' && agentsSharing(world, id, user.id) >= agentsPerProfile) {
    throw invalid(`A skill profile can be assigned to at most ${agentsPerProfile} users`);
  }
  return id;
}

/** The user with another skill profile of his own; `null` gives him back to his team's. */
export function withSkillProfile(world: World, user: User, skillProfileId: unknown, caller: AccessToken): User {
  const assigned = skillProfileId === null ? {} : { skillProfileId: demandAssignable(world, user, skillProfileId) };
  const actor = userOf(world, caller);
  return {
    ...without(user, 'skillProfileId'),
    ...assigned,
    skillProfileUpdatedBy: actor ? `${actor.firstName} ${actor.lastName}` : caller.clientId,
    skillProfileUpdatedTime: world.now(),
  };
}

function withReference(world: World, user: User, field: string, value: unknown): User {
  const { teams, sites, userProfiles } = world.organization;
  if (field === 'teamIds') {
    if (!Array.isArray(value) || !value.every((id) => teams.has(String(id)))) throw invalid('teamIds: unknown team');
    return { ...user, teamIds: value.map(String) };
  }
  const id = String(value);
  if (field === 'siteId' ? !sites.has(id) : !userProfiles.has(id)) throw invalid(`${field}: ${id} does not exist`);
  return { ...user, [field]: id };
}

function withPlainField(user: User, field: string, value: unknown): User {
  if (flagFields.includes(field) ? typeof value !== 'boolean' : typeof value !== 'string') {
    throw invalid(`${field} has a wrong type`);
  }
  return { ...user, [field]: value };
}

/**
 * The user that a valid partial body asks for, one version on; the user himself when nothing in it counts.
 * Nothing is stored yet.
 */
export function patchedUser(world: World, user: User, body: unknown, caller: AccessToken): User {
  // A JSON Patch document ends in a server error, not in a refusal.
  if (Array.isArray(body)) throw configurationError(500, null);
  if (!isObject(body)) throw invalid('Required request body is missing');
  let next = user;
  for (const [field, value] of Object.entries(body)) {
    const identity = identityFields.find((name) => name === field);
    if (identity !== undefined && value !== user[identity]) {
      throw invalid(`This configuration cannot be changed. Original value is ${user[identity]}`);
    }
    if (ignoredFields.includes(field)) continue;
    if (field === 'skillProfileId') next = withSkillProfile(world, next, value, caller);
    else if (['teamIds', 'siteId', 'userProfileId'].includes(field)) next = withReference(world, next, field, value);
    else if ([...textFields, ...flagFields].includes(field)) next = withPlainField(next, field, value);
  }
  return next === user ? user : world.nextVersion(user, next);
}
