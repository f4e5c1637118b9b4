import type { Role } from '../../shared/api.ts';
import type { UserProfile } from './ports.ts';
import type { Rights, Scope } from './session.ts';

/** Undefined: neither supervisor nor administrator. */
export function roleOf({ profileType }: Pick<UserProfile, 'profileType'>): Role | undefined {
  if (profileType === 'SUPERVISOR') return 'supervisor';
  return profileType === 'ADMINISTRATOR' ? 'administrator' : undefined;
}

export function rightsOf(profile: UserProfile): Rights {
  const values = permits(profile, 'skill-profile', 'EDIT');
  return { values, assignments: values || permits(profile, 'reskill-agent', 'ENABLED') };
}

/** Access that the user profile states, beside what Webex shows to his token. */
export function accessTo(
  resource: 'skill-profile' | 'team',
  { resourceAccessLevel, resources }: UserProfile,
): Scope['profileAccess'] {
  if (resourceAccessLevel === 'ALL') return 'all';
  if (resourceAccessLevel === 'NONE') return [];
  const named = resources.filter(({ name, accessLevel }) => name === resource && accessLevel !== 'NONE');
  if (named.some(({ accessLevel }) => accessLevel === 'ALL')) return 'all';
  return named.flatMap(({ ids }) => ids);
}

/** With the level ALL the list of permissions may be empty, and means everything. */
function permits({ permissionAccessLevel, permissions }: UserProfile, name: string, access: string): boolean {
  if (permissionAccessLevel === 'ALL') return true;
  if (permissionAccessLevel === 'NONE') return false;
  return permissions.some((permission) => permission.name === name && permission.access === access);
}
