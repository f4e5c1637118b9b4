import { createHmac, createSecretKey, randomBytes, randomUUID, type KeyObject } from 'node:crypto';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['audit_keys'];
type Owner = Pick<Row, 'organization_id' | 'generation' | 'id'>;

const placeOf = ({ organization_id, generation, id }: Owner): Place => ({
  table: 'audit_keys',
  organizationId: organization_id,
  credentialId: id,
  field: 'secret',
  version: generation,
});

/** The keys that chain the audit records of one organization: the newest makes, all prove. */
export class ChainKeys {
  readonly #keys: ReadonlyMap<string, KeyObject>;
  /** Which key makes. */
  readonly newest: string;

  private constructor(keys: ReadonlyMap<string, KeyObject>, newest: string) {
    this.#keys = keys;
    this.newest = newest;
  }

  /** Makes the first key where there is none; of several replicas that start at once, one does. */
  static async open(database: Database, keyring: Keyring, organizationId: string): Promise<ChainKeys> {
    const list = () =>
      database
        .selectFrom('audit_keys')
        .selectAll()
        .where('organization_id', '=', organizationId)
        .orderBy('generation', 'desc')
        .execute();
    let rows = await list();
    if (rows.length === 0) {
      const owner = { organization_id: organizationId, generation: 1, id: randomUUID() };
      await database
        .insertInto('audit_keys')
        .values({ ...owner, ...sealed(keyring, owner, randomBytes(32).toString('base64')) })
        .onConflict((conflict) => conflict.columns(['organization_id', 'generation']).doNothing())
        .execute();
      rows = await list();
    }
    const [newest] = rows;
    if (!newest) throw new Error('the audit chain has no key');
    const keys = rows.map((row) => [row.id, createSecretKey(Buffer.from(open(keyring, row), 'base64'))] as const);
    return new ChainKeys(new Map(keys), newest.id);
  }

  /** HMAC-SHA-256, in hexadecimal: 64 letters that no spreadsheet takes for a formula. */
  macOf(keyId: string, text: string): string | undefined {
    const key = this.#keys.get(keyId);
    return key && createHmac('sha256', key).update(text).digest('hex');
  }
}

/** For a rotation of the vault: under the first key from now on. */
export async function resealChainKey(
  database: Pick<Database, 'selectFrom' | 'updateTable'>,
  keyring: Keyring,
  id: string,
): Promise<void> {
  const row = await database.selectFrom('audit_keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return;
  await database
    .updateTable('audit_keys')
    .set(sealed(keyring, row, open(keyring, row)))
    .where('id', '=', id)
    .where('secret', '=', row.secret)
    .execute();
}

const sealed = ({ first }: Keyring, owner: Owner, secret: string) => ({
  secret: first.seal(placeOf(owner), secret),
  key_id: first.id,
});

function open(keyring: Keyring, row: Row): string {
  const place = placeOf(row);
  return keyring.key(keyIdOf(place, row.secret), `key ${row.id} of the audit chain`).open(place, row.secret);
}
