import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import { chainedText, headText, noRecord, pseudonymOf, pseudonymText } from './chain.ts';
import { pseudonymsIn } from './export-records.ts';
import type { AuditHead, AuditRecord, AuditTrail, PseudonymousPerson } from './ports.ts';

/** `altered`: not what was recorded at this place · `moved`: recorded at another place · `missing` · `inserted` · `unknown-key` · `cut-off`: a head that was seen is gone. */
export type ChainFaultKind =
  'altered' | 'moved' | 'missing' | 'inserted' | 'unknown-key' | 'cut-off' | 'person-altered';

export interface ChainFault {
  kind: ChainFaultKind;
  /** The record that is named. */
  seq: number;
  detail: string;
}

export interface Verification {
  valid: boolean;
  records: number;
  /** `SEQ:MAC` of the last record. */
  head: string;
  /** Everything up to `seq` was cut by the retention, and the checkpoint that says so was found. */
  cut?: { seq: number; checkpoint: number };
  /** Pseudonyms whose names were forgotten. */
  forgotten: number;
  faults: ChainFault[];
}

interface Checkpoint extends AuditHead {
  checkpoint: number;
}

const pageSize = 500;
/** One that was tampered with by a program names itself often enough. */
const mostFaults = 100;
/** How far a record that was moved is looked for. */
const farthestMove = 10_000;

/** Goes through the whole chain, and names every record that is not as it was appended. `expected`: a head that was written down before. */
export async function verifyChain(trail: AuditTrail, expected?: AuditHead): Promise<Verification> {
  const head = await trail.head();
  const walk = new Walk(trail);
  for (let after = Number.MIN_SAFE_INTEGER; ;) {
    const page = await trail.records(after, pageSize);
    for (const record of page) {
      if (record.seq > head.seq) break;
      walk.step(record, expected);
    }
    const last = page.at(-1);
    if (!last || last.seq >= head.seq) break;
    after = last.seq;
    // SQLite answers within the same turn: nobody else would be served before the end of the chain.
    await letOthersGoFirst();
  }
  walk.end(head, await trail.beyondHead(), expected);
  const forgotten = walk.judgePeople(await trail.people());
  const { faults, records, cut } = walk;
  return { valid: faults.length === 0, records, head: headText(head), ...(cut && { cut }), forgotten, faults };
}

class Walk {
  readonly #trail: AuditTrail;
  readonly faults: ChainFault[] = [];
  records = 0;
  cut: Verification['cut'];
  #last: AuditHead = noRecord;
  #isLastSound = true;
  /** Where the chain starts: behind a cut it is not at the beginning. */
  #start: AuditHead | undefined;
  #checkpoint: Checkpoint | undefined;
  readonly #mentioned = new Map<string, number>();
  readonly #forgotten = new Set<string>();

  constructor(trail: AuditTrail) {
    this.#trail = trail;
  }

  step(record: AuditRecord, expected: AuditHead | undefined): void {
    const { seq, mac, previous } = record;
    this.records += 1;
    if (!this.#start) {
      this.#start = { seq: seq - 1, mac: previous };
      this.#last = this.#start;
    } else if (seq > this.#last.seq + 1) {
      this.#say('missing', this.#last.seq + 1, `${range(this.#last.seq + 1, seq - 1)} removed`);
      this.#isLastSound = false;
    }
    const isSound = this.#judge(record);
    if (isSound && this.#isLastSound && previous !== this.#last.mac) {
      this.#say('altered', seq - 1, `record ${seq - 1} is not the one that record ${seq} was chained to`);
    }
    if (isSound) this.#learn(record);
    if (expected?.seq === seq && expected.mac !== mac) {
      this.#say('cut-off', seq, `record ${seq} is another than the head ${headText(expected)} that was seen`);
    }
    this.#last = { seq, mac };
    this.#isLastSound = isSound;
  }

