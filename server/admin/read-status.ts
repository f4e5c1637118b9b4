import type { AdminStatus, WritingView } from '../../shared/admin-api.ts';
import type { DesktopReach } from '../../shared/layout-api.ts';
import type { tokenStatus } from '../admin-token/token-status.ts';
import { writingNow } from '../admin-token/writing.ts';
import { incidentOf, isOpen } from '../changes/lease-view.ts';
import type { ChangeJournal } from '../changes/ports.ts';
import { roleOf } from '../identity/rights.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { checklist } from './checklist.ts';
import type { Milestones } from './ports.ts';
import { readTokenView } from './token-view.ts';

type Custody = Parameters<typeof tokenStatus>[0] & Parameters<typeof writingNow>[0];

export interface StatusPorts {
  custody: Custody;
  isSsoSetUp: () => Promise<boolean>;
  milestones: Milestones;
  reach: () => Promise<DesktopReach>;
  journal: Pick<ChangeJournal, 'list'>;
  known: () => Promise<Organization | undefined>;
  organizationId: string;
  publicUrl: string;
  contactCenterUrl: string;
}

/** More are not counted: whoever has so many looks at their list. */
const mostCounted = 500;

/** How the whole installation stands. Asks Webex nothing. */
export async function readStatus(ports: StatusPorts): Promise<AdminStatus> {
  const { custody, milestones, journal, organizationId, publicUrl, contactCenterUrl } = ports;
  const [token, writing, isSsoSetUp, reached, reach, organization, { changes }] = await Promise.all([
    readTokenView(custody),
    readWriting(custody),
    ports.isSsoSetUp(),
    milestones.reached(),
    ports.reach(),
    ports.known(),
    journal.list({ open: true }, mostCounted),
  ]);
  const skillProfiles = organization?.skillProfiles.size;
  const leases = changes.filter((change) => isOpen(change) && change.until !== undefined);
  const now = custody.clock.now();
  return {
    organizationId,
    publicUrl,
    contactCenterUrl,
    checks: checklist({ isSsoSetUp, token, milestones: reached, reach, skillProfiles, publicUrl }),
    token,
    writing,
    ...(organization && { snapshot: countsOf(organization) }),
    deviations: {
      open: leases.filter(({ endedAt }) => endedAt === undefined).length,
      incidents: leases.filter((lease) => lease.takenAt === undefined && incidentOf(lease, now) !== undefined).length,
    },
  };
}

/** Whether anything is written now, and since when not. */
export async function readWriting(custody: Custody): Promise<WritingView> {
  const [{ closedBy }, { pausedAt, pausedBecause, disconnectedAt }] = await Promise.all([
    writingNow(custody),
    custody.control.standing(),
  ]);
  const since = (at: number | undefined) => (at === undefined ? {} : { since: new Date(at).toISOString() });
  switch (closedBy) {
    case undefined:
      return { state: 'open' };
    case 'paused':
      return { state: 'paused', ...since(pausedAt), ...(pausedBecause !== undefined && { because: pausedBecause }) };
    case 'needs-reauthorization':
      return { state: 'locked' };
    case 'organization-not-connected':
      return { state: 'not-connected', ...since(disconnectedAt) };
  }
}

function countsOf({
  asOf,
  skillProfiles,
  users,
  teams,
  supervisorProfiles,
}: Organization): NonNullable<AdminStatus['snapshot']> {
  const active = [...users.values()].filter((user) => user.active);
  const supervises = (userProfileId: string | null) => {
    const profile = supervisorProfiles.get(userProfileId ?? '');
    return profile !== undefined && profile.active && roleOf(profile) !== undefined;
  };
  return {
    asOf: new Date(asOf).toISOString(),
    skillProfiles: skillProfiles.size,
    agents: active.length,
    teams: teams.size,
    supervisors: active.filter(({ userProfileId }) => supervises(userProfileId)).length,
  };
}
