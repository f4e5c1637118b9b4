import type { Draft } from '../../../shared/draft.ts';
import type { Clock } from '../../clock.ts';
import type { DraftStore } from '../../drafts/ports.ts';
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
    const row = await this.#database
      .selectFrom('drafts')
      .select('body')
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', personId)
      .where('saved_at', '>', this.#clock.now() - kept)
      .executeTakeFirst();
    return row && (JSON.parse(row.body) as Draft);
  }

  async keep(personId: string, draft: Draft): Promise<void> {
    const row = { body: JSON.stringify(draft), saved_at: Date.parse(draft.savedAt) };
    await this.#database
      .insertInto('drafts')
      .values({ organization_id: this.#organizationId, person_id: personId, ...row })
      .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(row))
      .execute();
  }

  async remove(personId: string): Promise<void> {
    await this.#database
      .deleteFrom('drafts')
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', personId)
      .execute();
  }

  async prune(): Promise<void> {
    await this.#database
      .deleteFrom('drafts')
      .where('saved_at', '<=', this.#clock.now() - kept)
      .execute();
  }
}
