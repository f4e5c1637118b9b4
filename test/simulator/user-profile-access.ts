import type { User, UserProfile } from './organization.ts';
import type { AccessToken } from './token-store.ts';
import { forbidden } from './webex-error.ts';
import type { World } from './world.ts';

/** What one caller may reach, by the user profile of his user. */
interface Reach {
  includes(id: string | undefined): boolean;
}

const everything: Reach = { includes: () => true };

/** Service Apps have no user; every other token acts as one. */
const isMachine = (caller: AccessToken): boolean => caller.kind === 'service-app';

export function userOf(world: World, caller: AccessToken): User | undefined {
  return [...world.organization.users.values()].find(({ ciUserId }) => ciUserId === caller.ciUserId);
}

function userProfileOf(world: World, caller: AccessToken): UserProfile | undefined {
  return world.organization.userProfiles.get(userOf(world, caller)?.userProfileId ?? '');
}

/** Does the caller's user profile give this permission at one of these levels? */
export function hasPermission(world: World, caller: AccessToken, name: string, levels: readonly string[]): boolean {
  if (isMachine(caller)) return true;
  const profile = userProfileOf(world, caller);
  if (!profile?.active) return false;
  if (profile.permissionAccessLevel === 'ALL') return true;
  return profile.permissions.some((permission) => permission.name === name && levels.includes(permission.access));
}

/** Which teams, sites or skill profiles the caller's user profile names. */
export function reachOf(world: World, caller: AccessToken, resourceName: 'team' | 'site' | 'skill-profile'): Reach {
  if (isMachine(caller)) return everything;
  const profile = userProfileOf(world, caller);
  if (!profile?.active) return { includes: () => false };
  if (profile.resourceAccessLevel === 'ALL') return everything;
  const resources = profile.resourceCollections
    .flatMap((collection) => collection.resources)
    .filter(({ name }) => name === resourceName);
  if (resources.some(({ accessLevel }) => accessLevel === 'ALL')) return everything;
  const ids = new Set(resources.flatMap((resource) => resource.ids));
  return { includes: (id) => id !== undefined && ids.has(id) };
}

/** The users whom the caller supervises: contact-center users of sites and teams within reach. */
export function supervisedUsers(world: World, caller: AccessToken): User[] {
  const sites = reachOf(world, caller, 'site');
  const teams = reachOf(world, caller, 'team');
  return [...world.organization.users.values()].filter(
    ({ contactCenterEnabled, siteId, teamIds }) =>
      contactCenterEnabled && sites.includes(siteId) && teamIds.some((id) => teams.includes(id)),
  );
}

/** 403 unless the caller's user profile lets him do this with skill profiles (of this one). */
export function demandSkillProfileAccess(
  world: World,
  caller: AccessToken,
  levels: readonly ('EDIT' | 'VIEW')[],
  skillProfileId?: string,
): void {
  if (isMachine(caller)) {
    if (world.switches.serviceAppProfileCheck === 'denied') throw forbidden();
    return;
  }
  if (!hasPermission(world, caller, 'skill-profile', levels)) throw forbidden();
  if (skillProfileId !== undefined && !reachOf(world, caller, 'skill-profile').includes(skillProfileId)) {
    throw forbidden();
  }
}
