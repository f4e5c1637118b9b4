import type { SupervisorList } from '../../shared/api.ts';
import { accessTo, rightsOf, roleOf } from '../identity/rights.ts';
import type { Session } from '../identity/session.ts';
import type { Organization, SupervisorProfile, User } from '../skill-profiles/organization.ts';

/** Who else may own what this person hands over, by name. Nothing is told of anybody but that, and what of his own teams he shares with him. */
export function viewSupervisors(session: Session, organization: Organization): SupervisorList {
  const supervisors = [...organization.users.values()].flatMap((user) => {
    const teams = teamsInCommon(session, organization, user);
    const isHimself = user.ciUserId === session.person.id;
    return teams.length > 0 && !isHimself ? [{ id: user.ciUserId, name: user.name, teams }] : [];
  });
  return {
    asOf: new Date(organization.asOf).toISOString(),
    complete: areKnown(organization),
    supervisors: supervisors.sort((one, other) => one.name.localeCompare(other.name, 'en')),
  };
}

/** Where Webex does not show us who supervises, his rights alone decide, which are read anew in any case. */
export const mayOwn = (session: Session, organization: Organization, user: User): boolean =>
  !areKnown(organization) || teamsInCommon(session, organization, user).length > 0;

/** Whoever looks here is a supervisor himself: if there is none, nobody told us. */
const areKnown = ({ supervisorProfiles }: Organization): boolean => supervisorProfiles.size > 0;

/** Those of this person's teams that the other supervises or works in, provided that he is a supervisor or administrator who may edit. */
function teamsInCommon({ scope }: Session, { supervisorProfiles }: Organization, user: User): string[] {
  const profile = supervisorProfiles.get(user.userProfileId ?? '');
  if (!isSomebody(user) || !profile || !mayEdit(profile)) return [];
  const named = accessTo('team', profile);
  return scope.teamIds.filter((id) => named === 'all' || named.includes(id) || user.teamIds.includes(id));
}

/** Without an id in Common Identity nobody can sign in. */
const isSomebody = ({ ciUserId, active, contactCenterEnabled }: User): boolean =>
  ciUserId !== '' && active && contactCenterEnabled;

function mayEdit(profile: SupervisorProfile): boolean {
  const { values, assignments } = rightsOf(profile);
  return profile.active && roleOf(profile) !== undefined && (values || assignments);
}
