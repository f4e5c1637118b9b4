import type { User } from './organization.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

/** Webex answers `teamIds` in an order of its own, and not always the same one. */
function reordered(ids: readonly string[], version: number): string[] {
  const sorted = [...ids].sort();
  return version % 2 === 0 ? sorted.reverse() : sorted;
}

function dynamicSkillDocuments(world: World, user: User): Json[] {
  return user.dynamicSkills.map((assigned) => {
    const skill = world.organization.skills.get(assigned.skillId);
    const values = assigned.enumSkillValues?.map((id) => ({
      id,
      name: skill?.enumSkillValues.find((value) => value.id === id)?.name,
    }));
    return { ...assigned, skillName: skill?.name, ...(values ? { enumSkillValues: values } : {}) };
  });
}

/** A user as lists and items show him; the `include…` parameters of the item add to it. */
export function userDocument(world: World, user: User, include: Record<string, string> = {}): Json {
  const { dynamicSkills, skillProfileUpdatedBy, skillProfileUpdatedTime, ...rest } = user;
  const { dynamicSkillsUpdatedBy, dynamicSkillsUpdatedTime, ...shown } = rest;
  const profileType = world.organization.userProfiles.get(user.userProfileId)?.profileType;
  return {
    ...shown,
    teamIds: reordered(user.teamIds, user.version),
    siteName: world.organization.sites.get(user.siteId)?.name,
    imiUserCreated: false,
    systemDefault: false,
    dynamicSkillAssigned: dynamicSkills.length > 0,
    ...(include['includeUserProfileType'] === 'true' ? { userProfileType: profileType } : {}),
    ...(include['includeSkillProfileAudit'] === 'true' ? { skillProfileUpdatedBy, skillProfileUpdatedTime } : {}),
    ...(include['includeReskillAuditInfo'] === 'true' ? { dynamicSkillsUpdatedBy, dynamicSkillsUpdatedTime } : {}),
    ...(include['includeSkillDetails'] === 'true' ? { dynamicSkills: dynamicSkillDocuments(world, user) } : {}),
  };
}

/** Whoever has a dynamic skill, each with his value of it. */
export function usersWithDynamicSkill(world: World, skillId: string): Json[] {
  return [...world.organization.users.values()].flatMap((user) => {
    const { organizationId, id, firstName, lastName, email } = user;
    return dynamicSkillDocuments(world, user)
      .filter((assigned) => assigned['skillId'] === skillId)
      .map((dynamicSkill) => ({ organizationId, id, firstName, lastName, email, dynamicSkill }));
  });
}
