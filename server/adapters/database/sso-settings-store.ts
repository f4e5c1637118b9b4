import { randomUUID } from 'node:crypto';
import type { MappingRule } from '../../../shared/console-api.ts';
import type { AuditEntry } from '../../audit/ports.ts';
import type { Clock } from '../../clock.ts';
import type { SsoSettingsStore } from '../../console/ports.ts';
import type { SsoSettings } from '../../console/sso-settings.ts';
import { Secret } from '../../secret.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['sso_settings'];

interface Stored {
  issuer: string;
  clientId: string;
  clientSecret: string;
  rules: MappingRule[];
}

const placeOf = ({ organization_id, id, version }: Pick<Row, 'organization_id' | 'id' | 'version'>): Place => ({
  table: 'sso_settings',
  organizationId: organization_id,
  credentialId: id,
  field: 'body',
  version,
});

interface Parts {
  database: Database;
  keyring: Keyring;
  organizationId: string;
  clock: Clock;
  audit: DatabaseAuditTrail;
}

export class DatabaseSsoSettings implements SsoSettingsStore {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async read(): Promise<SsoSettings | undefined> {
    const row = await this.#row(this.#parts.database);
    if (!row) return undefined;
    const { clientSecret, ...stored } = JSON.parse(open(this.#parts.keyring, row)) as Stored;
    return { ...stored, clientSecret: new Secret(clientSecret) };
  }

  replace({ issuer, clientId, clientSecret, rules }: SsoSettings, record: AuditEntry): Promise<void> {
    const { audit, keyring, organizationId, clock } = this.#parts;
    return audit.transaction(async (transaction, { append }) => {
      await append(record);
      const before = await this.#row(transaction);
      const owner = {
        organization_id: organizationId,
        id: before?.id ?? randomUUID(),
        version: (before?.version ?? 0) + 1,
      };
      const stored: Stored = { issuer, clientId, clientSecret: clientSecret.reveal(), rules: [...rules] };
      const row: Row = {
        ...owner,
        body: keyring.first.seal(placeOf(owner), JSON.stringify(stored)),
        key_id: keyring.first.id,
        changed_at: Math.round(clock.now()),
      };
      await transaction
        .insertInto('sso_settings')
        .values(row)
        .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(row))
        .execute();
      await transaction.deleteFrom('setup_codes').where('organization_id', '=', organizationId).execute();
    });
  }

  #row(database: Pick<Database, 'selectFrom'>) {
    return database
      .selectFrom('sso_settings')
      .selectAll()
      .where('organization_id', '=', this.#parts.organizationId)
      .executeTakeFirst();
  }
}

/** For a rotation of the vault: under the first key from now on. */
export async function resealSsoSettings(
  database: Pick<Database, 'selectFrom' | 'updateTable'>,
  keyring: Keyring,
  id: string,
): Promise<void> {
  const row = await database.selectFrom('sso_settings').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) return;
  await database
    .updateTable('sso_settings')
    .set({ body: keyring.first.seal(placeOf(row), open(keyring, row)), key_id: keyring.first.id })
    .where('id', '=', id)
    .where('body', '=', row.body)
    .execute();
}

/** @throws VaultError */
function open(keyring: Keyring, row: Row): string {
  const place = placeOf(row);
  return keyring.key(keyIdOf(place, row.body), 'the settings of the sign-in').open(place, row.body);
}
