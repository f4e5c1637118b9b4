import type { Role } from '../../shared/api.ts';
import type { UserProfile } from './ports.ts';
import type { Rights, Scope } from './session.ts';

/** Undefined: neither supervisor nor administrator. */
export function roleOf({ profileType, active }: UserProfile): Role | undefined {
  if (!active) return undefined;
  if (profileType === 'SUPERVISOR') return 'supervisor';
  return profileType === 'ADMINISTRATOR' ? 'administrator' : undefined;
}

export function rightsOf(profile: UserProfile): Rights {
  const values = permits(profile, 'skill-profile', 'EDIT');
  return { values, assignments: values || permits(profile, 'reskill-agent', 'ENABLED') };
}

/** Access that the user profile states, beside what Webex shows to his token. */
export function profileAccessOf({ resourceAccessLevel, resources }: UserProfile): Scope['profileAccess'] {
  if (resourceAccessLevel === 'ALL') return 'all';
  const ofProfiles = resources.filter(({ name }) => name === 'skill-profile');
  if (ofProfiles.some(({ accessLevel }) => accessLevel === 'ALL')) return 'all';
  return ofProfiles.flatMap(({ ids }) => ids);
}

/** With the level ALL the list of permissions may be empty, and means everything. */
const permits = ({ permissionAccessLevel, permissions }: UserProfile, name: string, access: string): boolean =>
  permissionAccessLevel === 'ALL' ||
  permissions.some((permission) => permission.name === name && permission.access === access);