  end(head: AuditHead, beyond: readonly number[], expected: AuditHead | undefined): void {
    const start = this.#start ?? noRecord;
    if (start.seq !== 0 || start.mac !== '') this.#judgeStart(start);
    if (this.#last.seq < head.seq) {
      this.#say('missing', this.#last.seq + 1, `${range(this.#last.seq + 1, head.seq)} removed from the end`);
    } else if (this.#isLastSound && this.#last.mac !== head.mac) {
      this.#say('altered', head.seq, `the head of the chain does not fit record ${head.seq}: one of them was changed`);
    }
    for (const seq of beyond) this.#say('inserted', seq, `record ${seq} was put behind the end of the chain`);
    if (expected && expected.seq > Math.max(head.seq, this.#last.seq)) {
      this.#say(
        'cut-off',
        head.seq + 1,
        `the chain ends at ${headText(head)}, but reached ${headText(expected)}: ${range(head.seq + 1, expected.seq)} cut off, or an older copy of the database stands here`,
      );
    } else if (expected && expected.seq === start.seq && expected.mac !== start.mac) {
      this.#say('cut-off', start.seq, `what was cut is not what ended at ${headText(expected)}`);
    }
  }

  /** Answers how many persons are forgotten; a name that was changed no longer fits its pseudonym. */
  judgePeople(people: readonly PseudonymousPerson[]): number {
    const rows = new Map(people.map((person) => [person.pseudonym, person]));
    for (const [pseudonym, seq] of this.#mentioned) {
      const person = rows.get(pseudonym);
      const isForgotten = this.#forgotten.has(pseudonym);
      if (!person?.known) {
        if (!isForgotten)
          this.#say(
            'person-altered',
            seq,
            `the person of record ${seq} was removed, and no record says that he was to be forgotten`,
          );
        continue;
      }
      const text = pseudonymText(this.#organizationId, person.known.salt, person.known);
      const mac = this.#trail.macOf(person.keyId, text);
      if (mac === undefined || pseudonymOf(mac) !== pseudonym) {
        this.#say('person-altered', seq, `the name of the person of record ${seq} was changed`);
      }
    }
    return this.#forgotten.size;
  }

  #organizationId = '';

  #judge(record: AuditRecord): boolean {
    const { seq, mac, keyId } = record;
    const own = this.#trail.macOf(keyId, chainedText(record));
    if (own === undefined) {
      this.#say(
        'unknown-key',
        seq,
        `record ${seq} names the key ${JSON.stringify(keyId.slice(0, 40))}, which is not one of this chain`,
      );
      return false;
    }
    if (own === mac) return true;
    const place = this.faults.length < mostFaults ? this.#placeOf(record) : undefined;
    if (place === undefined)
      this.#say('altered', seq, `record ${seq} was changed after it was made, or was not made by this chain`);
    else this.#say('moved', seq, `record ${seq} was recorded as number ${place}`);
    return false;
  }

  #placeOf(record: AuditRecord): number | undefined {
    for (let seq = Math.max(1, record.seq - farthestMove); seq <= record.seq + farthestMove; seq += 1) {
      if (this.#trail.macOf(record.keyId, chainedText({ ...record, seq })) === record.mac) return seq;
    }
    return undefined;
  }

  #learn({ organizationId, seq, actor, action, body: text }: AuditRecord): void {
    this.#organizationId = organizationId;
    const body = JSON.parse(text) as Record<string, unknown>;
    if (action === 'records-cut') {
      this.#checkpoint = { seq: Number(body['upTo']), mac: String(body['mac']), checkpoint: seq };
    }
    const named = pseudonymsIn(actor, body);
    if (action === 'person-forgotten') for (const pseudonym of named) this.#forgotten.add(pseudonym);
    for (const pseudonym of named) {
      if (!this.#mentioned.has(pseudonym)) this.#mentioned.set(pseudonym, seq);
    }
  }

  #judgeStart(start: AuditHead): void {
    const { checkpoint, ...cut } = this.#checkpoint ?? { ...noRecord, checkpoint: 0 };
    if (cut.seq === start.seq && cut.mac === start.mac) this.cut = { seq: cut.seq, checkpoint };
    else this.#say('missing', 1, `${range(1, start.seq)} removed, and no checkpoint says that the retention did it`);
  }

  #say(kind: ChainFaultKind, seq: number, detail: string): void {
    if (this.faults.length < mostFaults) this.faults.push({ kind, seq, detail });
  }
}

const range = (from: number, to: number) => (from >= to ? `record ${from} was` : `records ${from} to ${to} were`);
