import { randomUUID } from 'node:crypto';
import { isFinal } from '../../shared/change.ts';
import { targetOf } from '../../shared/edit.ts';
import { inverseOf, inverted } from '../changes/inverse.ts';
import type { Actor, ChangeJournal, JournalChange, JournalItem } from '../changes/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { DueLease, LeaseJournal } from './ports.ts';

interface Ports {
  leases: LeaseJournal;
  journal: ChangeJournal;
  clock: Clock;
  log: Log;
}

/** Who carries out the end of a lease, on behalf of its owner. */
const skilldesk: Actor = { id: 'skilldesk', name: 'Skilldesk', email: '' };

/** Begins the ends whose time has come, those that fell due while nobody ran first of all. For the timer; never throws. */
export async function endDueLeases(ports: Ports): Promise<void> {
  const { leases, log } = ports;
  try {
    for (const due of await leases.due())
      // One that cannot be ended keeps no other waiting.
      await endLease(ports, due).catch((error: unknown) =>
        log.error({ error, changeId: due.id }, 'the end of a lease could not be begun'),
      );
  } catch (error) {
    log.error({ error }, 'the ends of leases could not be begun');
  }
}

/** As `endDueLeases`, one look at a time: a large one takes longer than its timer, and a second beside it would only do the same. */
export function leaseEnder(ports: Ports): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  return () =>
    (underWay ??= endDueLeases(ports).finally(() => {
      underWay = undefined;
    }));
}

/** Begins the end of one lease, unless its end is another one by now, or somebody was faster. */
export async function endLease(ports: Ports, { id, until }: DueLease): Promise<void> {
  const { leases, journal, log } = ports;
  const begun = await journal.read(id);
  if (!begun || begun.endedAt !== undefined || begun.until !== until) return;
  for (const item of begun.items.filter(({ outcome }) => outcome === 'pending' || outcome === 'scheduled'))
    await journal.record(item, { outcome: 'stopped', rule: 'lease-ended' });
  const lease = await journal.read(id);
  if (!lease || lease.until !== until) return;
  const toPutBack: JournalItem[] = [];
  for (const item of lease.items) if (await isHeld(journal, item)) toPutBack.push(item);
  const reversal = toPutBack.length > 0 ? reversalOf(lease, toPutBack, ports.clock.now()) : undefined;
  if (!(await leases.end(lease, reversal))) return;
  log.info({ changeId: id, reversal: reversal?.id, items: toPutBack.length }, 'lease ended');
}

/** Whether its end has something to do or to tell: what is on its way may come to hold something. */
async function isHeld(journal: ChangeJournal, { changeId, edit, outcome }: JournalItem): Promise<boolean> {
  if (!isFinal(outcome)) return true;
  const endings = await journal.endings(changeId, targetOf(edit));
  return [...endings.values()].some(({ is }) => is !== 'ended');
}

function reversalOf(lease: JournalChange, items: readonly JournalItem[], now: number): JournalChange {
  const id = randomUUID();
  return {
    id,
    actor: skilldesk,
    ...(lease.owner && { owner: lease.owner }),
    reason: lease.reason,
    createdAt: now,
    authority: lease.authority,
    via: 'lease-end',
    reverts: lease.id,
    reversals: [],
    terms: [],
    items: items.map((item, position) => ({
      changeId: id,
      position,
      edit: inverseOf(item),
      outcome: 'pending',
      differences: [],
      effect: item.effect.map(inverted),
      attempts: 0,
      dueAt: now,
      teamIds: item.teamIds,
      ...(item.asOfThen && { asOfThen: item.asOfThen }),
    })),
  };
}
