import { sql } from 'kysely';
import type {
  Candidate,
  Credential,
  CredentialState,
  CredentialStore,
  Failure,
  Rung,
  Schedule,
  StoredTokens,
} from '../../admin-token/ports.ts';
import type { Keyring } from '../vault/keyring.ts';
import { described, healthy, unused } from './credential-rows.ts';
import { CredentialSeals } from './credential-seals.ts';
import { databaseTime } from './database-time.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

type Row = Tables['credentials'];

const keptVersions = 3;
const managers = ['token-manager'];
const admins = ['service-app', 'integration', 'direct'];
const inUseStates = ['active', 'needs-reauthorization', 'locked'];

/** The credentials of one organization. Every secret in a row is sealed for this row, field and version. */
export class DatabaseCredentials implements CredentialStore {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #organizationId: string;

  constructor(database: Database, keyring: Keyring, organizationId: string) {
    this.#database = database;
    this.#keyring = keyring;
    this.#organizationId = organizationId;
  }

  async read(id: string): Promise<Credential | undefined> {
    return this.#opened(await this.#rows().where('id', '=', id).executeTakeFirst());
  }

  async inUse(role: 'admin' | 'token-manager'): Promise<Credential | undefined> {
    const row = await this.#rows()
      .where('kind', 'in', role === 'admin' ? admins : managers)
      .where('state', 'in', inUseStates)
      .orderBy('activated_at', 'desc')
      .executeTakeFirst();
    return this.#opened(row);
  }

  async list() {
    const rows = await this.#rows().orderBy('created_at', 'desc').orderBy('id').execute();
    return rows.map(described);
  }

  async add(
    id: string,
    { kind, clientId, clientSecret, applicationId, tokens, scopes }: Candidate,
    { source, fingerprint, state }: Pick<Credential, 'source' | 'fingerprint' | 'state'>,
    now: number,
  ): Promise<string> {
    const owner = { id, organization_id: this.#organizationId };
    const { seals, sealed } = CredentialSeals.make(this.#keyring, owner);
    const version = tokens ? 1 : 0;
    await this.#database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('credentials')
        .values({
          ...owner,
          ...sealed,
          ...{ kind, source, fingerprint, state, version, not_before: 0, failures: 0, created_at: now },
          client_id: clientId ?? null,
          application_id: applicationId ?? null,
          client_secret: seals.sealSecret(clientSecret),
          ...unused,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      if (!tokens || numInsertedOrUpdatedRows !== 1n) return;
      const row = seals.sealTokens('token_sets', version, 'given', { ...tokens, scopes });
      await transaction.insertInto('token_sets').values(row).execute();
    });
    return id;
  }

  async activate(id: string, now: number): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('credentials')
        .select('kind')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      await transaction
        .updateTable('credentials')
        .set({ state: 'replaced' })
        .where('organization_id', '=', this.#organizationId)
        .where('kind', 'in', managers.includes(row.kind) ? managers : admins)
        .where('state', 'in', inUseStates)
        .where('id', '<>', id)
        .execute();
      await transaction
        .updateTable('credentials')
        .set({ state: 'active', activated_at: now })
        .where('id', '=', id)
        .execute();
    });
  }

  async mark(id: string, state: CredentialState): Promise<void> {
    await this.#database.updateTable('credentials').set({ state }).where('id', '=', id).execute();
  }

  async retry(id: string): Promise<void> {
    const fresh = { state: 'pending', not_before: 0, failures: 0, dead_version: null, ...healthy };
    await this.#database.updateTable('credentials').set(fresh).where('id', '=', id).execute();
  }

  async schedule(id: string, nextRefreshAt: number | undefined): Promise<void> {
    const next_refresh_at = nextRefreshAt ?? null;
    await this.#database.updateTable('credentials').set({ next_refresh_at }).where('id', '=', id).execute();
  }

