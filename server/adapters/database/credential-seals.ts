import type { StoredTokens } from '../../admin-token/ports.ts';
import { Secret } from '../../secret.ts';
import { dataKeyId } from '../../vault-keys.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, SealingKey, type Place } from '../vault/sealing-key.ts';
import type { Tables } from './tables.ts';

type CredentialRow = Tables['credentials'];
type TokenSetRow = Tables['token_sets'];
type Owner = Pick<CredentialRow, 'id' | 'organization_id'>;
type TokenTable = 'token_sets' | 'orphaned_token_sets';

export const dataKeyPlace = ({ id, organization_id }: Owner): Place =>
  placeOf('credentials', { id, organization_id }, 'data_key', 0);

const placeOf = (table: string, { id, organization_id }: Owner, field: string, version: number): Place => ({
  table,
  organizationId: organization_id,
  credentialId: id,
  field,
  version,
});

/** Seals and opens what the rows of one credential hold: each field by the credential's own key, and for its own place only. */
export class CredentialSeals {
  readonly #owner: Owner;
  readonly #key: SealingKey;

  private constructor(owner: Owner, key: SealingKey) {
    this.#owner = owner;
    this.#key = key;
  }

  /** For a new credential: its own key, and the same sealed by the first of the ring. */
  static make(keyring: Keyring, owner: Owner) {
    const key = SealingKey.fresh(dataKeyId);
    const sealed = { data_key: keyring.first.wrap(dataKeyPlace(owner), key), key_id: keyring.first.id };
    return { seals: new CredentialSeals(owner, key), sealed };
  }

  /** @throws VaultError */
  static of(keyring: Keyring, row: Owner & Pick<CredentialRow, 'data_key'>): CredentialSeals {
    const place = dataKeyPlace(row);
    const key = keyring.key(keyIdOf(place, row.data_key), `credential ${row.id}`);
    return new CredentialSeals(row, key.unwrap(place, row.data_key, dataKeyId));
  }

  sealSecret(secret: Secret | undefined): string | null {
    return secret ? this.#key.seal(this.#secretPlace(), secret.reveal()) : null;
  }

  openSecret(sealed: string | null): Secret | undefined {
    return sealed === null ? undefined : new Secret(this.#key.open(this.#secretPlace(), sealed));
  }

  sealTokens(table: TokenTable, version: number, rung: string, tokens: StoredTokens): TokenSetRow {
    const seal = (field: string, secret: Secret | undefined) =>
      secret ? this.#key.seal(placeOf(table, this.#owner, field, version), secret.reveal()) : null;
    return {
      credential_id: this.#owner.id,
      version,
      access_token: seal('access_token', tokens.accessToken),
      refresh_token: seal('refresh_token', tokens.refreshToken),
      rung,
      obtained_at: tokens.obtainedAt,
      access_expires_at: tokens.accessExpiresAt ?? null,
      refresh_expires_at: tokens.refreshExpiresAt ?? null,
      scopes: tokens.scopes?.join(' ') ?? null,
    };
  }

  openTokens(table: TokenTable, row: TokenSetRow): StoredTokens {
    const open = (field: string, sealed: string | null) =>
      sealed === null ? undefined : new Secret(this.#key.open(placeOf(table, this.#owner, field, row.version), sealed));
    return {
      accessToken: open('access_token', row.access_token),
      refreshToken: open('refresh_token', row.refresh_token),
      obtainedAt: row.obtained_at,
      accessExpiresAt: row.access_expires_at ?? undefined,
      refreshExpiresAt: row.refresh_expires_at ?? undefined,
      scopes: row.scopes?.split(' ').filter((scope) => scope !== ''),
    };
  }

  #secretPlace(): Place {
    return placeOf('credentials', this.#owner, 'client_secret', 0);
  }
}
