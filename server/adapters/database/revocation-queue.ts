import { sql } from 'kysely';
import type { CredentialKind } from '../../admin-token/ports.ts';
import type { Revocation, RevocationQueue, TokenHint } from '../../admin-token/stop-ports.ts';
import { VaultError } from '../../admin-token/vault-error.ts';
import { Secret } from '../../secret.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';
import { databaseTime } from './database-time.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['revocations'];
interface Plain {
  clientId: string;
  clientSecret: string;
  tokens: { token: string; hint: TokenHint }[];
}

const placeOf = ({ id, organization_id }: Pick<Row, 'id' | 'organization_id'>): Place => ({
  table: 'revocations',
  organizationId: organization_id,
  credentialId: id,
  field: 'body',
  version: 0,
});

/** A new row of the queue, due at once. */
export function sealedRevocation(
  keyring: Keyring,
  { id, kind, organizationId, requestedAt }: { id: string; kind: string; organizationId: string; requestedAt: number },
  { client, tokens }: Pick<Revocation, 'client' | 'tokens'>,
): Row {
  const plain: Plain = {
    clientId: client.clientId,
    clientSecret: client.clientSecret.reveal(),
    tokens: tokens.map(({ token, hint }) => ({ token: token.reveal(), hint })),
  };
  const owner = { id, organization_id: organizationId };
  const body = keyring.first.seal(placeOf(owner), JSON.stringify(plain));
  return { ...owner, kind, body, requested_at: requestedAt, not_before: 0, attempts: 0, claim_until: null };
}

/** Each row is sealed for itself and lives for a day at most. */
export class DatabaseRevocations implements RevocationQueue {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #organizationId: string;

  constructor(database: Database, keyring: Keyring, organizationId: string) {
    this.#database = database;
    this.#keyring = keyring;
    this.#organizationId = organizationId;
  }

  async claimDue(now: number, milliseconds: number): Promise<Revocation[]> {
    const time = databaseTime(this.#database);
    const rows = await this.#database
      .updateTable('revocations')
      .set({ claim_until: sql<number>`${time} + ${milliseconds}` })
      .where('organization_id', '=', this.#organizationId)
      .where('not_before', '<=', now)
      .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<', time)]))
      .returningAll()
      .execute();
    const opened: Revocation[] = [];
    for (const row of rows) {
      try {
        opened.push(this.#opened(row));
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        await this.done(row.id);
      }
    }
    return opened;
  }

  async done(id: string): Promise<void> {
    await this.#database.deleteFrom('revocations').where('id', '=', id).execute();
  }

  async postpone(id: string, attempts: number, notBefore: number): Promise<void> {
    await this.#database
      .updateTable('revocations')
      .set({ attempts, not_before: notBefore, claim_until: null })
      .where('id', '=', id)
      .execute();
  }

  async waiting(): Promise<{ kind: CredentialKind; requestedAt: number }[]> {
    const rows = await this.#rows().orderBy('requested_at').execute();
    return rows.map(({ kind, requested_at }) => ({ kind: kind as CredentialKind, requestedAt: requested_at }));
  }

  async shred(requestedBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('revocations')
      .where('organization_id', '=', this.#organizationId)
      .where('requested_at', '<=', requestedBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Of each row the key that it needs. */
  async keyIds(): Promise<string[]> {
    return (await this.#rows().execute()).map((row) => keyIdOf(placeOf(row), row.body));
  }

  #rows() {
    return this.#database.selectFrom('revocations').selectAll().where('organization_id', '=', this.#organizationId);
  }

  #opened(row: Row): Revocation {
    const place = placeOf(row);
    const key = this.#keyring.key(keyIdOf(place, row.body), `revocation ${row.id}`);
    const { clientId, clientSecret, tokens } = JSON.parse(key.open(place, row.body)) as Plain;
    return {
      id: row.id,
      kind: row.kind as CredentialKind,
      client: { clientId, clientSecret: new Secret(clientSecret) },
      tokens: tokens.map(({ token, hint }) => ({ token: new Secret(token), hint })),
      attempts: row.attempts,
    };
  }
}
