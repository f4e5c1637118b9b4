import { useFailures, type CredentialHealth } from '../../admin-token/ports.ts';
import { healthy } from './credential-rows.ts';
import type { Database } from './database.ts';

const checkEvery = 15 * 60_000;
const inARow = 10 * 60_000;

/** What using a token has shown, in the row of its credential. */
export class DatabaseCredentialHealth implements CredentialHealth {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async claimCheck(id: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('credentials')
      .set({ probed_at: now })
      .where('id', '=', id)
      .where('state', '=', 'active')
      .where((eb) => eb.or([eb('probed_at', 'is', null), eb('probed_at', '<=', now - checkEvery)]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  countForced(id: string, version: number, now: number): Promise<number> {
    return this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('credentials')
        .select(['forced_renewals', 'forced_at', 'forced_version'])
        .where('id', '=', id)
        .where('version', '=', version)
        .executeTakeFirst();
      if (!row) return 0;
      if (row.forced_version === version) return row.forced_renewals;
      const isInARow = row.forced_at !== null && now - row.forced_at <= inARow;
      const forced_renewals = isInARow ? row.forced_renewals + 1 : 1;
      const { numUpdatedRows } = await transaction
        .updateTable('credentials')
        .set({ forced_renewals, forced_at: now, forced_version: version })
        .where('id', '=', id)
        .where('version', '=', version)
        .where((eb) => eb.or([eb('forced_version', 'is', null), eb('forced_version', '<>', version)]))
        .executeTakeFirst();
      return numUpdatedRows === 1n ? forced_renewals : 0;
    });
  }

  async worked(id: string, version: number): Promise<void> {
    const good = { forced_renewals: 0, forced_at: null, not_before: 0, failures: 0, ...healthy };
    await this.#database
      .updateTable('credentials')
      .set(good)
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', '=', 'active')
      // A renewal that fails stays a failure, however good the token still is.
      .where((eb) => eb.or([eb('failure_code', 'is', null), eb('failure_code', 'in', [...useFailures])]))
      .execute();
  }
}
