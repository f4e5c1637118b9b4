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
import type { Initiator } from '../../audit/ports.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import { CredentialClaims } from './credential-claims.ts';
import { described, healthy, unused } from './credential-rows.ts';
import { CredentialSeals } from './credential-seals.ts';
import type { Database } from './database.ts';
import { OrphanedTokens } from './orphaned-tokens.ts';
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
  readonly #claims: CredentialClaims;
  readonly #orphans: OrphanedTokens;
  readonly #audit: DatabaseAuditTrail;

  constructor(database: Database, keyring: Keyring, organizationId: string, audit: DatabaseAuditTrail) {
    this.#database = database;
    this.#keyring = keyring;
    this.#organizationId = organizationId;
    this.#claims = new CredentialClaims(database);
    this.#orphans = new OrphanedTokens(database, keyring);
    this.#audit = audit;
  }

  async read(id: string): Promise<Credential | undefined> {
    return this.#opened(await this.#rows().where('id', '=', id).executeTakeFirst());
  }

  async inUse(role: 'admin' | 'token-manager'): Promise<Credential | undefined> {
    const row = await this.#rows()
      .where('kind', 'in', role === 'admin' ? admins : managers)
      .where('state', 'in', inUseStates)
      // What was locked before it was ever in use has no such time, and the two databases order nothing differently.
      .orderBy(sql`coalesce(activated_at, 0)`, 'desc')
      .executeTakeFirst();
    return this.#opened(row);
  }

  async list() {
    const rows = await this.#rows().orderBy('created_at', 'desc').orderBy('id').execute();
    return rows.map(described);
  }

  async disconnected(): Promise<ReadonlySet<string>> {
    const rows = await this.#database
      .selectFrom('disconnected_credentials')
      .select('id')
      .where('organization_id', '=', this.#organizationId)
      .execute();
    return new Set(rows.map(({ id }) => id));
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

  activate(id: string, now: number, by: Initiator = 'operator'): Promise<boolean> {
    return this.#audit.transaction(async (transaction, { append }) => {
      // The kill switch may have come while it was tried.
      const row = await transaction
        .updateTable('credentials')
        .set({ state: 'active', activated_at: now, probed_at: now })
        .where('id', '=', id)
        .where('state', '<>', 'locked')
        .returning(['kind', 'source'])
        .executeTakeFirst();
      if (!row) return false;
      await transaction
        .updateTable('credentials')
        .set({ state: 'replaced' })
        .where('organization_id', '=', this.#organizationId)
        .where('kind', 'in', managers.includes(row.kind) ? managers : admins)
        .where('state', 'in', inUseStates)
        .where('id', '<>', id)
        .execute();
      const { kind, source } = row;
      await append({
        action: 'credential-active',
        actor: source === 'given' ? by : 'skilldesk',
        body: { credentialId: id, kind, source },
      });
      return true;
    });
  }

  async mark(id: string, state: CredentialState): Promise<void> {
    await this.#database.updateTable('credentials').set({ state }).where('id', '=', id).execute();
  }

  async retry(id: string): Promise<void> {
    const fresh = { state: 'pending', not_before: 0, failures: 0, dead_version: null, ...healthy };
    await this.#database
      .updateTable('credentials')
      .set(fresh)
      .where('id', '=', id)
      .where('state', '<>', 'locked')
      .execute();
  }

  async schedule(id: string, nextRefreshAt: number | undefined): Promise<void> {
    const next_refresh_at = nextRefreshAt ?? null;
    await this.#database.updateTable('credentials').set({ next_refresh_at }).where('id', '=', id).execute();
  }

  claim(id: string, version: number, owner: string, milliseconds: number, now: number): Promise<boolean> {
    return this.#claims.take(id, version, owner, milliseconds, now);
  }

  extend(id: string, owner: string, milliseconds: number): Promise<boolean> {
    return this.#claims.extend(id, owner, milliseconds);
  }

  release(id: string, owner: string): Promise<void> {
    return this.#claims.release(id, owner);
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
          probed_at: null,
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

  keepOrphan(id: string, version: number, tokens: StoredTokens): Promise<void> {
    return this.#orphans.keep(id, version, tokens);
  }

  orphans(id: string): Promise<StoredTokens[]> {
    return this.#orphans.of(id);
  }

  pruneOrphans(before: number): Promise<void> {
    return this.#orphans.prune(before);
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
