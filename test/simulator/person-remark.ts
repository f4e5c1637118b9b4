import type { Organization, User } from './organization.ts';

function supervises({ userProfiles, teams }: Organization, user: User): string {
  const profile = userProfiles.get(user.userProfileId);
  if (!profile) return '';
  if (profile.resourceAccessLevel === 'ALL') return 'supervises all teams';
  const resources = profile.resourceCollections
    .flatMap((collection) => collection.resources)
    .filter(({ name }) => name === 'team');
  const names = resources.flatMap(({ ids }) => ids.map((id) => teams.get(id)?.name ?? id));
  return `supervises ${names.join(' and ')} only`;
}

/** One line for somebody who chooses as whom to sign in. */
export function remarkOn(organization: Organization, user: User): string {
  const profile = organization.userProfiles.get(user.userProfileId);
  const remarks: string[] = [];
  if (profile?.profileType === 'ADMINISTRATOR') remarks.push('administers everything');
  if (profile?.profileType === 'ADMINISTRATOR_ONLY') remarks.push('administrator without a desktop');
  if (profile?.profileType === 'SUPERVISOR') {
    remarks.push(supervises(organization, user));
    const access = (name: string) => profile.permissions.find((permission) => permission.name === name)?.access;
    const edits = profile.permissionAccessLevel === 'ALL' || access('skill-profile') === 'EDIT';
    remarks.push(edits ? 'edits skill profiles' : 'may only view skill profiles');
    if (access('reskill-agent') === 'ENABLED') remarks.push('may reskill agents');
  }
  if (!user.active) remarks.push('disabled');
  if (!user.contactCenterEnabled) remarks.push('not enabled for the contact center');
  return remarks.join(', ');
}
