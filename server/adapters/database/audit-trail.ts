import { sql, type Compilable, type Transaction } from 'kysely';
import { chainedText, headText, noRecord } from '../../audit/chain.ts';
import type {
  AuditEntry,
  AuditHead,
  AuditRecord,
  AuditTrail,
  Person,
  PseudonymousPerson,
  RecordSpan,
} from '../../audit/ports.ts';
import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import type { Keyring } from '../vault/keyring.ts';
import { ChainKeys } from './audit-keys.ts';
import { AuditPeople, type Found, type PersonIds } from './audit-people.ts';
import { recordOf, rowOf } from './audit-rows.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import { commitsBehind, together, type Answers } from './together.ts';

interface Appended {
  entry: AuditEntry;
  previous: AuditHead;
  record: AuditRecord;
  head: AuditHead;
}

/** Within a transaction: records are written at its end, and stand when it commits, and only then. */
export interface Recorder {
  readonly append: (entry: AuditEntry) => Promise<AuditHead>;
  /** Nobody else appends before this transaction ends: for what must know the state before a change. */
  readonly holdHead: () => Promise<AuditHead>;
  /** Holds the head, carries these out behind it, and finds those whom the records will name: whoever is not among them is looked for then. */
  readonly behindHead: <const Statements extends readonly Compilable[]>(
    statements: Statements,
    named: PersonIds,
  ) => Promise<Answers<Statements>>;
  /** Carries this out with the records: what it answers is not looked at. */
  readonly lastly: (statement: Compilable) => void;
}

type Work<Result> = (transaction: Transaction<Tables>, recorder: Recorder) => Promise<Result>;

interface Parts {
  database: Database;
  clock: Clock;
  log: Pick<Log, 'info'>;
  /** Told after each commit. */
  appended?: (previous: AuditHead, head: AuditHead) => void;
  recorded?: ((entry: AuditEntry) => void) | undefined;
}

/** The audit records in the database. On PostgreSQL the head's row is locked from a record's number to its commit: no gap and no fork, however many replicas append. */
export class DatabaseAuditTrail implements AuditTrail {
  readonly #parts: Parts;
  readonly #keys: ChainKeys;
  readonly #people: AuditPeople;
  readonly #organizationId: string;
  /** Called after each commit. */
  committed: () => void = () => undefined;

  private constructor(parts: Parts, keys: ChainKeys, organizationId: string) {
    this.#parts = parts;
    this.#keys = keys;
    this.#people = new AuditPeople(keys, organizationId);
    this.#organizationId = organizationId;
  }

  /** @throws VaultError when a key of the chain cannot be opened */
  static async open(parts: Parts, keyring: Keyring, organizationId: string): Promise<DatabaseAuditTrail> {
    const keys = await ChainKeys.open(parts.database, keyring, organizationId);
    const trail = new DatabaseAuditTrail(parts, keys, organizationId);
    const last = await trail.#records().orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const { seq, mac } = last ?? noRecord;
    // Only where there is none: the first start, or somebody removed it.
    await parts.database
      .insertInto('audit_heads')
      .values({ organization_id: organizationId, seq, mac, cut_at: null })
      .onConflict((conflict) => conflict.column('organization_id').doNothing())
      .execute();
    return trail;
  }