  async claim(id: string, version: number, owner: string, milliseconds: number, now: number): Promise<boolean> {
    const time = databaseTime(this.#database);
    const { numUpdatedRows } = await this.#database
      .updateTable('credentials')
      .set({ claim_owner: owner, claim_until: sql<number>`${time} + ${milliseconds}`, attempt_started: now })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', 'in', ['pending', 'active', 'needs-reauthorization'])
      .where('not_before', '<=', now)
      .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<', time)]))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async extend(id: string, owner: string, milliseconds: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('credentials')
      .set({ claim_until: sql<number>`${databaseTime(this.#database)} + ${milliseconds}` })
      .where('id', '=', id)
      .where('claim_owner', '=', owner)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }

  async release(id: string, owner: string): Promise<void> {
    await this.#database
      .updateTable('credentials')
      .set({ claim_owner: null, claim_until: null })
      .where('id', '=', id)
      .where('claim_owner', '=', owner)
      .execute();
  }

  commit(id: string, usedVersion: number, tokens: StoredTokens, rung: Rung, schedule: Schedule): Promise<boolean> {
    const version = usedVersion + 1;
    return this.#database.transaction().execute(async (transaction) => {
      // Guarded by the version, not by the claim: an owner who was paused may hold the only tokens that still work.
      const row = await transaction
        .updateTable('credentials')
        .set({
          ...{ version, failures: 0, attempt_started: null, claim_owner: null, claim_until: null },
          state: sql<string>`case when state = 'needs-reauthorization' then 'active' else state end`,
          next_refresh_at: schedule.nextRefreshAt ?? null,
          not_before: schedule.notBefore,
          ...healthy,
          dead_version: null,
        })
        .where('id', '=', id)
        .where('version', '=', usedVersion)
        .where('state', '<>', 'locked')
        .returning(['id', 'organization_id', 'data_key'])
        .executeTakeFirst();
      if (!row) return false;
      const sealed = CredentialSeals.of(this.#keyring, row).sealTokens('token_sets', version, rung, tokens);
      await transaction.insertInto('token_sets').values(sealed).execute();
      await transaction
        .deleteFrom('token_sets')
        .where('credential_id', '=', id)
        .where('version', '<=', version - keptVersions)
        .execute();
      return true;
    });
  }

  async keepOrphan(id: string, version: number, tokens: StoredTokens): Promise<void> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    if (!row) return;
    const sealed = CredentialSeals.of(this.#keyring, row).sealTokens('orphaned_token_sets', version, 'orphan', tokens);
    await this.#database
      .insertInto('orphaned_token_sets')
      .values(sealed)
      .onConflict((conflict) => conflict.columns(['credential_id', 'version', 'obtained_at']).doNothing())
      .execute();
  }

  async orphans(id: string): Promise<StoredTokens[]> {
    const row = await this.#rows().where('id', '=', id).executeTakeFirst();
    if (!row) return [];
    const seals = CredentialSeals.of(this.#keyring, row);
    const rows = await this.#database
      .selectFrom('orphaned_token_sets')
      .selectAll()
      .where('credential_id', '=', id)
      .orderBy('obtained_at', 'desc')
      .execute();
    return rows.map((orphan) => seals.openTokens('orphaned_token_sets', orphan));
  }

  async pruneOrphans(before: number): Promise<void> {
    await this.#database.deleteFrom('orphaned_token_sets').where('obtained_at', '<', before).execute();
  }

  async fail(
    id: string,
    version: number,
    failure: Failure,
    more: { notBefore: number; failures: number; isDead: boolean; state: CredentialState | undefined },
  ): Promise<void> {
    await this.#database
      .updateTable('credentials')
      .set({
        attempt_started: null,
        failure_class: failure.class,
        failure_code: failure.code,
        failure_tracking_id: failure.trackingId ?? null,
        failed_at: failure.at,
        not_before: more.notBefore,
        failures: more.failures,
        ...(more.isDead && { dead_version: version }),
        ...(more.state && { state: more.state }),
      })
      .where('id', '=', id)
      .where('version', '=', version)
      .where('state', '<>', 'locked')
      .execute();
  }

  async warned(id: string, days: number): Promise<void> {
    await this.#database.updateTable('credentials').set({ warned_days: days }).where('id', '=', id).execute();
  }

  async #opened(row: Row | undefined): Promise<Credential | undefined> {
    if (!row) return undefined;
    const seals = CredentialSeals.of(this.#keyring, row);
    const tokens = await this.#database
      .selectFrom('token_sets')
      .selectAll()
      .where('credential_id', '=', row.id)
      .where('version', '=', row.version)
      .executeTakeFirst();
    return {
      ...described(row),
      clientSecret: seals.openSecret(row.client_secret),
      tokens: tokens && seals.openTokens('token_sets', tokens),
    };
  }

  #rows() {
    return this.#database.selectFrom('credentials').selectAll().where('organization_id', '=', this.#organizationId);
  }
}
