import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Credential, CredentialKind, SpooledTokens, StoredTokens } from '../../admin-token/ports.ts';
import type { Decisions, Found, OrganizationControl, Shredded } from '../../admin-token/stop-ports.ts';
import type { Initiator } from '../../audit/ports.ts';
import { VaultError } from '../../admin-token/vault-error.ts';
import type { Secret } from '../../secret.ts';
import type { Keyring } from '../vault/keyring.ts';
import type { DatabaseAuditTrail } from './audit-trail.ts';
import { CredentialSeals } from './credential-seals.ts';
import { databaseTime } from './database-time.ts';
import type { Database } from './database.ts';
import { sealedRevocation } from './revocation-queue.ts';
import type { Tables } from './tables.ts';

/** What holds for the whole organization, in its one row and in the rows of all its credentials. */
export class DatabaseOrganizationControl implements OrganizationControl {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #organizationId: string;
  readonly #audit: DatabaseAuditTrail;

  constructor(database: Database, keyring: Keyring, organizationId: string, audit: DatabaseAuditTrail) {
    this.#database = database;
    this.#keyring = keyring;
    this.#organizationId = organizationId;
    this.#audit = audit;
  }

  lock(by: Initiator = 'operator'): Promise<number> {
    return this.#audit.transaction(async (transaction, { append }) => {
      const { numUpdatedRows } = await transaction
        .updateTable('credentials')
        .set({ state: 'locked' })
        .where('organization_id', '=', this.#organizationId)
        .where('state', 'in', ['pending', 'standby', 'active', 'needs-reauthorization', 'locked'])
        .executeTakeFirst();
      const credentials = Number(numUpdatedRows);
      await append({ action: 'locked', actor: by, body: { credentials } });
      return credentials;
    });
  }

  async pause(now: number, found?: Found, by: Initiator = 'operator'): Promise<void> {
    const { because: paused_because = null, unsureUntil: unsure_until = null } = found ?? {};
    await this.#audit.transaction(async (transaction, { append }) => {
      await transaction
        .insertInto('organization_controls')
        .values({
          organization_id: this.#organizationId,
          paused_at: now,
          disconnected_at: null,
          paused_because,
          unsure_until,
        })
        // Paused twice, it has been paused since the first time.
        .onConflict((conflict) =>
          conflict.column('organization_id').doUpdateSet((eb) => ({
            paused_at: eb.fn.coalesce('organization_controls.paused_at', eb.val(now)),
            ...(found && {
              paused_because,
              // Each replica notices it, and all that the older one held is older than whatever one of them last knew of the newer.
              unsure_until: eb
                .case()
                .when('organization_controls.paused_because', 'is', null)
                .then(eb.val(unsure_until))
                .else(eb.ref('organization_controls.unsure_until'))
                .end(),
            }),
          })),
        )
        .execute();
      await append({
        action: 'paused',
        actor: found ? 'skilldesk' : by,
        body: found ? { because: found.because } : {},
      });
    });
  }

  async resume(by: Initiator = 'operator'): Promise<void> {
    await this.#audit.transaction(async (transaction, { append }) => {
      await transaction
        .updateTable('organization_controls')
        .set({ paused_at: null, paused_because: null })
        .where('organization_id', '=', this.#organizationId)
        .execute();
      // Where it is now is where it is at home.
      await transaction.deleteFrom('installations').where('organization_id', '=', this.#organizationId).execute();
      await append({ action: 'resumed', actor: by, body: {} });
    });
  }

  async standing() {
    const row = await this.#database
      .selectFrom('organization_controls')
      .select(['paused_at', 'disconnected_at', 'paused_because'])
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    return {
      pausedAt: row?.paused_at ?? undefined,
      pausedBecause: row?.paused_because ?? undefined,
      disconnectedAt: row?.disconnected_at ?? undefined,
    };
  }

  async decisions(): Promise<Decisions> {
    const rows = await this.#database
      .selectFrom('audit_heads')
      .leftJoin('organization_controls', 'organization_controls.organization_id', 'audit_heads.organization_id')
      .leftJoin('credentials', 'credentials.organization_id', 'audit_heads.organization_id')
      .select(['seq', 'mac', 'paused_at', 'disconnected_at', 'unsure_until', 'kind', 'state'])
      .where('audit_heads.organization_id', '=', this.#organizationId)
      .execute();
    const [row] = rows;
    // It is there from the first start on: whoever took it away took away what is to be known before anything is written.
    if (!row) throw new Error('the audit chain has lost its head: nothing is written');
    return {
      head: { seq: row.seq, mac: row.mac },
      pausedAt: row.paused_at ?? undefined,
      disconnectedAt: row.disconnected_at ?? undefined,
      unsureUntil: row.unsure_until ?? undefined,
      credentials: rows.flatMap(({ kind, state }) =>
        kind === null || state === null ? [] : [{ kind: kind as CredentialKind, state: state as Credential['state'] }],
      ),
    };
  }

  async isRenewing(): Promise<boolean> {
    const row = await this.#database
      .selectFrom('credentials')
      .select('id')
      .where('organization_id', '=', this.#organizationId)
      .where('claim_until', '>', databaseTime(this.#database))
      .executeTakeFirst();
    return row !== undefined;
  }

  shred(now: number, spooled: readonly SpooledTokens[], by: Initiator = 'operator'): Promise<Shredded> {
    return this.#audit.transaction(async (transaction, { append }) => {
      const rows = await transaction
        .selectFrom('credentials')
        .selectAll()
        .where('organization_id', '=', this.#organizationId)
        .orderBy('created_at')
        .execute();
      const credentials: Shredded['credentials'] = [];
      for (const row of rows) {
        const kind = row.kind as CredentialKind;
        const { tokens, client, endsAt } = await this.#held(transaction, row, spooled);
        const isRevocable = client !== undefined && tokens.length > 0;
        if (isRevocable) {
          const due = { id: randomUUID(), kind, organizationId: this.#organizationId, requestedAt: now };
          await transaction
            .insertInto('revocations')
            .values(sealedRevocation(this.#keyring, due, { client, tokens }))
            .execute();
        }
        const maySurvive = row.version > 0 && (endsAt === undefined || endsAt > now);
        credentials.push({ kind, unrevocable: !isRevocable && maySurvive, endsAt });
      }
      await this.#destroy(transaction, rows, now);
      await append({ action: 'disconnected', actor: by, body: { credentials } });
      return { credentials };
    });
  }

  /** Every token of a credential that may still be good, refresh tokens first. */
  async #held(transaction: Transaction<Tables>, row: Tables['credentials'], spooled: readonly SpooledTokens[]) {
    const sets: StoredTokens[] = spooled.filter(({ credentialId }) => credentialId === row.id).map((one) => one.tokens);
    try {
      const seals = CredentialSeals.of(this.#keyring, row);
      for (const table of ['token_sets', 'orphaned_token_sets'] as const) {
        const stored = await transaction
          .selectFrom(table)
          .selectAll()
          .where('credential_id', '=', row.id)
          .orderBy('version', 'desc')
          .execute();
        sets.push(...stored.map((set) => seals.openTokens(table, set)));
      }
      const secret = seals.openSecret(row.client_secret);
      const client = row.client_id !== null && secret ? { clientId: row.client_id, clientSecret: secret } : undefined;
      const ends = sets.map(({ accessExpiresAt, refreshExpiresAt }) => refreshExpiresAt ?? accessExpiresAt);
      const endsAt = ends.includes(undefined) ? undefined : Math.max(...ends.map((end) => end ?? 0));
      return { tokens: distinctTokens(sets), client, endsAt };
    } catch (error) {
      // Destroyed all the same: that is what was asked for.
      if (error instanceof VaultError) return { tokens: [], client: undefined, endsAt: undefined };
      throw error;
    }
  }

  async #destroy(transaction: Transaction<Tables>, rows: readonly Tables['credentials'][], now: number): Promise<void> {
    const organization_id = this.#organizationId;
    for (const { id } of rows) {
      await transaction.deleteFrom('token_sets').where('credential_id', '=', id).execute();
      await transaction.deleteFrom('orphaned_token_sets').where('credential_id', '=', id).execute();
      await transaction.deleteFrom('credentials').where('id', '=', id).execute();
      await transaction
        .insertInto('disconnected_credentials')
        .values({ id, organization_id, disconnected_at: now })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    }
    if (rows.length === 0) return;
    await transaction
      .insertInto('organization_controls')
      .values({ organization_id, paused_at: null, disconnected_at: now, paused_because: null, unsure_until: null })
      .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ disconnected_at: now }))
      .execute();
  }
}

function distinctTokens(sets: readonly StoredTokens[]) {
  const seen: Secret[] = [];
  const isNew = (token: Secret | undefined): token is Secret => {
    if (!token || seen.some((known) => known.equals(token))) return false;
    seen.push(token);
    return true;
  };
  const refresh = sets.map(({ refreshToken }) => refreshToken).filter(isNew);
  const access = sets.map(({ accessToken }) => accessToken).filter(isNew);
  return [
    ...refresh.map((token) => ({ token, hint: 'refresh_token' as const })),
    ...access.map((token) => ({ token, hint: 'access_token' as const })),
  ];
}
