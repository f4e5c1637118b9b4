import type { AuditEntry } from '../audit/ports.ts';
import type { JournalChange } from '../changes/ports.ts';
import type { Move } from './ports.ts';

/** Who moved which end to when, and whose it is from then on. */
export function moveEntry(lease: JournalChange, { term, takes }: Move): AuditEntry {
  const { until, actor, owner } = term;
  return {
    action: 'lease-moved',
    actor,
    body: {
      changeId: lease.id,
      reason: lease.reason,
      until: { before: timeOf(lease.until), after: timeOf(until) },
      ...(takes && { takesIncident: true }),
    },
    persons: { ownerBefore: lease.owner ? [lease.owner] : [], ownerAfter: [owner] },
  };
}

const timeOf = (time: number | undefined) => (time === undefined ? null : new Date(time).toISOString());
