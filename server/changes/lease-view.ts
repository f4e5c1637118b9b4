import { isFinal, type Incident } from '../../shared/change.ts';
import type { JournalChange, Reversal, Term } from './ports.ts';

/** So much later than it should have been, somebody is to look at the end of a lease. */
export const late = 5 * 60_000;

const severity = ['failed', 'superseded', 'in-doubt', 'late'] as const;

/** Everything that was to be put back is as it was, and nobody needs to look at it. */
export const endedWell = ({ outcome, leftSomething }: Pick<Reversal, 'outcome' | 'leftSomething'>): boolean =>
  (outcome === 'verified' || outcome === 'unchanged') && !leftSomething;

/** Why somebody is to look at the end of a lease, whether or not somebody has taken that. */
export function incidentOf(
  { until, endedAt, reversals }: Pick<JournalChange, 'until' | 'endedAt' | 'reversals'>,
  now: number,
): Incident['code'] | undefined {
  const dueAt = Math.min(endedAt ?? Infinity, until ?? Infinity);
  const isLate = dueAt + late < now;
  if (endedAt === undefined) return isLate ? 'late' : undefined;
  const codes = reversals
    .filter(({ via }) => via === 'lease-end')
    .map((reversal): Incident['code'] | undefined => {
      const { outcome, leftSomething } = reversal;
      if (outcome === 'in-doubt') return outcome;
      if (!isFinal(outcome)) return isLate ? 'late' : undefined;
      if (endedWell(reversal)) return undefined;
      return outcome === 'superseded' || leftSomething ? 'superseded' : 'failed';
    });
  return severity.find((code) => codes.includes(code));
}

/** Whether a Change is not over: an item is on its way, its end has not begun, or nobody has taken what became of that. */
export function isOpen({ items, until, endedAt, takenAt, reversals }: JournalChange): boolean {
  if (items.some(({ outcome }) => !isFinal(outcome))) return true;
  if (endedAt === undefined) return until !== undefined;
  return takenAt === undefined && reversals.some((one) => one.via === 'lease-end' && !endedWell(one));
}

/** When a Change begins and ends, whose that is, and what came of it. */
export function viewOfTimes(change: JournalChange, now: number) {
  const { startsAt, until, owner, endedAt, takenAt, terms } = change;
  const incident = incidentOf(change, now);
  return {
    ...(startsAt !== undefined && { startsAt: iso(startsAt) }),
    ...(until !== undefined && { until: iso(until) }),
    ...(owner && { owner: owner.id, ownerName: owner.name }),
    ...(endedAt !== undefined && { endedAt: iso(endedAt) }),
    ...(incident && { incident: { code: incident, ...(takenAt !== undefined && { takenAt: iso(takenAt) }) } }),
    terms: terms.map(viewTerm),
  };
}

const viewTerm = ({ at, actor, until, owner }: Term) => ({
  at: iso(at),
  actor: actor.id,
  actorName: actor.name,
  until: until === undefined ? null : iso(until),
  owner: owner.id,
  ownerName: owner.name,
});

const iso = (time: number) => new Date(time).toISOString();
