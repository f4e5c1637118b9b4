import { accessTo, rightsOf, roleOf } from '../identity/rights.ts';
import type { Session } from '../identity/session.ts';
import type { Organization, SupervisorProfile, User } from '../skill-profiles/organization.ts';

/**
 * Everybody who could open Skilldesk, with the rights and the scope that his user profile states. What Webex shows to his own token decides when
 * he comes; this is as near as anybody else gets.
 */
export const supervisorsOf = (organization: Organization): Session[] =>
  [...organization.users.values()].flatMap((user) => {
    const profile = organization.supervisorProfiles.get(user.userProfileId ?? '');
    const role = profile?.active ? roleOf(profile) : undefined;
    if (!profile || !role || !user.active || !user.contactCenterEnabled) return [];
    return [sessionOf(organization, user, profile, role)];
  });

function sessionOf(
  organization: Organization,
  user: User,
  profile: SupervisorProfile,
  role: Session['person']['role'],
): Session {
  const teams = accessTo('team', profile);
  const profileAccess = accessTo('skill-profile', profile);
  return {
    id: user.id,
    organizationId: '',
    person: { id: user.ciUserId, name: user.name, email: '', role },
    rights: rightsOf(profile),
    scope: {
      teamIds: teams === 'all' ? [...organization.teams.keys()] : [...new Set([...teams, ...user.teamIds])],
      teams: [],
      skillProfileIds: profileAccess === 'all' ? [...organization.skillProfiles.keys()] : profileAccess,
      profileAccess,
    },
    fingerprint: '',
    expiresAt: 0,
  };
}
