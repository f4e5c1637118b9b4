import type { VaultKeeper } from '../../admin-token/ports.ts';
import { dataKeyId } from '../../vault-keys.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { KeyRecord } from '../vault/open-keyring.ts';
import { keyIdOf } from '../vault/sealing-key.ts';
import { dataKeyPlace } from './credential-seals.ts';
import { resealChainKey } from './audit-keys.ts';
import type { Database } from './database.ts';
import { resealSigningKey } from './signing-key-store.ts';
import { resealSsoSettings } from './sso-settings-store.ts';

const sealedTables = ['credentials', 'signing_keys', 'audit_keys', 'sso_settings'] as const;

/** Which keys the contents of this database need. Read without any key. */
export class DatabaseKeyRecord implements KeyRecord {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async inUse(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const table of sealedTables) {
      const rows = await this.#database
        .selectFrom(table)
        .select(['key_id', (eb) => eb.fn.countAll<number>().as('count')])
        .groupBy('key_id')
        .execute();
      for (const { key_id, count } of rows) counts.set(key_id, (counts.get(key_id) ?? 0) + count);
    }
    return counts;
  }

  async checks(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#database.selectFrom('vault_keys').selectAll().execute();
    return new Map(rows.map(({ key_id, check_value }) => [key_id, check_value]));
  }

  async addCheck(keyId: string, sealed: string): Promise<void> {
    await this.#database
      .insertInto('vault_keys')
      .values({ key_id: keyId, check_value: sealed })
      .onConflict((conflict) => conflict.column('key_id').doNothing())
      .execute();
  }
}

/** Seals anew what the keys of the ring seal: the keys of credentials, whose secrets stay as they are, those that sign sessions, those of the audit chain, and how people sign in to the console. */
export class DatabaseVaultKeeper implements VaultKeeper {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #elsewhere: () => Promise<readonly string[]>;

  /** `elsewhere`: the keys of what is sealed outside the database. */
  constructor(database: Database, keyring: Keyring, elsewhere: () => Promise<readonly string[]>) {
    this.#database = database;
    this.#keyring = keyring;
    this.#elsewhere = elsewhere;
  }

  get keyIds(): readonly string[] {
    return this.#keyring.ids;
  }

  async sealedBy(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map(await new DatabaseKeyRecord(this.#database).inUse());
    for (const keyId of await this.#elsewhere()) counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
    return counts;
  }

  async outdated(): Promise<string[]> {
    const ids: string[] = [];
    for (const table of sealedTables) {
      const rows = await this.#database
        .selectFrom(table)
        .select('id')
        .where('key_id', '<>', this.#keyring.first.id)
        .orderBy('id')
        .execute();
      ids.push(...rows.map(({ id }) => id));
    }
    return ids;
  }

  async rewrap(id: string): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('credentials')
        .select(['id', 'organization_id', 'data_key'])
        .where('id', '=', id)
        .executeTakeFirst();
      if (!row) {
        await resealSigningKey(transaction, this.#keyring, id);
        await resealChainKey(transaction, this.#keyring, id);
        await resealSsoSettings(transaction, this.#keyring, id);
        return;
      }
      const place = dataKeyPlace(row);
      const old = this.#keyring.key(keyIdOf(place, row.data_key), `credential ${row.id}`);
      const sealed = this.#keyring.first.wrap(place, old.unwrap(place, row.data_key, dataKeyId));
      await transaction
        .updateTable('credentials')
        .set({ data_key: sealed, key_id: this.#keyring.first.id })
        .where('id', '=', id)
        .where('data_key', '=', row.data_key)
        .execute();
    });
  }
}
