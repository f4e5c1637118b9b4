import type { ExportedRecord } from '../../server/audit/export-records.ts';
import { type Change, type ChangeItem } from '../../shared/change.ts';
import type { LeaseMove } from '../../shared/edit.ts';
import type { Evidence, Findings } from './crash-accounts.ts';

/** A move that a client asked for. */
export interface AskedMove {
  id: string;
  wanted: LeaseMove;
  /** It was answered with it. */
  isDone: boolean;
}

/** Between the clocks of one process and the next. */
const skew = 1_500;
const time = (iso: string | undefined) => (iso === undefined ? undefined : Date.parse(iso));

/** Holds each lease against its end: begun once, by the Change that puts it back, and no earlier than its last move says. */
export function judgeLeases(findings: Findings, { changes, records, moves }: Evidence): void {
  for (const move of moves) judgeMove(findings, move, changes);
  for (const change of changes) {
    if (change.via !== undefined) continue;
    judgeTerms(findings, change, records);
    judgeEnd(findings, change, changes);
  }
}

function judgeMove({ lost }: Findings, { id, wanted, isDone }: AskedMove, changes: readonly Change[]): void {
  const change = changes.find((one) => one.id === id);
  if (!isDone || !change) return;
  const isTold = change.terms.some(
    ({ until, owner }) =>
      (wanted.until === undefined || (wanted.until === null) === (until === null)) &&
      (wanted.owner === undefined || wanted.owner === owner),
  );
  if (!isTold) lost.push(`${change.reason}: its move was answered, and is not in the journal`);
}

function judgeTerms({ lost, doubled }: Findings, change: Change, records: readonly ExportedRecord[]): void {
  const { id, reason, terms, until, owner } = change;
  const told = records.filter(({ action, body }) => action === 'lease-moved' && body['changeId'] === id).length;
  if (told !== terms.length)
    (told < terms.length ? lost : doubled).push(`${reason}: ${terms.length} moves, of which ${told} are recorded`);
  const last = terms.at(-1);
  if (last && (last.until !== (until ?? null) || last.owner !== owner))
    lost.push(
      `${reason}: moved last to ${last.until ?? 'no end'} of ${last.owner}, but it is ${until ?? 'no end'} of ${owner}`,
    );
}

function judgeEnd({ lost, doubled }: Findings, change: Change, changes: readonly Change[]): void {
  const { id, reason, until, endedAt, owner, items } = change;
  const ends = changes.filter(({ via, reverts }) => via === 'lease-end' && reverts === id);
  if (ends.length > 1) doubled.push(`${reason}: ended ${ends.length} times`);
  if (until === undefined) {
    if (ends.length > 0 || endedAt !== undefined) doubled.push(`${reason}: ended, and has no end`);
    return;
  }
  if (endedAt === undefined) {
    lost.push(`${reason}: its end has not begun`);
    return;
  }
  const [end] = ends;
  const written = items.filter(({ outcome }) => outcome === 'verified');
  const isTakenBack = changes.some(({ via, reverts }) => via === undefined && reverts === id);
  if (!end && written.length > 0 && !isTakenBack) lost.push(`${reason}: nobody put it back`);
  const isEarly = (time(endedAt) ?? 0) < (time(until) ?? 0) - skew;
  if (!end) return;
  if (isEarly && end.items.some(({ outcome }) => outcome === 'verified' || outcome === 'unchanged'))
    doubled.push(`${reason}: ended at ${endedAt}, before ${until}`);
  if (end.owner !== owner) lost.push(`${reason}: its owner is ${owner}, and of its end ${end.owner}`);
  for (const item of written)
    if (!end.items.some((one) => targetOf(one) === targetOf(item)))
      lost.push(`${reason}: ${targetOf(item)} was not put back`);
}

export const targetOf = ({ userId, skillProfileId }: ChangeItem): string => userId ?? skillProfileId ?? '';

/** It is to stay: no lease, no end of one, and nothing that takes one back. */
export function isForGood({ via, until, reverts }: Change, changes: readonly Change[]): boolean {
  const reverted = changes.find(({ id }) => id === reverts);
  return via === undefined && until === undefined && reverted?.until === undefined;
}

/** Whether what became of an item is a sound end of it, among all that was done at the same time. */
export function isSound(change: Change, item: ChangeItem, changes: readonly Change[]): boolean {
  const others = (is: (other: Change) => boolean) =>
    changes.some(
      (other) => other.id !== change.id && is(other) && other.items.some((one) => isWrittenBeside(one, item)),
    );
  switch (item.outcome) {
    case 'verified':
      return true;
    case 'unchanged':
      return change.via === 'lease-end' || others(({ via }) => via === 'lease-end');
    case 'superseded':
      return change.via === 'lease-end' && others((other) => isForGood(other, changes));
    case 'conflict':
      return change.via === undefined && others(({ via }) => via === 'lease-end');
    // What Skilldesk promised to put back is neither stopped nor given up.
    default:
      return change.via === undefined && (item.outcome === 'stopped' || item.outcome === 'failed');
  }
}

const isWrittenBeside = (one: ChangeItem, item: ChangeItem) =>
  one.outcome === 'verified' && targetOf(one) === targetOf(item);
