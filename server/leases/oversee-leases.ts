import type { Change } from '../../shared/change.ts';
import type { Initiator } from '../audit/ports.ts';
import { AppError } from '../app-error.ts';
import { noSuchChange, viewChange } from '../changes/change-view.ts';
import { incidentOf, isOpen } from '../changes/lease-view.ts';
import type { Actor, ChangeJournal, JournalChange, Position } from '../changes/ports.ts';
import type { Clock } from '../clock.ts';
import type { Session } from '../identity/session.ts';
import type { Log } from '../log.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { endLease } from './end-leases.ts';
import type { LeaseJournal } from './ports.ts';

interface Ports {
  leases: LeaseJournal;
  journal: ChangeJournal;
  /** Undefined: it was never read. */
  known: () => Promise<Organization | undefined>;
  clock: Clock;
  log: Log;
}

const pageLength = 50;
const mostSearched = 20;

/** Open leases and incidents that nobody has taken, of the whole organization, newest first; `next` where there may be more. */
export async function listDeviations(
  { journal, known, clock }: Pick<Ports, 'journal' | 'known' | 'clock'>,
  before?: Position,
): Promise<{ deviations: Change[]; next: Position | undefined }> {
  const organization = await known();
  const deviations: Change[] = [];
  let next = before;
  for (let searched = 0; searched < mostSearched; searched += 1) {
    const page = await journal.list({ open: true, before: next }, pageLength);
    for (const change of page.changes) {
      next = { createdAt: change.createdAt, id: change.id };
      const view = isDeviation(change) ? overseen(change, organization, clock.now()) : undefined;
      if (view) deviations.push(view);
      if (deviations.length === pageLength) return { deviations, next };
    }
    next = page.next;
    if (!next) return { deviations, next };
  }
  return { deviations, next };
}

/**
 * Ends a lease now, for whoever runs Skilldesk: what was before is put back, on behalf of its owner, and no right is asked for, since it only
 * restores.
 * @throws AppError `not-found`, `lease-ended`
 */
export async function endDeviation(ports: Ports, by: Initiator, id: string): Promise<Change> {
  const { leases, clock } = ports;
  const lease = await found(ports, id);
  const now = Math.round(clock.now());
  const until = lease.until === undefined || lease.endedAt !== undefined ? undefined : Math.min(lease.until, now);
  if (until === undefined) throw over();
  const term = { at: now, actor: actorOf(by), until, owner: lease.owner ?? lease.actor };
  if (!(await leases.move(lease, { term, takes: false }))) throw over();
  await endLease(ports, { id, until });
  return seen(ports, id);
}

/**
 * Takes the incident of an end: somebody has looked at it, and nobody else needs to. Whose the lease was stays so.
 * @throws AppError `not-found`, `lease-ended` where there is none
 */
export async function takeIncident(ports: Ports, by: Initiator, id: string): Promise<Change> {
  const { leases, clock } = ports;
  const lease = await found(ports, id);
  if (incidentOf(lease, clock.now()) === undefined || lease.takenAt !== undefined) {
    throw new AppError('lease-ended', 'Nothing was changed: there is no incident any more, or somebody has taken it.');
  }
  const term = {
    at: Math.round(clock.now()),
    actor: actorOf(by),
    until: lease.until,
    owner: lease.owner ?? lease.actor,
  };
  if (!(await leases.move(lease, { term, takes: true }))) throw over();
  return seen(ports, id);
}

const isDeviation = (change: JournalChange): boolean =>
  isOpen(change) && (change.until !== undefined || change.endedAt !== undefined);

async function found({ journal }: Ports, id: string): Promise<JournalChange> {
  const lease = await journal.read(id);
  if (!lease) throw noSuchChange();
  return lease;
}

async function seen({ journal, known, clock }: Ports, id: string): Promise<Change> {
  const change = await journal.read(id);
  const view = change && overseen(change, await known(), clock.now());
  if (!view) throw noSuchChange();
  return view;
}

/** The whole of it, with all names: as whoever made it sees it, if all teams and profiles were his. */
function overseen(change: JournalChange, organization: Organization | undefined, now: number): Change | undefined {
  const everything: Session = {
    ...change.authority,
    person: { ...change.authority.person, id: change.actor.id },
    scope: {
      teamIds: [...(organization?.teams.keys() ?? change.authority.scope.teamIds)],
      teams: [],
      skillProfileIds: [...(organization?.skillProfiles.keys() ?? change.authority.scope.skillProfileIds)],
      profileAccess: 'all',
    },
  };
  return viewChange(everything, organization, change, now);
}

const actorOf = (by: Initiator): Actor =>
  typeof by === 'string' ? { id: 'operator', name: 'An operator of Skilldesk', email: '' } : by;

const over = () =>
  new AppError(
    'lease-ended',
    'Nothing was changed: this has no end that could be moved any more, or it was moved at this moment. Look at it again.',
  );
