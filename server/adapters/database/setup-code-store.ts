import { timingSafeEqual } from 'node:crypto';
import type { AuditEntry } from '../../audit/ports.ts';
import type { Clock } from '../../clock.ts';
import type { SetupCodePurpose, SetupCodeStore } from '../../console/ports.ts';
import { mostTries, setupCodeLasts } from '../../console/setup-code.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { Place } from '../vault/sealing-key.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { openedJson, sealedJson } from './sealed-json.ts';
import type { Tables } from './tables.ts';

interface Sealed {
  hash: string;
  purpose: SetupCodePurpose;
  expiresAt: number;
}

interface Parts {
  database: Database;
  keyring: Keyring;
  organizationId: string;
  clock: Clock;
  audit: DatabaseAuditTrail;
}

/** One row: there is one code at a time. */
export class DatabaseSetupCodes implements SetupCodeStore {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async put(
    code: { hash: string; purpose: SetupCodePurpose },
    { unlessOneLives, record }: { unlessOneLives: boolean; record?: AuditEntry },
  ): Promise<boolean> {
    const { audit, database } = this.#parts;
    if (record === undefined) return this.#put(database, code, unlessOneLives);
    return audit.transaction(async (transaction, { append }) => {
      await append(record);
      return this.#put(transaction, code, unlessOneLives);
    });
  }

  take(hash: string): Promise<{ purpose: SetupCodePurpose } | 'wrong' | 'none'> {
    const { audit, organizationId } = this.#parts;
    return audit.transaction(async (transaction, { append }) => {
      const row = await transaction
        .updateTable('setup_codes')
        .set((set) => ({ tries: set('tries', '+', 1) }))
        .where('organization_id', '=', organizationId)
        .where('tries', '<', mostTries)
        .where('expires_at', '>', this.#parts.clock.now())
        .returningAll()
        .executeTakeFirst();
      const sealed = row && this.#opened(row);
      if (!row || !sealed) return 'none';
      if (!timingSafeEqual(Buffer.from(sealed.hash), Buffer.from(hash))) {
        await append({
          action: 'setup-code-refused',
          actor: 'skilldesk',
          body: { purpose: sealed.purpose, tries: row.tries, of: mostTries },
        });
        return 'wrong';
      }
      await transaction.deleteFrom('setup_codes').where('organization_id', '=', organizationId).execute();
      return { purpose: sealed.purpose };
    });
  }

  async living(): Promise<{ expiresAt: number; triesLeft: number } | undefined> {
    const row = await this.#parts.database
      .selectFrom('setup_codes')
      .selectAll()
      .where('organization_id', '=', this.#parts.organizationId)
      .where('tries', '<', mostTries)
      .where('expires_at', '>', this.#parts.clock.now())
      .executeTakeFirst();
    const sealed = row && this.#opened(row);
    return sealed && { expiresAt: sealed.expiresAt, triesLeft: mostTries - row.tries };
  }

  async prune(): Promise<void> {
    await this.#parts.database.deleteFrom('setup_codes').where('expires_at', '<=', this.#parts.clock.now()).execute();
  }

  async #put(
    database: Pick<Database, 'insertInto'>,
    { hash, purpose }: { hash: string; purpose: SetupCodePurpose },
    unlessOneLives: boolean,
  ): Promise<boolean> {
    const { organizationId, keyring } = this.#parts;
    const now = Math.round(this.#parts.clock.now());
    const expiresAt = now + setupCodeLasts;
    const sealed: Sealed = { hash, purpose, expiresAt };
    const row = {
      body: sealedJson(keyring, this.#place(), sealed),
      tries: 0,
      made_at: now,
      expires_at: expiresAt,
    };
    const inserted = await database
      .insertInto('setup_codes')
      .values({ organization_id: organizationId, ...row })
      .onConflict((conflict) => {
        const update = conflict.column('organization_id').doUpdateSet(row);
        // Of replicas that start at once one gets here first.
        return unlessOneLives ? update.where('setup_codes.expires_at', '<=', now) : update;
      })
      .returning('made_at')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  #opened(row: Tables['setup_codes']): Sealed | undefined {
    const sealed = openedJson(this.#parts.keyring, this.#place(), row.body) as Sealed | undefined;
    return sealed && sealed.expiresAt > this.#parts.clock.now() ? sealed : undefined;
  }

  #place(): Place {
    const { organizationId } = this.#parts;
    return { table: 'setup_codes', organizationId, credentialId: '', field: 'body', version: 0 };
  }
}
