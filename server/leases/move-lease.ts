import type { LeaseMove } from '../../shared/edit.ts';
import { AppError, refuseFaults } from '../app-error.ts';
import { actorOf } from '../changes/actor-of.ts';
import { demandVisible } from '../changes/change-view.ts';
import { faultsOfTimes } from '../changes/change-times.ts';
import { incidentOf } from '../changes/lease-view.ts';
import type { Actor, ChangeJournal, JournalChange } from '../changes/ports.ts';
import type { Clock } from '../clock.ts';
import { demandEditing } from '../identity/admit.ts';
import type { CurrentRights } from '../identity/current-rights.ts';
import type { Session } from '../identity/session.ts';
import type { Log } from '../log.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import type { RateLimits } from '../rate-limits.ts';
import { groundsOf, refusalOf } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import { endLease } from './end-leases.ts';
import type { LeaseJournal } from './ports.ts';
import { mayOwn } from './possible-owners.ts';

interface Ports {
  leases: LeaseJournal;
  journal: ChangeJournal;
  rights: CurrentRights;
  snapshot: Snapshot;
  policy: CurrentPolicy;
  limits: RateLimits;
  clock: Clock;
  log: Log;
}

/**
 * Moves the end of a Change, its owner, or both: `until` in the future is a new end, null makes it permanent, a past or present one ends it
 * now or cancels what has not begun. Once its end has begun, a new owner is who takes its incident. Answers the Change as it was before.
 * @throws AppError `bad-request`, `not-found`, `not-allowed`, `lease-ended`, `too-many-requests`, or why this person may write nothing now
 */
export async function moveLease(ports: Ports, session: Session, id: string, wanted: LeaseMove): Promise<JournalChange> {
  const { leases, journal, snapshot, clock } = ports;
  demandEditing(session.rights);
  await ports.rights.confirm(session);
  const organization = await snapshot.fresh();
  const lease = demandVisible(session, organization, await journal.read(id));
  await demandRight(ports, session, organization, lease, standsLonger(lease, wanted));
  const now = clock.now();
  const takes = wanted.owner !== undefined && incidentOf(lease, now) !== undefined;
  if (!isMovable(lease, now) && !(takes && wanted.until === undefined)) throw leaseEnded(lease, now);
  await ports.limits.count('change', session.person.id);
  const until = untilOf(lease, wanted, now);
  const owner =
    wanted.owner === undefined ? ownerOf(lease) : await newOwner(ports, session, organization, wanted.owner);
  const actor = actorOf(session);
  const moved = await leases.move(lease, { term: { at: Math.round(now), actor, until, owner }, takes });
  if (!moved) throw leaseEnded(lease, now);
  if (until !== undefined && until <= now && lease.endedAt === undefined) await endLease(ports, { id, until });
  return lease;
}

/** It has an end that has not begun, or it has not begun itself. */
const isMovable = ({ startsAt, until, endedAt }: JournalChange, now: number) =>
  endedAt === undefined && (until !== undefined || (startsAt !== undefined && startsAt > now));

/** To let a value stand longer is as much as to set it. */
const standsLonger = ({ until }: JournalChange, wanted: LeaseMove) =>
  until !== undefined && wanted.until !== undefined && (wanted.until === null || Date.parse(wanted.until) > until);

/** Who made it or owns it may always end it, or hand it over; for anything more one must be allowed to make the whole of it now. */
async function demandRight(
  { policy }: Ports,
  session: Session,
  organization: Organization,
  { actor, owner, items }: JournalChange,
  isMore: boolean,
): Promise<void> {
  const { id } = session.person;
  const isHis = actor.id === id || owner?.id === id;
  if (isHis && !isMore) return;
  const grounds = groundsOf(await policy.inForce(), organization);
  const mayAll = items.every(
    ({ edit, outcome, acknowledged }) => outcome === 'refused' || !refusalOf(session, grounds, edit, acknowledged),
  );
  if (mayAll) return;
  throw new AppError(
    'not-allowed',
    isHis
      ? 'Nothing was changed: to let it stand longer you must be allowed to make it now, and a part of it you may not edit any more. You may end it, or hand it over.'
      : 'Nothing was changed: this Change also concerns what you may not edit. Ask its owner, or an administrator.',
  );
}

function untilOf({ startsAt, until }: JournalChange, wanted: LeaseMove, now: number): number | undefined {
  if (wanted.until === undefined) return until;
  if (wanted.until === null) return undefined;
  const moved = Date.parse(wanted.until);
  if (moved <= now) return Math.round(now);
  const begin = startsAt !== undefined && startsAt > now ? startsAt : undefined;
  refuseFaults(faultsOfTimes({ startsAt: begin, until: moved }, now));
  return moved;
}

const ownerOf = ({ owner, actor }: JournalChange): Actor => owner ?? actor;

/** Only who could end such a thing himself can be made responsible for its end. */
async function newOwner({ rights }: Ports, session: Session, organization: Organization, id: string): Promise<Actor> {
  if (id === session.person.id) return actorOf(session);
  const user = [...organization.users.values()].find(({ ciUserId, active }) => active && ciUserId === id);
  if (user && mayOwn(session, organization, user) && (await rights.mayEdit(id)))
    return { id, name: user.name, email: '' };
  const detail =
    'The new owner must be a supervisor or an administrator who may edit, and who has a team in common with you.';
  throw new AppError('bad-request', `Nothing was changed: ${detail}`, {
    errors: [{ path: 'owner', detail, code: 'owner-unfit' }],
  });
}

const leaseEnded = ({ startsAt, until, endedAt }: JournalChange, now: number) =>
  new AppError(
    'lease-ended',
    until === undefined && endedAt === undefined && (startsAt === undefined || startsAt <= now)
      ? 'Nothing was changed: this Change has no end that could be moved. Undo it to take it back.'
      : 'Nothing was changed: the end of this Change has begun already, or it was moved or began at this moment. Look at it again.',
  );
