import type { Draft } from '../../../shared/draft.ts';
import type { Clock } from '../../clock.ts';
import type { DraftStore, Predecessors } from '../../drafts/ports.ts';
import type { Database } from './database.ts';

const kept = 12 * 60 * 60_000;

export class DatabaseDrafts implements DraftStore {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #organizationId: string;

  constructor(database: Database, clock: Clock, organizationId: string) {
    this.#database = database;
    this.#clock = clock;
    this.#organizationId = organizationId;
  }

  async find(personId: string): Promise<Draft | undefined> {
    const stored = await this.#stored(personId);
    return stored?.draft;
  }

  async keep(personId: string, draft: Draft, over?: Predecessors): Promise<boolean> {
    const key = { organization_id: this.#organizationId, person_id: personId };
    const row = { body: JSON.stringify(draft), saved_at: Date.parse(draft.savedAt) };
    const insert = this.#database.insertInto('drafts').values({ ...key, ...row });
    if (!over) {
      await insert
        .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(row))
        .execute();
      return true;
    }
    const stored = await this.#stored(personId);
    if (stored) {
      if (stored.draft.tag !== draft.tag && !mayFollow(stored.draft, over)) return false;
      const { numUpdatedRows } = await this.#database
        .updateTable('drafts')
        .set(row)
        .where('organization_id', '=', key.organization_id)
        .where('person_id', '=', personId)
        .where('body', '=', stored.body)
        .executeTakeFirst();
      return numUpdatedRows === 1n;
    }
    if (!over.includes(null)) return false;
    const { numInsertedOrUpdatedRows } = await insert
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'person_id'])
          .doUpdateSet(row)
          .where('drafts.saved_at', '<=', this.#clock.now() - kept),
      )
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }

  async remove(personId: string, over?: Predecessors): Promise<boolean> {
    const removal = this.#database
      .deleteFrom('drafts')
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', personId);
    if (!over) {
      await removal.execute();
      return true;
    }
    const stored = await this.#stored(personId);
    if (!stored) return true;
    if (!mayFollow(stored.draft, over)) return false;
    const { numDeletedRows } = await removal.where('body', '=', stored.body).executeTakeFirst();
    return numDeletedRows === 1n;
  }

  /** The text as well: whoever writes over it says by that which one he has read, so that of two who do so at once one comes too late. */
  async #stored(personId: string): Promise<{ body: string; draft: Draft } | undefined> {
    const row = await this.#database
      .selectFrom('drafts')
      .select('body')
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', personId)
      .where('saved_at', '>', this.#clock.now() - kept)
      .executeTakeFirst();
    return row && { body: row.body, draft: JSON.parse(row.body) as Draft };
  }

  async prune(): Promise<void> {
    await this.#database
      .deleteFrom('drafts')
      .where('saved_at', '<=', this.#clock.now() - kept)
      .execute();
  }
}

/** One without a tag was kept by nobody who would know it again. */
const mayFollow = ({ tag }: Draft, over: Predecessors): boolean => tag !== undefined && over.includes(tag);
