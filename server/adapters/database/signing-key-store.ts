import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { SigningKey, SigningKeyStore } from '../../identity/ports.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['signing_keys'];
type Owner = Pick<Row, 'organization_id' | 'generation' | 'id'>;

const placeOf = ({ organization_id, generation, id }: Owner): Place => ({
  table: 'signing_keys',
  organizationId: organization_id,
  credentialId: id,
  field: 'private_key',
  version: generation,
});

/** The public key is made from the sealed private one: who can write rows, but has no key of the vault, cannot bring a key of his own. */
export class DatabaseSigningKeys implements SigningKeyStore {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #organizationId: string;

  constructor(database: Database, keyring: Keyring, organizationId: string) {
    this.#database = database;
    this.#keyring = keyring;
    this.#organizationId = organizationId;
  }

  async list(): Promise<SigningKey[]> {
    const rows = await this.#database
      .selectFrom('signing_keys')
      .selectAll()
      .where('organization_id', '=', this.#organizationId)
      .orderBy('generation')
      .execute();
    return rows.map((row) => openSigningKey(this.#keyring, row));
  }

  async add(generation: number, signsFrom: number): Promise<void> {
    const owner = { organization_id: this.#organizationId, generation, id: randomUUID() };
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    await this.#database
      .insertInto('signing_keys')
      .values({ ...owner, ...sealed(this.#keyring, owner, privateKey), signs_from: signsFrom })
      .onConflict((conflict) => conflict.columns(['organization_id', 'generation']).doNothing())
      .execute();
  }

  async removeBefore(generation: number): Promise<void> {
    await this.#database
      .deleteFrom('signing_keys')
      .where('organization_id', '=', this.#organizationId)
      .where('generation', '<', generation)
      .execute();
  }
}

/** @throws VaultError */
export function openSigningKey(keyring: Keyring, row: Row): SigningKey {
  const privateKey = createPrivateKey(open(keyring, row));
  const { id, generation, signs_from: signsFrom } = row;
  return { id, generation, signsFrom, privateKey, publicKey: createPublicKey(privateKey) };
}

/** For a rotation of the vault: under the first key from now on. */
export async function resealSigningKey(
  database: Pick<Database, 'selectFrom' | 'updateTable'>,
  keyring: Keyring,
  id: string,
): Promise<void> {
  const row = await database.selectFrom('signing_keys').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return;
  await database
    .updateTable('signing_keys')
    .set(sealed(keyring, row, open(keyring, row)))
    .where('id', '=', id)
    .where('private_key', '=', row.private_key)
    .execute();
}

const sealed = ({ first }: Keyring, owner: Owner, privateKey: string) => ({
  private_key: first.seal(placeOf(owner), privateKey),
  key_id: first.id,
});

function open(keyring: Keyring, row: Row): string {
  const place = placeOf(row);
  return keyring.key(keyIdOf(place, row.private_key), `signing key ${row.id}`).open(place, row.private_key);
}
