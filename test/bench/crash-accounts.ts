import type { ExportedRecord } from '../../server/audit/export-records.ts';
import { isFinal, type Change, type ChangeItem } from '../../shared/change.ts';
import { isForGood, isSound, judgeLeases, targetOf, type AskedMove } from './crash-leases.ts';
import { difference, type AppliedWrite, type Values } from './crash-writes.ts';

/** What a client was told of a request: the ids of the Changes that it was answered with, if any. */
export interface Acknowledged {
  /** The Idempotency-Key, and the reason of the Change. */
  key: string;
  ids: Set<string>;
  /** The answer that was no Change. */
  refused: string;
}

/** What clients asked for. */
export interface Ledger {
  acknowledged: Acknowledged[];
  moves: AskedMove[];
}

/** Each a sentence about one Change. */
export interface Findings {
  lost: string[];
  doubled: string[];
}

export interface Evidence {
  acknowledged: readonly Acknowledged[];
  /** All that the journal holds. */
  changes: readonly Change[];
  /** All that Webex did. */
  writes: readonly AppliedWrite[];
  records: readonly ExportedRecord[];
  moves: readonly AskedMove[];
  /** What stood at Webex before all that, and what stands now. */
  before: Values;
  after: Values;
}

interface Entry {
  name: string;
  change: Change;
  item: ChangeItem;
}

/**
 * Holds what clients were told, what the journal says, what Webex did and what the audit trail tells against each other. No two items write
 * the same, so that each write belongs to one item.
 */
export function audit(evidence: Evidence): Findings {
  const { acknowledged, changes, records } = evidence;
  const findings: Findings = { lost: [], doubled: [] };
  const made = changes.filter(({ via }) => via !== 'elsewhere');
  for (const item of changes.filter(({ via }) => via === 'elsewhere').flatMap(({ items }) => items))
    findings.lost.push(
      `taken for somebody else's: ${signatureOf(targetOf(item), differencesOf(item))}\n${courseOf(targetOf(item), evidence)}`,
    );
  for (const request of acknowledged) judgeRequest(findings, request, made);
  for (const change of made) judgeRecords(findings, change, made, records);
  judgeLeases(findings, { ...evidence, changes: made });
  judgeWrites(findings, { ...evidence, changes: made });
  return findings;
}

function judgeRequest(
  { lost, doubled }: Findings,
  { key, ids, refused }: Acknowledged,
  changes: readonly Change[],
): void {
  const made = changes.filter(({ reason, via }) => reason === key && via === undefined);
  // It was not taken in before its time was over.
  if (ids.size === 0 && made.length === 0 && refused.includes('lies in the past')) return;
  if (ids.size === 0) lost.push(`${key}: its client was never told of a Change, but ${refused}`);
  for (const id of ids)
    if (!made.some((change) => change.id === id)) lost.push(`${key}: ${id} was acknowledged and is not in the journal`);
  if (ids.size > 1 || made.length > 1) doubled.push(`${key}: one key made ${Math.max(ids.size, made.length)} Changes`);
}

/** One record that it was taken in, and of each item what became of it; twice only where it was stopped before. */
function judgeRecords(
  { lost, doubled }: Findings,
  change: Change,
  changes: readonly Change[],
  records: readonly ExportedRecord[],
): void {
  const { id, reason, items, via } = change;
  const told = records.filter(({ body }) => body['changeId'] === id);
  const accepted = told.filter(({ action }) => action === 'change-accepted').length;
  if (accepted !== 1)
    (accepted < 1 ? lost : doubled).push(`${via ?? ''} ${reason}: ${accepted} audit records that it was taken in`);
  items.forEach((item, position) => {
    const { outcome } = item;
    const name = nameOf(change, position);
    const outcomes = told
      .filter(({ action, body }) => action === 'change-outcome' && body['position'] === position)
      .map(({ body }) => String(body['outcome']));
    if (!isFinal(outcome)) lost.push(`${name}: still ${outcome}`);
    else if (!isSound(change, item, changes)) lost.push(`${name}: ${outcome}, and nobody stood in its way`);
    else if (outcomes.at(-1) !== outcome)
      lost.push(`${name}: ${outcome}, and the audit trail says ${outcomes.join(', ') || 'nothing'}`);
    if (outcomes.slice(0, -1).some((earlier) => earlier !== 'stopped'))
      doubled.push(`${name}: recorded as ${outcomes.join(', ')}`);
    const handled = (action: string) =>
      told.filter((one) => one.action === action && (one.body['positions'] as number[]).includes(position)).length;
    const stops = told.filter(({ body }) => body['outcome'] === 'stopped' && body['position'] === position);
    const byPersons = stops.filter(({ body }) => body['rule'] === undefined).length;
    if (handled('change-stopped') !== byPersons || handled('change-continued') !== outcomes.length - 1)
      lost.push(
        `${name}: recorded as ${outcomes.join(', ')}, stopped ${handled('change-stopped')} and continued ${handled('change-continued')} times`,
      );
  });
}

const nameOf = ({ via, reason }: Change, position: number) => `${via ? `${via} of ` : ''}${reason}/${position}`;

/** Each item that is verified was written once, and nothing else was; and of all that only what was done for good stands now. */
function judgeWrites({ lost, doubled }: Findings, { changes, writes, before, after }: Evidence): void {
  const entries = changes.flatMap((change) =>
    change.items.map((item, position): Entry => ({ name: nameOf(change, position), change, item })),
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
  const promised = new Map(before);
  for (const { target, differences } of writes) {
    const same = asked.get(signatureOf(target, differences)) ?? [];
    const forGood = same.find(({ change }) => isForGood(change, changes));
    for (const [what, value] of forGood ? valuesOf(forGood.item) : []) promised.set(`${target} ${what}`, value);
  }
  for (const field of new Set([...promised.keys(), ...after.keys()])) {
    const [should, is] = [promised.get(field), after.get(field)];
    if ((should ?? 'null') !== (is ?? 'null')) lost.push(`${field} should be ${should} by now, and is ${is}`);
  }
}

const valuesOf = ({ userId, toSkillProfileId, diff }: ChangeItem): [string, string][] =>
  userId === undefined
    ? diff.map(({ skillId, after }) => [skillId, JSON.stringify(after)])
    : [['skillProfileId', JSON.stringify(toSkillProfileId ?? null)]];

function differencesOf({ userId, fromSkillProfileId, toSkillProfileId, diff }: ChangeItem): string[] {
  if (userId !== undefined) return [difference('skillProfileId', fromSkillProfileId, toSkillProfileId)];
  return diff.map(({ skillId, before, after }) => difference(skillId, before, after)).sort();
}

/** What the journal and Webex say of a target, line by line: how a finding came about. */
function courseOf(target: string, { changes, writes }: Evidence): string {
  const journaled = changes.flatMap(({ id, via, createdAt, items }) =>
    items
      .filter((item) => targetOf(item) === target)
      .map((item) => `    ${createdAt} ${via ?? 'edit'} ${id} ${item.outcome} ${differencesOf(item).join(', ')}`),
  );
  const written = writes.filter((write) => write.target === target).map(({ differences }) => differences.join(', '));
  return [...journaled.sort(), ...written.map((what) => `    at Webex: ${what}`)].join('\n');
}

const nothing = 'nothing';
const signatureOf = (target: string, differences: readonly string[]) =>
  `${target} ${differences.join(', ') || nothing}`;
