import type { Organization } from './organization.ts';

/** What a policy may name. */
export const knownIds = (organization: Organization | undefined) =>
  organization && {
    asOf: organization.asOf,
    skills: new Set(organization.skills.keys()),
    teams: new Set(organization.teams.keys()),
    persons: new Set([...organization.users.values()].map(({ ciUserId }) => ciUserId.toLowerCase())),
  };
