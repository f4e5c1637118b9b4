import { sql, type Transaction, type UpdateObject } from 'kysely';
import { isFinal } from '../../../shared/change.ts';
import { isAssignment, targetOf, type Edit } from '../../../shared/edit.ts';
import { AppError } from '../../app-error.ts';
import { assignedProfile, profileOf } from '../../changes/assigned-profile.ts';
import type {
  Actor,
  IdempotencyKey,
  ChangeFilter,
  ChangeJournal,
  Claim,
  JournalChange,
  JournalItem,
  JournalPage,
  Progress,
  Recorded,
  Standing,
  TakenUp,
  Travelling,
} from '../../changes/ports.ts';
import { acceptedEntry, handledEntry, outcomeEntry } from '../../changes/audit-entries.ts';
import { endedWell, isOpen } from '../../changes/lease-view.ts';
import type { Clock } from '../../clock.ts';
import { revisionOf } from '../../skill-profiles/revision.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import { stateOf } from './accounted-states.ts';
import { assembled, partsOf } from './change-parts.ts';
import { changeOf, insertionsOf, itemsOf, progressColumns } from './change-rows.ts';
import { isByLooking, mostGoneThrough, newestOf, newestOfAll } from './change-search.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import { watchedOf, type ElsewhereChanges } from './elsewhere-changes.ts';
import { endingsOf, LeaseFields, openOn, valuesByLeases } from './lease-fields.ts';
import { revisionKept } from './revision-store.ts';
import { settleOver } from './over-changes.ts';
import { isCommitted, RollBack } from './roll-back.ts';
import type { DatabaseSnapshot } from './snapshot-store.ts';
import type { Tables } from './tables.ts';
import { atOnce, byIndex, together } from './together.ts';
import { unawaited } from './unawaited.ts';

const day = 24 * 60 * 60_000;

/** Every Change and what became of it. An intent is committed here before anything is written to Webex. */
export class DatabaseChangeJournal implements ChangeJournal {
  readonly #database: Database;
  readonly #snapshot: DatabaseSnapshot;
  readonly #clock: Clock;
  readonly #organizationId: string;
  readonly #audit: DatabaseAuditTrail;
  readonly #leases: LeaseFields;
  readonly #elsewhere: ElsewhereChanges;

  constructor(
    database: Database,
    snapshot: DatabaseSnapshot,
    clock: Clock,
    organizationId: string,
    audit: DatabaseAuditTrail,
    elsewhere: ElsewhereChanges,
  ) {
    this.#database = database;
    this.#snapshot = snapshot;
    this.#clock = clock;
    this.#organizationId = organizationId;
    this.#audit = audit;
    this.#leases = new LeaseFields(clock);
    this.#elsewhere = elsewhere;
  }

  async made(personId: string, { path, key, bodyHash }: IdempotencyKey): Promise<JournalChange | undefined> {
    const known = await this.#keyed(personId, path, key);
    if (!known) return undefined;
    if (known.body_hash !== bodyHash) {
      throw new AppError(
        'idempotency-key-reused',
        'This Idempotency-Key was used for another request. Nothing was changed; use a new key.',
      );
    }
    return this.read(known.change_id);
  }

