import { idOf, type OrganizationBuilder } from './organization-builder.ts';
import type { Permission, Resource } from './organization.ts';

function resources(teams: readonly string[], skillProfiles: readonly string[] | 'ALL'): Resource[] {
  const all = { accessLevel: 'ALL' as const, ids: [] };
  const only = (ids: string[]) => ({ accessLevel: 'SPECIFIC' as const, ids });
  return [
    { name: 'site', ...all },
    { name: 'queue', ...all },
    { name: 'skill-definition', ...all },
    { name: 'team', ...only(teams.map((name) => idOf('team', name))) },
    {
      name: 'skill-profile',
      ...(skillProfiles === 'ALL' ? all : only(skillProfiles.map((name) => idOf('skill-profile', name)))),
    },
  ];
}

function supervisory(
  skillProfile: Permission['access'],
  reskillAgent: Permission['access'],
): Record<string, Permission['access']> {
  return {
    'skill-profile': skillProfile,
    'skill-definition': 'VIEW',
    team: 'VIEW',
    user: 'VIEW',
    'user-profile': 'NONE',
    'additional-supervisory': 'ENABLED',
    'reskill-agent': reskillAgent,
    'change-agent-state': 'ENABLED',
    'send-message': 'ENABLED',
    'sign-out-agent': 'DISABLED',
    'audit-trail': 'NONE',
  };
}

const agentAccess = {
  permissions: { 'skill-profile': 'NONE', 'skill-definition': 'NONE', team: 'NONE', user: 'NONE' },
  resources: [],
} as const;

/** `teams` and `skillProfiles`: what the limited supervisors reach. */
export function addUserProfiles(
  builder: OrganizationBuilder,
  north: { teams: readonly string[]; skillProfiles: readonly string[] },
  south: { teams: readonly string[]; skillProfiles: readonly string[] },
): void {
  builder.userProfile('Administrator', 'ADMINISTRATOR', 'ALL');
  builder.userProfile('Administrator Only', 'ADMINISTRATOR_ONLY', 'ALL');
  builder.userProfile('Supervisor Everywhere', 'SUPERVISOR', 'ALL');
  builder.userProfile('Supervisor North', 'SUPERVISOR', {
    permissions: supervisory('EDIT', 'ENABLED'),
    resources: resources(north.teams, north.skillProfiles),
  });
  builder.userProfile('Supervisor Viewer', 'SUPERVISOR', {
    permissions: supervisory('VIEW', 'DISABLED'),
    resources: resources(north.teams, 'ALL'),
  });
  builder.userProfile('Supervisor Reskill', 'SUPERVISOR', {
    permissions: supervisory('VIEW', 'ENABLED'),
    resources: resources(south.teams, south.skillProfiles),
  });
  builder.userProfile('Premium Agent', 'PREMIUM_AGENT', agentAccess);
  builder.userProfile('Standard Agent', 'STANDARD_AGENT', agentAccess);
}

export function addStandardUserProfiles(builder: OrganizationBuilder): void {
  addUserProfiles(
    builder,
    {
      teams: ['Billing', 'Support'],
      skillProfiles: ['Billing Specialist', 'Support Generalist', 'Support Expert', 'Bilingual Service'],
    },
    { teams: ['Sales', 'Claims'], skillProfiles: ['Sales Hunter', 'Claims Handler', 'Bilingual Service'] },
  );
}
