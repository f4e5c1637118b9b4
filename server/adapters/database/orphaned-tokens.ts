import type { StoredTokens } from '../../admin-token/ports.ts';
import type { Keyring } from '../vault/keyring.ts';
import { CredentialSeals } from './credential-seals.ts';
import type { Database } from './database.ts';

/** Tokens that came too late to be the next version, sealed as the others of their credential. */
export class OrphanedTokens {
  readonly #database: Database;
  readonly #keyring: Keyring;

  constructor(database: Database, keyring: Keyring) {
    this.#database = database;
    this.#keyring = keyring;
  }

  async keep(credentialId: string, version: number, tokens: StoredTokens): Promise<void> {
    const seals = await this.#seals(credentialId);
    if (!seals) return;
    await this.#database
      .insertInto('orphaned_token_sets')
      .values(seals.sealTokens('orphaned_token_sets', version, 'orphan', tokens))
      .onConflict((conflict) => conflict.columns(['credential_id', 'version', 'obtained_at']).doNothing())
      .execute();
  }

  /** Newest first. */
  async of(credentialId: string): Promise<StoredTokens[]> {
    const seals = await this.#seals(credentialId);
    if (!seals) return [];
    const rows = await this.#database
      .selectFrom('orphaned_token_sets')
      .selectAll()
      .where('credential_id', '=', credentialId)
      .orderBy('obtained_at', 'desc')
      .execute();
    return rows.map((orphan) => seals.openTokens('orphaned_token_sets', orphan));
  }

  async prune(before: number): Promise<void> {
    await this.#database.deleteFrom('orphaned_token_sets').where('obtained_at', '<', before).execute();
  }

  async #seals(credentialId: string): Promise<CredentialSeals | undefined> {
    const row = await this.#database
      .selectFrom('credentials')
      .select(['id', 'organization_id', 'data_key'])
      .where('id', '=', credentialId)
      .executeTakeFirst();
    return row && CredentialSeals.of(this.#keyring, row);
  }
}
