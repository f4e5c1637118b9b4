import { sql, type Transaction } from 'kysely';
import type { Outcome, Rule } from '../../../shared/change.ts';
import { isFinal } from '../../../shared/change.ts';
import { isAssignment, targetOf, type Edit } from '../../../shared/edit.ts';
import { AppError } from '../../app-error.ts';
import type { AuditEntry } from '../../audit/ports.ts';
import {
  assignedProfile,
  type IdempotencyKey,
  type ChangeFilter,
  type ChangeJournal,
  type Claim,
  type JournalChange,
  type JournalItem,
  type Progress,
  type Reversal,
  type Standing,
} from '../../changes/ports.ts';
import { acceptedEntry, outcomeEntry } from '../../changes/audit-entries.ts';
import type { Clock } from '../../clock.ts';
import { revisionOf } from '../../skill-profiles/revision.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { databaseTime } from './database-time.ts';
import type { DatabaseSnapshot } from './snapshot-store.ts';
import type { Tables } from './tables.ts';

const day = 24 * 60 * 60_000;

type ItemRow = Tables['change_items'];

/** Every Change and what became of it. An intent is committed here before anything is written to Webex. */
export class DatabaseChangeJournal implements ChangeJournal {
  readonly #database: Database;
  readonly #snapshot: DatabaseSnapshot;
  readonly #clock: Clock;
  readonly #organizationId: string;
  readonly #audit: DatabaseAuditTrail;

