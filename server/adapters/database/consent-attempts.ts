import { createHash } from 'node:crypto';
import type { ConnectReport } from '../../../shared/admin-api.ts';
import type { Clock } from '../../clock.ts';
import type { Initiator } from '../../audit/ports.ts';
import type { ConsentKind } from '../../onboarding/consent.ts';
import type { ConsentAttempts, KeptAttempt } from '../../onboarding/ports.ts';
import { Secret } from '../../secret.ts';
import type { Keyring } from '../vault/keyring.ts';
import { keyIdOf, type Place } from '../vault/sealing-key.ts';
import type { Database } from './database.ts';
import { openedJson, sealedJson } from './sealed-json.ts';
import type { Tables } from './tables.ts';

type Row = Tables['consent_attempts'];

interface Plain {
  by: Initiator;
  clientId: string;
  clientSecret: string;
  verifier: string;
  redirectUri: string;
  url: string;
}

/** So long somebody may look at how his attempt ended. */
const reportKept = 60 * 60_000;

const placeOf = ({ id, organization_id }: Pick<Row, 'id' | 'organization_id'>): Place => ({
  table: 'consent_attempts',
  organizationId: organization_id,
  credentialId: id,
  field: 'body',
  version: 0,
});

/** What an attempt needs is sealed for its row, and gone as soon as somebody has taken it. */
export class DatabaseConsentAttempts implements ConsentAttempts {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #clock: Clock;
  readonly #organizationId: string;

  constructor(database: Database, keyring: Keyring, clock: Clock, organizationId: string) {
    this.#database = database;
    this.#keyring = keyring;
    this.#clock = clock;
    this.#organizationId = organizationId;
  }

  async keep({ id, applicant, attempt, client, expiresAt }: KeptAttempt): Promise<void> {
    const owner = { id, organization_id: this.#organizationId };
    const plain: Plain = {
      by: applicant.by,
      clientId: client.clientId,
      clientSecret: client.clientSecret.reveal(),
      verifier: attempt.verifier.reveal(),
      redirectUri: attempt.redirectUri,
      url: attempt.url,
    };
    await this.#database
      .insertInto('consent_attempts')
      .values({
        ...owner,
        kind: attempt.kind,
        session_id: applicant.sessionId,
        state_hash: hashOf(attempt.state.reveal()),
        body: sealedJson(this.#keyring, placeOf(owner), plain),
        expires_at: expiresAt,
        report: null,
      })
      .execute();
  }

  async take(state: string, sessionId: string): Promise<KeptAttempt | undefined> {
    const row = await this.#rows().where('state_hash', '=', hashOf(state)).executeTakeFirst();
    // Somebody else's browser does not use it up.
    if (!row || row.session_id !== sessionId || row.body === null || row.expires_at <= this.#clock.now()) {
      return undefined;
    }
    const { numUpdatedRows } = await this.#database
      .updateTable('consent_attempts')
      .set({ body: null })
      .where('id', '=', row.id)
      .where('body', 'is not', null)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? this.#opened(row, row.body, new Secret(state)) : undefined;
  }

  async end(id: string, report: ConnectReport): Promise<void> {
    await this.#database
      .updateTable('consent_attempts')
      .set({ report: JSON.stringify(report) })
      .where('id', '=', id)
      .execute();
  }

  async find(id: string, sessionId: string) {
    const row = await this.#rows().where('id', '=', id).where('session_id', '=', sessionId).executeTakeFirst();
    if (!row) return undefined;
    const report = row.report === null ? undefined : (JSON.parse(row.report) as ConnectReport);
    return { kind: row.kind as ConsentKind, expiresAt: row.expires_at, report };
  }

  async prune(): Promise<void> {
    const now = this.#clock.now();
    await this.#database
      .updateTable('consent_attempts')
      .set({ body: null })
      .where('expires_at', '<=', now)
      .where('body', 'is not', null)
      .execute();
    await this.#database
      .deleteFrom('consent_attempts')
      .where('expires_at', '<=', now - reportKept)
      .execute();
  }

  /** Of each that waits the key that it needs. */
  async keyIds(): Promise<string[]> {
    const rows = await this.#rows().execute();
    return rows.flatMap((row) => (row.body === null ? [] : [keyIdOf(placeOf(row), row.body)]));
  }

  #rows() {
    return this.#database
      .selectFrom('consent_attempts')
      .selectAll()
      .where('organization_id', '=', this.#organizationId);
  }

  #opened(row: Row, body: string, state: Secret): KeptAttempt | undefined {
    const plain = openedJson(this.#keyring, placeOf(row), body) as Plain | undefined;
    // Its key is gone: it is started again, as one that is over.
    if (!plain) return undefined;
    const { by, clientId, clientSecret, verifier, redirectUri, url } = plain;
    return {
      id: row.id,
      applicant: { by, sessionId: row.session_id },
      attempt: { kind: row.kind as ConsentKind, redirectUri, state, verifier: new Secret(verifier), url },
      client: { clientId, clientSecret: new Secret(clientSecret) },
      expiresAt: row.expires_at,
    };
  }
}

const hashOf = (state: string) => createHash('sha256').update(state).digest('hex');
