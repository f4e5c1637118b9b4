import type { Clock } from '../../clock.ts';
import type { SignInTransactions } from '../../console/ports.ts';
import { longestSignIn, type SignInTransaction } from '../../console/sign-in-transaction.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { Place } from '../vault/sealing-key.ts';
import type { Database } from './database.ts';
import { openedJson, sealedJson } from './sealed-json.ts';

interface Parts {
  database: Database;
  keyring: Keyring;
  organizationId: string;
  clock: Clock;
}

export class DatabaseSignInTransactions implements SignInTransactions {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async begin(key: string, transaction: SignInTransaction): Promise<void> {
    const { database, keyring, organizationId, clock } = this.#parts;
    const expiresAt = Math.round(clock.now()) + longestSignIn;
    await database
      .insertInto('sso_transactions')
      .values({
        key,
        organization_id: organizationId,
        // Sealed with its end, which in the row anybody could move who can write rows.
        body: sealedJson(keyring, this.#placeOf(key), { transaction, expiresAt }),
        expires_at: expiresAt,
      })
      .execute();
  }

  async take(key: string): Promise<SignInTransaction | undefined> {
    const row = await this.#parts.database
      .deleteFrom('sso_transactions')
      .where('key', '=', key)
      .where('organization_id', '=', this.#parts.organizationId)
      .returning('body')
      .executeTakeFirst();
    const sealed = row && openedJson(this.#parts.keyring, this.#placeOf(key), row.body);
    const found = sealed as { transaction: SignInTransaction; expiresAt: number } | undefined;
    return found && found.expiresAt > this.#parts.clock.now() ? found.transaction : undefined;
  }

  async prune(): Promise<void> {
    await this.#parts.database
      .deleteFrom('sso_transactions')
      .where('expires_at', '<=', this.#parts.clock.now())
      .execute();
  }

  #placeOf(key: string): Place {
    const { organizationId } = this.#parts;
    return { table: 'sso_transactions', organizationId, credentialId: key, field: 'body', version: 0 };
  }
}