  constructor(
    database: Database,
    snapshot: DatabaseSnapshot,
    clock: Clock,
    organizationId: string,
    audit: DatabaseAuditTrail,
  ) {
    this.#database = database;
    this.#snapshot = snapshot;
    this.#clock = clock;
    this.#organizationId = organizationId;
    this.#audit = audit;
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

  async intend(change: JournalChange, key: IdempotencyKey): Promise<JournalChange> {
    if (await this.#insert(change, key)) return change;
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
      .executeTakeFirst();
  }

  /** False, and nothing inserted, when somebody was faster with the same key. */
  async #insert(change: JournalChange, { path, key, bodyHash }: IdempotencyKey): Promise<boolean> {
    const ended = change.items.filter(({ outcome }) => isFinal(outcome));
    const organization = ended.length > 0 ? await this.#snapshot.load() : undefined;
    return this.#audit
      .transaction(async (transaction, { append }) => {
        await transaction.insertInto('changes').values(changeRow(change)).execute();
        for (const item of change.items) await transaction.insertInto('change_items').values(itemRow(item)).execute();
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('idempotency_keys')
          .values({
            person_id: change.actor.id,
            path,
            key,
            body_hash: bodyHash,
            change_id: change.id,
            created_at: change.createdAt,
          })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows !== 1n) throw new KeyTaken();
        await append(acceptedEntry(change));
        for (const item of ended) await append(outcomeEntry(change, item, organization));
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof KeyTaken) return false;
        throw error;
      });
  }

  async read(changeId: string): Promise<JournalChange | undefined> {
    const [change] = await this.#withItems(await this.#changes().where('id', '=', changeId).execute());
    return change;
  }

  async list(filter: ChangeFilter, limit: number): Promise<JournalChange[]> {
    const { actor, from, to, before } = filter;
    let query = this.#changes();
    if (actor !== undefined) query = query.where('actor_id', '=', actor);
    if (from !== undefined) query = query.where('created_at', '>=', from);
    if (to !== undefined) query = query.where('created_at', '<', to);
    if (before) {
      const { createdAt, id } = before;
      query = query.where((eb) =>
        eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '<', id)])]),
      );
    }
    const { skillProfileId, userId, outcome, skillId, teamId, open } = filter;
    if (open !== undefined) {
      query = query.where((eb) => {
        const items = eb
          .selectFrom('change_items')
          .select('change_items.position')
          .whereRef('change_items.change_id', '=', 'changes.id')
          .where('is_open', '=', 1);
        return open ? eb.exists(items) : eb.not(eb.exists(items));
      });
    }
    if (skillProfileId ?? userId ?? outcome ?? skillId ?? teamId) {
      query = query.where((eb) => {
        let items = eb
          .selectFrom('change_items')
          .select('change_items.position')
          .whereRef('change_items.change_id', '=', 'changes.id');
        if (skillProfileId) items = items.where('skill_profile_id', '=', skillProfileId);
        if (userId) items = items.where('user_id', '=', userId);
        if (outcome) items = items.where('outcome', '=', outcome);
        // An id holds nothing that JSON would write otherwise.
        if (skillId) items = items.where('edit', 'like', `%"${skillId}"%`);
        if (teamId) items = items.where('team_ids', 'like', `%"${teamId}"%`);
        return eb.exists(items);
      });
    }
    return this.#withItems(await query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute());
  }

  async due(): Promise<string[]> {
    const rows = await this.#database
      .selectFrom('change_items')
      .select('change_id')
      .distinct()
      .where('is_open', '=', 1)
      .where('due_at', '<=', this.#clock.now())
      .execute();
    return rows.map(({ change_id }) => change_id);
  }

  async claim({ target, owner }: Claim, milliseconds: number): Promise<boolean> {
    const now = databaseTime(this.#database);
    const until = sql<number>`${now} + ${sql.lit(milliseconds)}`;
    const { numInsertedOrUpdatedRows } = await this.#database
      .insertInto('claims')
      .values({ target, owner, until })
      .onConflict((conflict) =>
        conflict.column('target').doUpdateSet({ owner, until }).where('claims.until', '<=', now),
      )
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async release({ target, owner }: Claim, milliseconds: number): Promise<void> {
    if (milliseconds <= 0) {
      await this.#database.deleteFrom('claims').where('target', '=', target).where('owner', '=', owner).execute();
      return;
    }
    const until = sql<number>`${databaseTime(this.#database)} + ${sql.lit(Math.ceil(milliseconds))}`;
    await this.#database
      .updateTable('claims')
      .set({ until })
      .where('target', '=', target)
      .where('owner', '=', owner)
      .execute();
  }

  markSent(item: JournalItem, { target, owner }: Claim, milliseconds: number, progress: Progress): Promise<boolean> {
    return this.#database.transaction().execute(async (transaction) => {
      const now = databaseTime(this.#database);
      const { numUpdatedRows } = await transaction
        .updateTable('claims')
        .set({ until: sql<number>`${now} + ${sql.lit(milliseconds)}` })
        .where('target', '=', target)
        .where('owner', '=', owner)
        .where('until', '>', now)
        .executeTakeFirst();
      return numUpdatedRows === 1n && update(transaction, item, progress);
    });
  }

  async record(item: JournalItem, progress: Progress, seen?: Standing): Promise<boolean> {
    const entry = progress.outcome && isFinal(progress.outcome) ? await this.#outcomeEntry(item, progress) : undefined;
    return this.#audit.transaction(async (transaction, { append }) => {
      if (!(await update(transaction, item, progress))) return false;
      if (seen) await this.#learn(transaction, item.edit, seen);
      if (entry) await append(entry);
      return true;
    });
  }

  async #outcomeEntry(item: JournalItem, progress: Progress): Promise<AuditEntry | undefined> {
    const row = await this.#changes().where('id', '=', item.changeId).executeTakeFirst();
    return row && outcomeEntry(changeOf(row), { ...item, ...progress }, await this.#snapshot.load());
  }

  async reopen({ changeId, position }: JournalItem): Promise<boolean> {
    const now = Math.round(this.#clock.now());
    const { numUpdatedRows } = await this.#database
      .updateTable('change_items')
      .set({ ...progressColumns({ outcome: 'pending', dueAt: now }), rule: null, taken_up_at: now })
      .where('change_id', '=', changeId)
      .where('position', '=', position)
      .where('outcome', '=', 'stopped')
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async prune(): Promise<void> {
    await this.#database
      .deleteFrom('idempotency_keys')
      .where('created_at', '<=', this.#clock.now() - day)
      .execute();
  }

  async #learn(transaction: Transaction<Tables>, edit: Edit, { listed, values }: Standing): Promise<void> {
    const learnedAt = this.#clock.now();
    if (isAssignment(edit)) {
      const now = values.get(assignedProfile);
      await this.#snapshot.learnAssignment(transaction, edit.userId, typeof now === 'string' ? now : null, learnedAt);
    } else if (listed) {
      await this.#snapshot.learnSkillProfile(transaction, listed, { values, revision: revisionOf(values) }, learnedAt);
    }
  }

  async #withItems(rows: readonly Tables['changes'][]): Promise<JournalChange[]> {
    if (rows.length === 0) return [];
    const items = await this.#database
      .selectFrom('change_items')
      .selectAll()
      .where(
        'change_id',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('position')
      .execute();
    const reversals = await this.#reversalsOf(rows);
    return rows.map((row) => ({
      ...changeOf(row),
      items: items.filter(({ change_id }) => change_id === row.id).map(itemOf),
      reversals: reversals.filter(({ reverts }) => reverts === row.id).map(({ reversal }) => reversal),
    }));
  }

  async #reversalsOf(rows: readonly Tables['changes'][]): Promise<{ reverts: string | null; reversal: Reversal }[]> {
    const items = await this.#database
      .selectFrom('changes')
      .innerJoin('change_items', 'change_items.change_id', 'changes.id')
      .select(['reverts', 'change_id', 'edit', 'outcome'])
      .where(
        'reverts',
        'in',
        rows.map(({ id }) => id),
      )
      .orderBy('created_at', 'desc')
      .execute();
    return items.map(({ reverts, change_id: changeId, edit, outcome }) => ({
      reverts,
      reversal: { changeId, target: targetOf(JSON.parse(edit) as Edit), outcome: outcome as Outcome },
    }));
  }

  #changes() {
    return this.#database.selectFrom('changes').selectAll().where('organization_id', '=', this.#organizationId);
  }
}

