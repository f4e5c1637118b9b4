import type { Transaction } from 'kysely';
import { isFinal } from '../../../shared/change.ts';
import type { JournalChange } from '../../changes/ports.ts';
import { acceptedEntry } from '../../changes/audit-entries.ts';
import type { Clock } from '../../clock.ts';
import { moveEntry } from '../../leases/move-entry.ts';
import type { DueLease, LeaseJournal, Move } from '../../leases/ports.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import { insertionsOf } from './change-rows.ts';
import type { Database } from './database.ts';
import { LeaseFields } from './lease-fields.ts';
import type { Tables } from './tables.ts';
import { together } from './together.ts';

/** The ends of leases, in the rows of the Changes that they are. */
export class DatabaseLeases implements LeaseJournal {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #organizationId: string;
  readonly #audit: DatabaseAuditTrail;
  readonly #fields: LeaseFields;

  constructor(database: Database, clock: Clock, organizationId: string, audit: DatabaseAuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#organizationId = organizationId;
    this.#audit = audit;
    this.#fields = new LeaseFields(clock);
  }

  async due(): Promise<DueLease[]> {
    const rows = await this.#database
      .selectFrom('changes')
      .select(['id', 'until'])
      .where('organization_id', '=', this.#organizationId)
      .where('until', 'is not', null)
      .where('ended_at', 'is', null)
      .where((eb) => {
        const fields = eb.selectFrom('lease_fields').select('skill_id').whereRef('change_id', '=', 'changes.id');
        const items = eb.selectFrom('change_items').select('position').whereRef('change_id', '=', 'changes.id');
        return eb.or([
          eb('until', '<=', this.#clock.now()),
          // It came to hold nothing, or was overtaken or taken back everywhere; what was stopped may be continued.
          eb.and([
            eb.not(eb.exists(fields.where('state', '=', 'open'))),
            eb.not(
              eb.exists(items.where((item) => item.or([item('is_open', '=', 1), item('outcome', '=', 'stopped')]))),
            ),
          ]),
        ]);
      })
      .orderBy('until')
      .execute();
    return rows.flatMap(({ id, until }) => (until === null ? [] : [{ id, until }]));
  }

  end(lease: JournalChange, reversal: JournalChange | undefined): Promise<boolean> {
    // Somebody was faster, and was seen; the update would find it as it was read.
    if (lease.endedAt !== undefined) return Promise.resolve(false);
    return this.#audit.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      // Whoever got it meanwhile is who it ends for.
      if ((await countTerms(transaction, lease)) !== lease.terms.length) return false;
      if (await hasTakenUp(transaction, lease)) return false;
      const isOurs = await this.#update(transaction, lease, { ended_at: Math.round(this.#clock.now()) });
      if (!isOurs) return false;
      if (!reversal) return true;
      await together(transaction, insertionsOf(transaction, reversal));
      await append(acceptedEntry(reversal));
      return true;
    });
  }

  move(lease: JournalChange, { term, takes }: Move): Promise<boolean> {
    return this.#audit.transaction(async (transaction, { append, holdHead }) => {
      await holdHead();
      const { at, actor, until, owner } = term;
      const number = await countTerms(transaction, lease);
      // Somebody moved it meanwhile: what he set is not to be taken back by who does not know of it.
      if (number !== lease.terms.length) return false;
      // It was to begin later, and has begun without an end: nothing would be put back.
      if (lease.until === undefined && until !== undefined && (await hasSet(transaction, lease))) return false;
      const row = {
        until: until ?? null,
        owner: JSON.stringify(owner),
        ...(takes && { taken_at: at }),
      };
      if (!(await this.#update(transaction, lease, row))) return false;
      await transaction
        .insertInto('change_terms')
        .values({
          change_id: lease.id,
          number,
          at,
          actor: JSON.stringify(actor),
          until: until ?? null,
          owner: JSON.stringify(owner),
        })
        .execute();
      if (until === undefined) await this.#fields.keep(transaction, lease.id);
      await append(moveEntry(lease, { term, takes }));
      return true;
    });
  }

  /** If it stands as it was read. */
  async #update(
    transaction: Transaction<Tables>,
    { id, until, endedAt }: JournalChange,
    row: Partial<Tables['changes']>,
  ): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('changes')
      .set(row)
      .where('id', '=', id)
      .where((eb) =>
        eb.and([
          until === undefined ? eb('until', 'is', null) : eb('until', '=', until),
          endedAt === undefined ? eb('ended_at', 'is', null) : eb('ended_at', '=', endedAt),
        ]),
      )
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

async function countTerms(transaction: Transaction<Tables>, { id }: JournalChange): Promise<number> {
  const { number } = await transaction
    .selectFrom('change_terms')
    .select(({ fn }) => fn.countAll<number | string>().as('number'))
    .where('change_id', '=', id)
    .executeTakeFirstOrThrow();
  return Number(number);
}

const itemsOf = (transaction: Transaction<Tables>, { id }: JournalChange) =>
  transaction.selectFrom('change_items').select('position').where('change_id', '=', id);

/** Whether somebody took an item up again since the lease was read. */
async function hasTakenUp(transaction: Transaction<Tables>, lease: JournalChange): Promise<boolean> {
  const open = await itemsOf(transaction, lease).where('is_open', '=', 1).execute();
  return open.some(({ position }) => isFinal(lease.items[position]?.outcome ?? 'stopped'));
}

async function hasSet(transaction: Transaction<Tables>, change: JournalChange): Promise<boolean> {
  const set = itemsOf(transaction, change).where('outcome', 'in', ['verified', 'unchanged', 'superseded']);
  return (await set.executeTakeFirst()) !== undefined;
}