  async intend(change: JournalChange, key: IdempotencyKey, allowed?: Promise<void>): Promise<JournalChange> {
    if (await this.#insert(change, key, allowed)) return change;
    const faster = await this.made(change.actor.id, key);
    if (!faster)
      throw new AppError('idempotency-key-in-use', 'The same request is being taken in. Ask again in a moment.');
    return faster;
  }

  #keyed(personId: string, path: string, key: string) {
    return this.#database
      .selectFrom('idempotency_keys')
      .select(['change_id', 'body_hash'])
      .where('person_id', '=', personId)
      .where('path', '=', path)
      .where('key', '=', key)
      .where('created_at', '>', this.#clock.now() - day)
      .executeTakeFirst();
  }

  /** False, and nothing inserted, when somebody was faster with the same key. */
  async #insert(
    change: JournalChange,
    { path, key, bodyHash }: IdempotencyKey,
    allowed: Promise<void> | undefined,
  ): Promise<boolean> {
    const ended = change.items.filter(({ outcome }) => isFinal(outcome));
    const organization = ended.length > 0 ? await this.#snapshot.recent() : undefined;
    const insertion = this.#audit.transaction(async (transaction, { append, behindHead }) => {
      const made = { body_hash: bodyHash, change_id: change.id, created_at: change.createdAt };
      const ofKey = transaction
        .insertInto('idempotency_keys')
        .values({ person_id: change.actor.id, path, key, ...made })
        // One that has not been pruned yet is free after its day all the same.
        .onConflict((conflict) =>
          conflict
            .columns(['person_id', 'path', 'key'])
            .doUpdateSet(made)
            .where('idempotency_keys.created_at', '<=', this.#clock.now() - day),
        )
        .returning('change_id');
      const named = [change.actor.id, ...(change.owner ? [change.owner.id] : [])];
      const [answers] = await Promise.all([behindHead([...insertionsOf(transaction, change), ofKey], named), allowed]);
      if (answers.at(-1)?.length === 0) throw new RollBack();
      await append(acceptedEntry(change));
      for (const item of ended) await append(outcomeEntry(change, item, organization));
    });
    return isCommitted(insertion);
  }

  async read(changeId: string): Promise<JournalChange | undefined> {
    const [rows, ...parts] = await together(this.#database, this.#wholeOf(changeId));
    const [change] = assembled(rows, parts);
    return change;
  }

  #wholeOf(changeId: string) {
    const ofChange = this.#database
      .selectFrom('changes')
      .selectAll()
      .where('organization_id', '=', this.#organizationId)
      .where('id', '=', changeId);
    return [ofChange, ...partsOf(this.#database, [changeId])] as const;
  }

  async item(of: Pick<JournalItem, 'changeId' | 'position'>): Promise<JournalItem | undefined> {
    const row = await this.#itemRow(of).executeTakeFirst();
    return row && itemsOf([row]).items[0];
  }

  #itemRow({ changeId, position }: Pick<JournalItem, 'changeId' | 'position'>) {
    return this.#database
      .selectFrom('change_items')
      .selectAll()
      .where('change_id', '=', changeId)
      .where('position', '=', position);
  }

  async list(filter: ChangeFilter, limit: number): Promise<JournalPage> {
    const newest = newestOf(this.#database, this.#organizationId, filter).limit(limit);
    const [rows] = await byIndex(this.#database, [newest]);
    const last = rows.length === limit ? rows.at(-1) : await this.#lastGoneThrough(filter);
    const changes = await this.#withItems(rows);
    const wanted = filter.open === false ? changes.filter((change) => !isOpen(change)) : changes;
    return { changes: wanted, next: last && { createdAt: last.created_at, id: last.id } };
  }

  /** Where the next Changes are to be gone through; undefined: there is nothing left. */
  async #lastGoneThrough(filter: ChangeFilter) {
    if (!isByLooking(filter)) return undefined;
    const all = newestOfAll(this.#database, this.#organizationId, filter).select(['created_at', 'id']);
    const [[last]] = await byIndex(this.#database, [all.limit(1).offset(mostGoneThrough - 1)]);
    return last;
  }

  async due(): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('change_items')
      .select('change_id')
      .where('is_open', '=', 1)
      .where('due_at', '<=', this.#clock.now())
      .execute();
    // Not by DISTINCT: for that SQLite goes through all items there are, every second.
    return [...new Set(rows.map(({ change_id }) => change_id))];
  }

  async claim(claim: Claim, milliseconds: number): Promise<boolean> {
    return (await this.#claimed(claim, milliseconds).execute()).length > 0;
  }

  async takeUp(claim: Claim, milliseconds: number, item: JournalItem): Promise<TakenUp | undefined> {
    const [claimed, rows, unsettled] = await together(this.#database, [
      this.#claimed(claim, milliseconds),
      this.#itemRow(item),
      this.#unsettled(),
    ]);
    if (claimed.length === 0) return undefined;
    return { item: itemsOf(rows).items[0], isBehindUnsettled: unsettled.some((row) => isOnItsTarget(row, item)) };
  }

  #claimed({ target, owner }: Claim, milliseconds: number) {
    const now = databaseTime(this.#database);
    const until = sql<number>`${now} + ${sql.lit(milliseconds)}`;
    return (
      this.#database
        .insertInto('claims')
        .values({ target, owner, until })
        .onConflict((conflict) =>
          conflict
            .column('target')
            .doUpdateSet({ owner, until })
            // Ours: it could not be given back while the database was away.
            .where((eb) => eb.or([eb('claims.until', '<=', now), eb('claims.owner', '=', owner)])),
        )
        // Before anything is sent the claim is looked for once more, and committed with what looks.
        .returning(unawaited(this.#database))
    );
  }

  async release(claim: Claim): Promise<void> {
    await this.#releasedSoon(claim).execute();
  }

  async leave(claim: Claim, changeId: string): Promise<JournalChange | undefined> {
    const [, rows, ...parts] = await together(this.#database, [this.#releasedSoon(claim), ...this.#wholeOf(changeId)]);
    const [change] = assembled(rows, parts);
    return change;
  }

  /** If a crash loses it, the claim ends by itself. */
  #releasedSoon(claim: Claim) {
    return released(this.#database, claim).returning(unawaited(this.#database));
  }

  async markSent(
    item: JournalItem,
    { target, owner }: Claim,
    milliseconds: number,
    progress: Progress,
  ): Promise<boolean> {
    const now = databaseTime(this.#database);
    const held = this.#database
      .updateTable('claims')
      .set({ until: sql<number>`${now} + ${sql.lit(milliseconds)}` })
      .where('target', '=', target)
      .where('owner', '=', owner)
      .where('until', '>', now);
    // By the claim that the statement before has locked: nobody takes it until both are committed.
    const marked = progressed(this.#database, item, { ...progressColumns(progress), sent_at: now }).where((eb) =>
      eb.exists(
        eb
          .selectFrom('claims')
          .select('owner')
          .where('target', '=', target)
          .where('owner', '=', owner)
          .where('until', '>', now),
      ),
    );
    const [, rows] = await atOnce(this.#database, [held, marked]);
    return rows.length > 0;
  }

  async record(item: Travelling, progress: Progress, seen?: Standing): Promise<Recorded | undefined> {
    const ended = progress.outcome && isFinal(progress.outcome) ? { ...item, ...progress } : undefined;
    const columns = progressColumns(progress);
    if (!ended && !seen) return (await this.#step(item, columns)) ? {} : undefined;
    const after: Recorded = {};
    const organization = ended && (await this.#snapshot.recent());
    const recording = this.#audit.transaction(async (transaction, recorder) => {
      if (!ended) {
        if ((await progressed(transaction, item, columns).execute()).length === 0) throw new RollBack();
        if (seen) await this.#learn(transaction, item.edit, seen);
        return;
      }
      const isOther = ended.outcome === 'verified' && ended.differences.length > 0;
      const learned = seen && isOther ? this.#learnedOf(transaction, item.edit, seen) : undefined;
      // Nobody moves the Change's end or owner while its outcome is laid on the fields.
      const [[ours], [change], open, [accounted], items, terms, reversals] = await recorder.behindHead(
        [
          progressed(transaction, item, { ...columns, accounted: 1 }),
          transaction.selectFrom('changes').selectAll().where('id', '=', item.changeId),
          openOn(transaction, targetOf(item.edit)),
          this.#elsewhere.states.lockedRowOf(transaction, watchedOf(item.edit)),
          ...partsOf(transaction, [item.changeId]),
          ...(learned ?? []),
        ],
        [actorIdOf(item.changeId), ...(isAssignment(item.edit) ? [item.edit.userId] : [])],
      );
      if (!ours) throw new RollBack();
      if (!change) throw new Error('an item without its Change');
      if (seen && !learned) await this.#learn(transaction, item.edit, seen);
      await this.#leases.settle(transaction, change, ended, seen, open);
      if (isTrouble(change, ended)) await opened(transaction, change);
      await recorder.append(outcomeEntry(changeOf(change), ended, organization));
      const before = accounted && stateOf(accounted);
      const move = await this.#elsewhere.accountFor(transaction, recorder, ended, seen, organization, before);
      if (move) recorder.lastly(this.#elsewhere.states.moved(transaction, move));
      if (!item.claim) return;
      recorder.lastly(released(transaction, item.claim));
      [after.change] = assembled([change], [items, terms, reversals]);
    });
    return (await isCommitted(recording)) ? after : undefined;
  }

  /** On the way: after a crash Webex is asked where the item is, so the disk need not be waited for. */
  async #step(item: JournalItem, columns: ItemColumns): Promise<boolean> {
    if (Object.keys(columns).length === 0) return true;
    const step = progressed(this.#database, item, columns).returning(unawaited(this.#database));
    return (await step.execute()).length > 0;
  }

  /** Not by the target: SQLite would go through its whole history. */
  #unsettled() {
    return this.#database
      .selectFrom('change_items')
      .select(['change_id', 'position', 'skill_profile_id', 'user_id'])
      .where('is_open', '=', 1)
      .where('outcome', 'in', ['sent', 'in-doubt']);
  }

  endings(changeId: string, target: string) {
    return endingsOf(this.#database, changeId, target);
  }

  valuesByLeases(target: string, since: number) {
    return valuesByLeases(this.#database, target, since);
  }

  async stop(items: readonly JournalItem[], by: Actor): Promise<number> {
    const organization = await this.#snapshot.load();
    const progress = { outcome: 'stopped', rule: undefined } as const;
    return this.#audit.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      const stopped = [];
      for (const item of items) {
        const [ours] = await progressed(transaction, item, progressColumns(progress)).execute();
        if (ours) stopped.push(item);
      }
      const [first] = stopped;
      if (!first) return 0;
      await append(handledEntry('change-stopped', by, stopped));
      const change = changeOf(await rowOf(transaction, first.changeId));
      for (const item of stopped) await append(outcomeEntry(change, { ...item, ...progress }, organization));
      return stopped.length;
    });
  }

  async reopen(items: readonly JournalItem[], by: Actor, startsAt = 0): Promise<number> {
    const now = Math.round(this.#clock.now());
    const reopening: Progress =
      startsAt > now ? { outcome: 'scheduled', dueAt: startsAt } : { outcome: 'pending', dueAt: now };
    return this.#audit.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      const reopened = [];
      for (const item of items) {
        const { numUpdatedRows } = await transaction
          .updateTable('change_items')
          .set({ ...progressColumns(reopening), rule: null, taken_up_at: now })
          .where('change_id', '=', item.changeId)
          .where('position', '=', item.position)
          .where('outcome', '=', 'stopped')
          // What is taken up again while its end begins would never be put back.
          .where((eb) =>
            eb.exists(
              eb.selectFrom('changes').select('id').where('id', '=', item.changeId).where('ended_at', 'is', null),
            ),
          )
          .executeTakeFirst();
        if (numUpdatedRows === 1n) reopened.push(item);
      }
      if (reopened.length > 0) await append(handledEntry('change-continued', by, reopened));
      return reopened.length;
    });
  }

  async prune(): Promise<void> {
    await this.#database
      .deleteFrom('idempotency_keys')
      .where('created_at', '<=', this.#clock.now() - day)
      .execute();
    await settleOver(this.#database, this.#organizationId, this.#clock.now());
  }

  /** Statements by which the snapshot learns what was read of a profile where it is other than before; undefined where that takes more. */
  #learnedOf(transaction: Transaction<Tables>, edit: Edit, { listed, values }: Standing) {
    if (isAssignment(edit) || !listed) return undefined;
    const content = { values, revision: revisionOf(values) };
    const learnedAt = this.#clock.now();
    return [
      revisionKept(transaction, edit.skillProfileId, content, learnedAt),
      ...this.#snapshot.otherSkillProfile(transaction, listed, content, learnedAt),
    ];
  }

  async #learn(transaction: Transaction<Tables>, edit: Edit, { listed, values }: Standing): Promise<void> {
    const learnedAt = this.#clock.now();
    if (isAssignment(edit)) {
      const now = profileOf(values.get(assignedProfile));
      await this.#snapshot.learnAssignment(transaction, edit.userId, now, learnedAt);
      return;
    }
    const content = { values, revision: revisionOf(values) };
    // Whatever was read may be the base of the next edit: a conflict hands its revision out.
    const revision = revisionKept(transaction, edit.skillProfileId, content, learnedAt);
    if (listed) await this.#snapshot.learnSkillProfile(transaction, listed, content, learnedAt, revision);
    else await revision.execute();
  }

  async #withItems(rows: readonly Tables['changes'][]): Promise<JournalChange[]> {
    if (rows.length === 0) return [];
    return assembled(
      rows,
      await byIndex(
        this.#database,
        partsOf(
          this.#database,
          rows.map(({ id }) => id),
        ),
      ),
    );
  }
}

/** The end of a lease did not come out as it should, whatever somebody took on before that was known. */
const isTrouble = ({ via }: Tables['changes'], { outcome, leftOut }: JournalItem) =>
  via === 'lease-end' && !endedWell({ outcome, leftSomething: leftOut !== undefined });

async function opened(transaction: Transaction<Tables>, { reverts }: Tables['changes']): Promise<void> {
  await transaction.updateTable('changes').set({ taken_at: null }).where('id', '=', reverts).execute();
}

const actorIdOf = (changeId: string) => sql<string>`(select actor_id from changes where id = ${changeId})`;

const rowOf = (transaction: Transaction<Tables>, changeId: string) =>
  transaction.selectFrom('changes').selectAll().where('id', '=', changeId).executeTakeFirstOrThrow();

/** Of another item that is to write where this one is. */
const isOnItsTarget = (
  row: Pick<Tables['change_items'], 'change_id' | 'position' | 'skill_profile_id' | 'user_id'>,
  { changeId, position, edit }: JournalItem,
) =>
  (row.skill_profile_id ?? row.user_id) === targetOf(edit) && (row.change_id !== changeId || row.position !== position);

/** Writes these columns, if the item is open and still as it was read; answers a row if it was. */
const progressed = (database: Database | Transaction<Tables>, item: JournalItem, columns: ItemColumns) =>
  database
    .updateTable('change_items')
    .set(columns)
    .where('change_id', '=', item.changeId)
    .where('position', '=', item.position)
    .where('is_open', '=', 1)
    .where('outcome', '=', item.outcome)
    .where('attempts', '=', item.attempts)
    .returning('position');

const released = (database: Database | Transaction<Tables>, { target, owner }: Claim) =>
  database.deleteFrom('claims').where('target', '=', target).where('owner', '=', owner);

type ItemColumns = UpdateObject<Tables, 'change_items'>;
