import { sql } from 'kysely';
import { databaseTime } from './database-time.ts';
import type { Database } from './database.ts';

/** Who may renew a credential at this moment, by the database's clock. */
export class CredentialClaims {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async take(id: string, version: number, owner: string, milliseconds: number, now: number): Promise<boolean> {
    const time = databaseTime(this.#database);
    const { numUpdatedRows } = await this.#database
      .updateTable('credentials')
      .set({ claim_owner: owner, claim_until: sql<number>`${time} + ${milliseconds}`, attempt_started: now })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', 'in', ['pending', 'active', 'needs-reauthorization'])
      .where('not_before', '<=', now)
      .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<', time)]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async extend(id: string, owner: string, milliseconds: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('credentials')
      .set({ claim_until: sql<number>`${databaseTime(this.#database)} + ${milliseconds}` })
      .where('id', '=', id)
      .where('claim_owner', '=', owner)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async release(id: string, owner: string): Promise<void> {
    await this.#database
      .updateTable('credentials')
      .set({ claim_owner: null, claim_until: null })
      .where('id', '=', id)
      .where('claim_owner', '=', owner)
      .execute();
  }
}
