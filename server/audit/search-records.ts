import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import { openRecords, pseudonymsIn, type ExportedRecord } from './export-records.ts';
import type { AuditRecord, AuditTrail, PseudonymousPerson, RecordSpan } from './ports.ts';

export interface RecordQuery extends RecordSpan {
  /** An id, an e-mail address or a part of a name; `operator` or `skilldesk`. */
  actor?: string | undefined;
  /** The same, of whoever a record names. */
  person?: string | undefined;
  /** The id or a part of the name of a skill profile. */
  profile?: string | undefined;
}

/** Newest first. With `next` there may be more below that number, also behind an empty page. */
export interface FoundRecords {
  records: ExportedRecord[];
  next: number | undefined;
}

const pageLength = 50;
const readAtOnce = 500;
/** However rare what is looked for: nobody waits for the whole chain, and goes on by the cursor. */
const mostRead = 10_000;

/** A page of the records that fit; who and what is looked for in the records themselves, since names stand beside them. */
export async function searchRecords(
  trail: Pick<AuditTrail, 'newest' | 'people'>,
  { actor, person, profile, before, ...span }: RecordQuery,
): Promise<FoundRecords> {
  const people = actor === undefined && person === undefined ? [] : await trail.people();
  const isActor = actor === undefined ? everybody : pseudonymsOf(people, actor);
  const isNamed = person === undefined ? undefined : pseudonymsOf(people, person);
  const fits = (row: AuditRecord) =>
    isActor(row.actor) &&
    (isNamed === undefined || pseudonymsIn(row.actor, bodyOf(row)).some(isNamed)) &&
    (profile === undefined || namesProfile(bodyOf(row), profile));

  const found: AuditRecord[] = [];
  let next = before;
  for (let read = 0; read < mostRead; read += readAtOnce) {
    const page = await trail.newest({ ...span, before: next }, readAtOnce);
    for (const row of page) {
      next = row.seq;
      if (fits(row)) found.push(row);
      if (found.length === pageLength) return { records: await openRecords(trail, found), next };
    }
    if (page.length < readAtOnce) return { records: await openRecords(trail, found), next: undefined };
    await letOthersGoFirst();
  }
  return { records: await openRecords(trail, found), next };
}

const everybody = () => true;
const bodyOf = ({ body }: AuditRecord) => JSON.parse(body) as Record<string, unknown>;

/** Whether an actor or a pseudonym is somebody whom this text names. */
function pseudonymsOf(people: readonly PseudonymousPerson[], text: string): (actor: string) => boolean {
  const wanted = text.trim().toLowerCase();
  const meant = people.filter(
    ({ known }) =>
      known &&
      (known.id.toLowerCase() === wanted ||
        known.email.toLowerCase() === wanted ||
        known.name.toLowerCase().includes(wanted)),
  );
  const pseudonyms = new Set(meant.map(({ pseudonym }) => pseudonym));
  return (actor) => actor === wanted || pseudonyms.has(actor);
}

/** As what was edited, or as what an agent or a team had or was given. */
function namesProfile(body: Readonly<Record<string, unknown>>, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return ['skillProfile', 'from', 'to'].some((member) => {
    const profile = body[member];
    if (typeof profile !== 'object' || profile === null) return false;
    const { id, name } = profile as { id?: unknown; name?: unknown };
    return (
      (typeof id === 'string' && id.toLowerCase() === wanted) ||
      (typeof name === 'string' && name.toLowerCase().includes(wanted))
    );
  });
}
