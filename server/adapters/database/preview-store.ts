import type { Clock } from '../../clock.ts';
import type { PreviewStore, ShownPreview } from '../../preview/ports.ts';
import type { Reach } from '../../preview/consent.ts';
import type { Database } from './database.ts';

export class DatabasePreviews implements PreviewStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async keep({ id, personId, editsHash, reach, expiresAt }: ShownPreview): Promise<void> {
    await this.#database
      .insertInto('previews')
      .values({
        id,
        person_id: personId,
        edits_hash: editsHash,
        reach: JSON.stringify(reach),
        expires_at: expiresAt,
      })
      .execute();
  }

  async find(id: string): Promise<ShownPreview | undefined> {
    const row = await this.#database
      .selectFrom('previews')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', this.#clock.now())
      .executeTakeFirst();
    return (
      row && {
        id,
        personId: row.person_id,
        editsHash: row.edits_hash,
        reach: JSON.parse(row.reach) as Reach[],
        expiresAt: row.expires_at,
      }
    );
  }

  async prune(): Promise<void> {
    await this.#database.deleteFrom('previews').where('expires_at', '<=', this.#clock.now()).execute();
  }
}
