import type { ExportedRecord } from '../../server/audit/export-records.ts';
import { isFinal, type Change, type ChangeItem } from '../../shared/change.ts';
import { difference, type AppliedWrite } from './crash-writes.ts';

/** What a client was told of a request: the ids of the Changes that it was answered with, if any. */
export interface Acknowledged {
  /** The Idempotency-Key, and the reason of the Change. */
  key: string;
  ids: Set<string>;
  /** The answer that was no Change. */
  refused: string;
}

/** Each a sentence about one Change. */
export interface Findings {
  lost: string[];
  doubled: string[];
}

interface Evidence {
  acknowledged: readonly Acknowledged[];
  /** All that the journal holds. */
  changes: readonly Change[];
  /** All that Webex did. */
  writes: readonly AppliedWrite[];
  records: readonly ExportedRecord[];
}

/** Nobody changes what an item changes. One that never left in three tries says truly that it failed. */
const expected: ReadonlySet<string> = new Set(['verified', 'stopped', 'failed']);

interface Entry {
  name: string;
  item: ChangeItem;
}

/**
 * Holds what clients were told, what the journal says, what Webex did and what the audit trail tells against each other. No two items write
 * the same, so that each write belongs to one item.
 */
export function audit({ acknowledged, changes, writes, records }: Evidence): Findings {
  const findings: Findings = { lost: [], doubled: [] };
  for (const request of acknowledged) judgeRequest(findings, request, changes);
  for (const change of changes) judgeRecords(findings, change, records);
  judgeWrites(findings, changes, writes);
  return findings;
}

function judgeRequest(
  { lost, doubled }: Findings,
  { key, ids, refused }: Acknowledged,
  changes: readonly Change[],
): void {
  const made = changes.filter(({ reason }) => reason === key);
  if (ids.size === 0) lost.push(`${key}: its client was never told of a Change, but ${refused}`);
  for (const id of ids)
    if (!made.some((change) => change.id === id)) lost.push(`${key}: ${id} was acknowledged and is not in the journal`);
  if (ids.size > 1 || made.length > 1) doubled.push(`${key}: one key made ${Math.max(ids.size, made.length)} Changes`);
}

/** One record that it was taken in, and of each item what became of it; twice only where it was stopped before. */
function judgeRecords(
  { lost, doubled }: Findings,
  { id, reason, items }: Change,
  records: readonly ExportedRecord[],
): void {
  const told = records.filter(({ body }) => body['changeId'] === id);
  const accepted = told.filter(({ action }) => action === 'change-accepted').length;
  if (accepted !== 1) (accepted < 1 ? lost : doubled).push(`${reason}: ${accepted} audit records that it was taken in`);
  items.forEach(({ outcome }, position) => {
    const name = `${reason}/${position}`;
    const outcomes = told
      .filter(({ action, body }) => action === 'change-outcome' && body['position'] === position)
      .map(({ body }) => String(body['outcome']));
    if (!isFinal(outcome)) lost.push(`${name}: still ${outcome}`);
    else if (!expected.has(outcome)) lost.push(`${name}: ${outcome}, and nobody stood in its way`);
    else if (outcomes.at(-1) !== outcome)
      lost.push(`${name}: ${outcome}, and the audit trail says ${outcomes.join(', ') || 'nothing'}`);
    if (outcomes.slice(0, -1).some((earlier) => earlier !== 'stopped'))
      doubled.push(`${name}: recorded as ${outcomes.join(', ')}`);
  });
}

/** Each item that is verified was written once, and nothing else was. */
function judgeWrites({ lost, doubled }: Findings, changes: readonly Change[], writes: readonly AppliedWrite[]): void {
  const entries = changes.flatMap(({ reason, items }) =>
    items.map((item, position): Entry => ({ name: `${reason}/${position}`, item })),
  );
  const asked = Map.groupBy(entries, ({ item }) => signatureOf(targetOf(item), differencesOf(item)));
  const done = Map.groupBy(writes, ({ target, differences }) => signatureOf(target, differences));
  for (const [signature, same] of asked) {
    const verified = same.filter(({ item }) => item.outcome === 'verified').length;
    const times = done.get(signature)?.length ?? 0;
    if (times === verified || signature.endsWith(nothing)) continue;
    const names = same.map(({ name, item }) => `${name} (${item.outcome})`).join(' and ');
    const isDoubled = times > verified && verified > 0;
    (isDoubled ? doubled : lost).push(`${names}: Webex did it ${times} times: ${signature}`);
  }
  for (const [signature, same] of done) {
    if (signature.endsWith(nothing))
      doubled.push(`written ${same.length} times over what stood there already: ${signature}`);
    else if (!asked.has(signature)) lost.push(`nobody asked for what was written: ${signature}`);
  }
}

const targetOf = ({ userId, skillProfileId }: ChangeItem): string => userId ?? skillProfileId ?? '';

function differencesOf({ userId, fromSkillProfileId, toSkillProfileId, diff }: ChangeItem): string[] {
  if (userId !== undefined) return [difference('skillProfileId', fromSkillProfileId, toSkillProfileId)];
  return diff.map(({ skillId, before, after }) => difference(skillId, before, after)).sort();
}

const nothing = 'nothing';
const signatureOf = (target: string, differences: readonly string[]) =>
  `${target} ${differences.join(', ') || nothing}`;