/** Rolls a transaction back, and nothing more. */
class KeyTaken extends Error {}

/** Writes the columns of `progress`, if the item is open and still as it was read. */
async function update(transaction: Transaction<Tables>, item: JournalItem, progress: Progress): Promise<boolean> {
  if (Object.keys(progress).length === 0) return true;
  const { numUpdatedRows } = await transaction
    .updateTable('change_items')
    .set(progressColumns(progress))
    .where('change_id', '=', item.changeId)
    .where('position', '=', item.position)
    .where('is_open', '=', 1)
    .where('outcome', '=', item.outcome)
    .where('attempts', '=', item.attempts)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function progressColumns(progress: Progress): Partial<ItemRow> {
  const { outcome, dueAt, attempts, sentAt, writtenVersion, trackingId, differences, effect } = progress;
  const { conflict, leftOut } = progress;
  return {
    ...(outcome !== undefined && { outcome, is_open: isFinal(outcome) ? 0 : 1 }),
    ...('rule' in progress && { rule: progress.rule ?? null }),
    ...(dueAt !== undefined && { due_at: Math.round(dueAt) }),
    ...(attempts !== undefined && { attempts }),
    ...(sentAt !== undefined && { sent_at: sentAt }),
    ...(writtenVersion !== undefined && { written_version: writtenVersion }),
    ...(trackingId !== undefined && { tracking_id: trackingId }),
    ...(differences !== undefined && { differences: JSON.stringify(differences) }),
    ...(effect !== undefined && { effect: JSON.stringify(effect) }),
    ...(conflict !== undefined && { conflict: JSON.stringify(conflict) }),
    ...(leftOut !== undefined && { left_out: JSON.stringify(leftOut) }),
  };
}

function changeRow({ id, actor, reason, createdAt, authority, reverts }: JournalChange): Tables['changes'] {
  return {
    id,
    organization_id: authority.organizationId,
    actor_id: actor.id,
    actor: JSON.stringify(actor),
    reason,
    created_at: createdAt,
    authority: JSON.stringify(authority),
    reverts: reverts ?? null,
  };
}

const changeOf = (row: Tables['changes']): Omit<JournalChange, 'items' | 'reversals'> => ({
  id: row.id,
  actor: JSON.parse(row.actor) as JournalChange['actor'],
  reason: row.reason,
  createdAt: row.created_at,
  authority: JSON.parse(row.authority) as JournalChange['authority'],
  ...(row.reverts !== null && { reverts: row.reverts }),
});

function itemRow(item: JournalItem): ItemRow {
  const { edit } = item;
  return {
    change_id: item.changeId,
    position: item.position,
    skill_profile_id: isAssignment(edit) ? null : edit.skillProfileId,
    user_id: isAssignment(edit) ? edit.userId : null,
    edit: JSON.stringify(edit),
    outcome: item.outcome,
    is_open: isFinal(item.outcome) ? 0 : 1,
    due_at: item.dueAt,
    attempts: item.attempts,
    sent_at: item.sentAt ?? null,
    written_version: item.writtenVersion ?? null,
    rule: item.rule ?? null,
    tracking_id: item.trackingId ?? null,
    differences: JSON.stringify(item.differences),
    effect: JSON.stringify(item.effect),
    conflict: item.conflict ? JSON.stringify(item.conflict) : null,
    left_out: item.leftOut ? JSON.stringify(item.leftOut) : null,
    acknowledged: item.acknowledged ?? null,
    team_ids: JSON.stringify(item.teamIds),
    taken_up_at: item.takenUpAt ?? null,
  };
}

function itemOf(row: ItemRow): JournalItem {
  return {
    changeId: row.change_id,
    position: row.position,
    edit: JSON.parse(row.edit) as Edit,
    outcome: row.outcome as Outcome,
    ...(row.rule !== null && { rule: row.rule as Rule }),
    differences: JSON.parse(row.differences) as JournalItem['differences'],
    effect: JSON.parse(row.effect) as JournalItem['effect'],
    ...(row.conflict !== null && { conflict: JSON.parse(row.conflict) as NonNullable<JournalItem['conflict']> }),
    ...(row.left_out !== null && { leftOut: JSON.parse(row.left_out) as NonNullable<JournalItem['leftOut']> }),
    ...(row.acknowledged !== null && { acknowledged: row.acknowledged }),
    teamIds: JSON.parse(row.team_ids) as string[],
    ...(row.tracking_id !== null && { trackingId: row.tracking_id }),
    ...(row.taken_up_at !== null && { takenUpAt: row.taken_up_at }),
    ...(row.sent_at !== null && { sentAt: row.sent_at }),
    ...(row.written_version !== null && { writtenVersion: row.written_version }),
    attempts: row.attempts,
    dueAt: row.due_at,
  };
}