  /** A transaction whose records stand when the rest of it does. */
  async transaction<Result>(work: Work<Result>): Promise<Result> {
    const { database, log, appended, recorded } = this.#parts;
    const steps: Appended[] = [];
    const last: Compilable[] = [];
    const lastly: Recorder['lastly'] = (one) => void last.push(one);
    let written: Promise<unknown> | undefined;
    const committing = database.transaction().execute(async (transaction) => {
      // Held until the transaction ends, so nobody else moves it.
      let head: AuditHead | undefined;
      const found: Found[] = [];
      const lock = async <const Statements extends readonly Compilable[]>(statements: Statements) => {
        const [[locked], ...answers] = await together(transaction, [this.#lockHead(transaction), ...statements]);
        if (!locked) throw new Error('the audit chain has lost its head: nothing is recorded, so nothing is done');
        head ??= locked;
        return { head, answers };
      };
      const behindHead: Recorder['behindHead'] = async (statements, named) => {
        const { answers } = await lock([this.#people.rowsOf(transaction, named), ...statements]);
        const [people, ...others] = answers;
        found.push(...people);
        return others;
      };
      const holdHead = async () => head ?? (await lock([])).head;
      const append = async (entry: AuditEntry) => {
        const step = await this.#linked(transaction, entry, await holdHead(), { found, lastly });
        steps.push(step);
        return (head = step.head);
      };
      const result = await work(transaction, { append, holdHead, behindHead, lastly });
      written = this.#write(transaction, last, steps);
      await commitsBehind(database, written);
      return result;
    });
    // Where something before it failed the commit says no more than that.
    const result = await committing.finally(() => written);
    this.committed();
    for (const { entry, previous, head } of steps) {
      log.info({ action: entry.action, head: headText(head) }, 'audit record');
      appended?.(previous, head);
      recorded?.(entry);
    }
    return result;
  }

  append(entry: AuditEntry): Promise<AuditHead> {
    return this.transaction((_transaction, { append }) => append(entry));
  }

  async head(): Promise<AuditHead> {
    const row = await this.#parts.database
      .selectFrom('audit_heads')
      .select(['seq', 'mac'])
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    return row ?? noRecord;
  }

  async records(after: number, limit: number): Promise<AuditRecord[]> {
    const rows = await this.#records().where('seq', '>', after).orderBy('seq').limit(limit).execute();
    return rows.map(recordOf);
  }

  async newest({ before, action, from, to }: RecordSpan, limit: number): Promise<AuditRecord[]> {
    let query = this.#records().limit(limit);
    if ((action ?? from ?? to) === undefined) {
      if (before !== undefined) query = query.where('seq', '<', before);
      return (await query.orderBy('seq', 'desc').execute()).map(recordOf);
    }
    const last = before === undefined ? undefined : await this.find(before);
    // One bound of time: SQLite begins at one of two, and that need not be the nearer.
    const latest = Math.min(last?.at ?? Infinity, to === undefined ? Infinity : to - 1);
    if (action !== undefined) query = query.where('action', '=', action);
    if (from !== undefined) query = query.where('at', '>=', from);
    if (latest !== Infinity) query = query.where('at', '<=', latest);
    if (last) query = query.where((eb) => eb.or([eb('at', '<', last.at), eb('seq', '<', last.seq)]));
    else if (before !== undefined) query = query.where('seq', '<', before);
    return (await query.orderBy('at', 'desc').orderBy('seq', 'desc').execute()).map(recordOf);
  }

  async find(seq: number): Promise<AuditRecord | undefined> {
    const row = await this.#records().where('seq', '=', seq).executeTakeFirst();
    return row && recordOf(row);
  }

  async first(): Promise<AuditRecord | undefined> {
    const row = await this.#records().orderBy('seq').limit(1).executeTakeFirst();
    return row && recordOf(row);
  }

  async beyondHead(): Promise<number[]> {
    // One statement, so that what is appended meanwhile is not taken for it.
    const rows = await this.#parts.database
      .selectFrom('audit_records')
      .innerJoin('audit_heads', 'audit_heads.organization_id', 'audit_records.organization_id')
      .select('audit_records.seq')
      .where('audit_records.organization_id', '=', this.#organizationId)
      .whereRef('audit_records.seq', '>', 'audit_heads.seq')
      .orderBy('audit_records.seq')
      .execute();
    return rows.map(({ seq }) => seq);
  }

  people(of?: readonly string[]): Promise<PseudonymousPerson[]> {
    return this.#people.list(this.#parts.database, of);
  }

  get newestKey(): string {
    return this.#keys.newest;
  }

  macOf(keyId: string, text: string): string | undefined {
    return this.#keys.macOf(keyId, text);
  }

  forget(person: string): Promise<number> {
    return this.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      const people = await this.#people.forget(transaction, person);
      if (people.length > 0) await append({ action: 'person-forgotten', actor: 'operator', body: { people } });
      return people.length;
    });
  }

  cut(before: number, notSince: number, retentionDays: number): Promise<number | undefined> {
    const organization_id = this.#organizationId;
    return this.transaction(async (transaction, { append, holdHead }) => {
      const head = await holdHead();
      const { cut_at } = await transaction
        .selectFrom('audit_heads')
        .select('cut_at')
        .where('organization_id', '=', organization_id)
        .executeTakeFirstOrThrow();
      const of = () => transaction.selectFrom('audit_records').where('organization_id', '=', organization_id);
      // By number: by the index of times all that is kept would be gone through.
      const kept = await of()
        .select('seq')
        .where(sql<number>`+at`, '>=', before)
        .orderBy('seq')
        .limit(1)
        .executeTakeFirst();
      const upTo = kept ? kept.seq - 1 : head.seq;
      const last = await of().select(['mac', 'at']).where('seq', '=', upTo).executeTakeFirst();
      if (!last || (cut_at ?? 0) > notSince) return undefined;
      await append({
        action: 'records-cut',
        actor: 'skilldesk',
        body: { upTo, mac: last.mac, lastAt: last.at, retentionDays },
      });
      await transaction
        .deleteFrom('audit_records')
        .where('organization_id', '=', organization_id)
        .where('seq', '<=', upTo)
        .execute();
      await this.#people.prune(transaction, upTo);
      await transaction
        .updateTable('audit_heads')
        .set({ cut_at: Math.round(this.#parts.clock.now()) })
        .where('organization_id', '=', organization_id)
        .execute();
      return upTo;
    });
  }

  /** The next record of the chain, not written yet. */
  async #linked(
    transaction: Transaction<Tables>,
    entry: AuditEntry,
    previous: AuditHead,
    persons: { found: readonly Found[]; lastly: Recorder['lastly'] },
  ): Promise<Appended> {
    const seq = previous.seq + 1;
    const pseudonymOf = (person: Person) => this.#people.pseudonymOf(transaction, person, seq, persons);
    const pseudonyms: Record<string, string[]> = {};
    for (const [member, persons] of Object.entries(entry.persons ?? {})) {
      pseudonyms[member] = [];
      for (const person of persons) pseudonyms[member].push(await pseudonymOf(person));
    }
    const { actor } = entry;
    const link: Omit<AuditRecord, 'mac'> = {
      organizationId: this.#organizationId,
      seq,
      at: Math.round(this.#parts.clock.now()),
      actor: typeof actor === 'string' ? actor : await pseudonymOf(actor),
      action: entry.action,
      body: JSON.stringify({ ...entry.body, ...pseudonyms }),
      keyId: this.#keys.newest,
      previous: previous.mac,
    };
    const mac = this.#keys.macOf(link.keyId, chainedText(link)) ?? '';
    return { entry, previous, record: { ...link, mac }, head: { seq, mac } };
  }

  async #write(transaction: Transaction<Tables>, last: readonly Compilable[], steps: readonly Appended[]) {
    const head = steps.at(-1)?.head;
    const moved = head && transaction.updateTable('audit_heads').set(head);
    await together(transaction, [
      ...last,
      ...steps.map(({ record }) => transaction.insertInto('audit_records').values(rowOf(record))),
      ...(moved ? [moved.where('organization_id', '=', this.#organizationId)] : []),
    ]);
  }

  /** An update that changes nothing: both databases lock the row by it, until the transaction ends. */
  #lockHead(transaction: Transaction<Tables>) {
    return transaction
      .updateTable('audit_heads')
      .set((eb) => ({ seq: eb.ref('seq') }))
      .where('organization_id', '=', this.#organizationId)
      .returning(['seq', 'mac']);
  }

  #records() {
    return this.#parts.database
      .selectFrom('audit_records')
      .selectAll()
      .where('organization_id', '=', this.#organizationId);
  }
}
