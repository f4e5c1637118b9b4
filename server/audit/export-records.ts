import { isPseudonym } from './chain.ts';
import type { AuditAction, AuditHead, AuditRecord, AuditTrail, Initiator, Person } from './ports.ts';

/** A record as it is handed out, with the names that are not forgotten. */
export interface ExportedRecord extends AuditHead {
  /** ISO 8601 in UTC. */
  at: string;
  action: AuditAction;
  actor: string;
  body: Record<string, unknown>;
  /** By the pseudonyms in `actor` and `body`. */
  people: Record<string, Person>;
  keyId: string;
  previous: string;
}

/** Milliseconds of the epoch; `to` is the first that is left out. */
export interface ExportSpan {
  from?: number;
  to?: number;
}

export interface ExportPage {
  records: ExportedRecord[];
  /** Where the next page begins; undefined: this was the last. */
  after: number | undefined;
}

const recordsOfPage = 200;
const longestPage = 500_000;

/** An export is a record itself, and its last: so the head of the chain is in every export. */
export const beginExport = (
  trail: AuditTrail,
  format: string,
  { from, to }: ExportSpan,
  actor: Initiator = 'operator',
): Promise<AuditHead> =>
  trail.append({
    action: 'audit-exported',
    actor,
    body: { format, from: from === undefined ? null : iso(from), to: to === undefined ? null : iso(to) },
  });

/** A part of an export that ends with the record `upTo`, which is in it whatever the span says. */
export async function exportPage(
  trail: AuditTrail,
  { after, upTo, from = -Infinity, to = Infinity }: ExportSpan & { after: number; upTo: number },
): Promise<ExportPage> {
  const rows = (await trail.records(after, recordsOfPage)).filter(({ seq }) => seq <= upTo);
  const page: AuditRecord[] = [];
  let length = 0;
  let next = rows.at(-1)?.seq;
  for (const row of rows) {
    if (length > longestPage) break;
    next = row.seq;
    if ((row.at < from || row.at >= to) && row.seq !== upTo) continue;
    page.push(row);
    length += row.body.length;
  }
  const records = await openRecords(trail, page);
  return { records, after: next === undefined || next >= upTo ? undefined : next };
}

/** Records as they are handed out: with the names of everybody whom they name, unless these were forgotten. */
export async function openRecords(
  trail: Pick<AuditTrail, 'people'>,
  rows: readonly AuditRecord[],
): Promise<ExportedRecord[]> {
  const bodies = rows.map((record) => ({ record, body: JSON.parse(record.body) as Record<string, unknown> }));
  const mentioned = bodies.flatMap(({ record, body }) => pseudonymsIn(record.actor, body));
  const people = new Map(
    (await trail.people([...new Set(mentioned)])).map((person) => [person.pseudonym, person.known]),
  );
  return bodies.map(({ record, body }): ExportedRecord => {
    const { seq, mac, at, action, actor, keyId, previous } = record;
    const named = pseudonymsIn(actor, body).flatMap((pseudonym) => {
      const known = people.get(pseudonym);
      return known ? [[pseudonym, { id: known.id, name: known.name, email: known.email }] as const] : [];
    });
    return { seq, at: iso(at), action, actor, body, people: Object.fromEntries(named), keyId, previous, mac };
  });
}

/** Those of a record: its actor, and lists of them in the body. */
export const pseudonymsIn = (actor: string, body: Readonly<Record<string, unknown>>): string[] =>
  [actor, ...Object.values(body).flatMap((value): unknown[] => (Array.isArray(value) ? value : []))].filter(
    isPseudonym,
  );

const iso = (at: number) => new Date(at).toISOString();
