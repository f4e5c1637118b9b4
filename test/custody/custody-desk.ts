import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import { DatabaseCredentialHealth } from '../../server/adapters/database/credential-health.ts';
import { DatabaseCredentials } from '../../server/adapters/database/credential-store.ts';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import { DatabaseOrganizationControl } from '../../server/adapters/database/organization-control.ts';
import { DatabaseRevocations } from '../../server/adapters/database/revocation-queue.ts';
import { DatabaseKeyRecord, DatabaseVaultKeeper } from '../../server/adapters/database/vault-record.ts';
import type { Keyring } from '../../server/adapters/vault/keyring.ts';
import { openKeyring } from '../../server/adapters/vault/open-keyring.ts';
import { FileTokenSpool } from '../../server/adapters/vault/token-spool.ts';
import { AdminAccessToken } from '../../server/admin-token/admin-access-token.ts';
import type {
  Asked,
  Candidate,
  CredentialProbe,
  CredentialStore,
  ProbeResult,
  Refusal,
  TokenEndpoint,
} from '../../server/admin-token/ports.ts';
import { Renewal, usualSettings, type RenewalPorts, type RenewalSettings } from '../../server/admin-token/renewal.ts';
import { openLog } from '../../server/log.ts';
import { Secret } from '../../server/secret.ts';
import type { VaultKey } from '../../server/vault-keys.ts';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { createDatabase, dropDatabase } from '../postgres/postgres-server.ts';

export const day = 24 * 60 * 60_000;
export const organizationId = 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb';

/** A key of the vault whose 32 bytes are all the same. */
export const key = (id: string, byte: number): VaultKey => ({
  id,
  key: new Secret(Buffer.alloc(32, byte).toString('base64')),
});

/** Gives tokens that live 14 days, and counts; told what to refuse by `refuse`. */
export class TokenGiver implements TokenEndpoint {
  readonly #now: () => number;
  calls: string[] = [];
  /** Undefined: it answers as it should. */
  refuse: Refusal | undefined;
  latency = 0;
  /** A second use of a refresh token is refused. */
  rotates = false;
  readonly #used = new Set<string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  async exchangeRefreshToken(_client: unknown, refreshToken: Secret): Promise<Asked> {
    this.calls.push('refresh');
    if (this.latency > 0) await pause(this.latency);
    if (this.refuse) return { ok: false, seen: this.refuse };
    const used = refreshToken.reveal();
    if (this.rotates && this.#used.has(used)) return { ok: false, seen: { status: 400, oauthError: 'invalid_grant' } };
    this.#used.add(used);
    return this.#pair(this.rotates ? undefined : refreshToken);
  }

  mint(): Promise<Asked> {
    this.calls.push('mint');
    return Promise.resolve(this.#pair(undefined));
  }

  #pair(refreshToken: Secret | undefined): Asked {
    const obtainedAt = this.#now();
    return {
      ok: true,
      found: {
        tokens: {
          accessToken: new Secret(`CANARY-access-${randomUUID()}`),
          refreshToken: refreshToken ?? new Secret(`CANARY-refresh-${randomUUID()}`),
          obtainedAt,
          accessExpiresAt: obtainedAt + 14 * day,
          refreshExpiresAt: obtainedAt + 90 * day,
        },
        scopes: undefined,
      },
    };
  }
}

/** Custody on a database of its own, with a clock that the test moves and a Webex that gives tokens. */
export class CustodyDesk {
  readonly folder = mkdtempSync(join(tmpdir(), 'skilldesk-custody-'));
  readonly said: string[] = [];
  readonly log = openLog('trace', { write: (line) => this.said.push(line) });
  now = Date.UTC(2026, 10, 21);
  readonly clock = { now: () => this.now };
  readonly webex = new TokenGiver(() => this.now);
  readonly databaseUrl: string;
  database!: Database;
  keyring!: Keyring;
  audit!: DatabaseAuditTrail;
  store!: CredentialStore;
  spool!: FileTokenSpool;
  vault!: DatabaseVaultKeeper;
  health!: DatabaseCredentialHealth;
  control!: DatabaseOrganizationControl;
  revocations!: DatabaseRevocations;
  /** What trying a token finds. */
  found: ProbeResult = 'passed';
  readonly probe: CredentialProbe = { probe: () => Promise.resolve(this.found) };

  private constructor(postgresUrl: string | undefined) {
    this.databaseUrl = postgresUrl ?? `file:${join(this.folder, 'skilldesk.db')}`;
  }

  static async open(keys?: VaultKey[]): Promise<CustodyDesk> {
    const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
    const desk = new CustodyDesk(onPostgres ? await createDatabase(inject('postgresUrl')) : undefined);
    await desk.openVault(keys ?? (onPostgres ? [key('k1', 1)] : undefined));
    return desk;
  }

  /** As a new process would; @throws VaultError */
  async openVault(vaultKeys?: VaultKey[]): Promise<void> {
    this.database = await openDatabase(this.databaseUrl, this.log);
    const { databaseUrl, database } = this;
    this.keyring = await openKeyring({ vaultKeys, databaseUrl }, new DatabaseKeyRecord(database), this.log);
    const { keyring } = this;
    this.audit = await DatabaseAuditTrail.open({ database, clock: this.clock, log: this.log }, keyring, organizationId);
    this.spool = new FileTokenSpool(join(this.folder, 'spool'), keyring);
    this.store = this.storeOf(organizationId);
    this.health = new DatabaseCredentialHealth(database);
    this.control = new DatabaseOrganizationControl(database, keyring, organizationId, this.audit);
    this.revocations = new DatabaseRevocations(database, keyring, organizationId);
    this.vault = new DatabaseVaultKeeper(database, keyring, () => this.spool.keyIds());
  }

  /** As an installation for this organization would, on the same database and with the same keys. */
  storeOf(organization: string): CredentialStore {
    return new DatabaseCredentials(this.database, this.keyring, organization, this.audit);
  }

  /** What one process uses; several of them are several replicas. */
  replica(more: Partial<RenewalPorts> = {}, settings: Partial<RenewalSettings> = {}) {
    const { store, spool, clock, log } = this;
    const ports = { store, spool, endpoint: this.webex, clock, log, wait: pause, ...more };
    const { health, probe } = this;
    const renewal = new Renewal(ports, { ...usualSettings, poll: 10, ...settings });
    const access = new AdminAccessToken({
      ...ports,
      ...{ health, probe },
      renewal,
      wait: (milliseconds) => pause(milliseconds, undefined, { ref: false }),
      settlePending: () => Promise.resolve(),
    });
    return { renewal, access };
  }

  /** What the store has of a credential that must be there. */
  async stored(id: string) {
    const credential = await this.store.read(id);
    if (!credential) throw new Error('no credential');
    return credential;
  }

  /** A credential in use, its tokens obtained now. */
  async connect(candidate: Partial<Candidate> = {}): Promise<string> {
    const id = randomUUID();
    const tokens = {
      accessToken: new Secret('CANARY-access-first'),
      refreshToken: new Secret('CANARY-refresh-first'),
      obtainedAt: this.now,
      accessExpiresAt: this.now + 14 * day,
      refreshExpiresAt: this.now + 90 * day,
    };
    const client = { clientId: 'client', clientSecret: new Secret('CANARY-client-secret') };
    const more = { source: 'given', fingerprint: id.slice(0, 8), state: 'pending' } as const;
    await this.store.add(id, { kind: 'service-app', ...client, tokens, ...candidate }, more, this.now);
    await this.store.schedule(id, this.now + 7 * day);
    await this.store.activate(id, this.now);
    return id;
  }

  /** Every byte that was written or said. */
  bytes(): Buffer {
    const files = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    return Buffer.concat([...files, Buffer.from(this.said.join('\n'))]);
  }

  hasFile(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /** Ends it, and searches all it left for secrets. */
  async close(): Promise<void> {
    const secrets = await this.#secrets();
    const { folder, said } = this;
    const postgresUrl = this.databaseUrl.startsWith('postgres') ? this.databaseUrl : undefined;
    // Before and after: what SQLite has in its WAL it writes into the database as it closes.
    await searchForCanaries({ secrets, said: { log: said }, folder, postgresUrl });
    await this.database.destroy();
    await searchForCanaries({ secrets, folder });
    rmSync(this.folder, { recursive: true });
    if (postgresUrl !== undefined) await dropDatabase(postgresUrl);
  }

  /** What the vault holds, and a test has not named; of a vault or a database that is closed nothing. */
  async #secrets(): Promise<string[]> {
    const found: (Secret | undefined)[] = [];
    for (const { id } of await this.store.list().catch(() => [])) {
      const credential = await this.store.read(id).catch(() => undefined);
      const orphans = await this.store.orphans(id).catch(() => []);
      for (const tokens of [credential?.tokens, ...orphans]) found.push(tokens?.accessToken, tokens?.refreshToken);
      found.push(credential?.clientSecret);
    }
    return found.flatMap((secret) => (secret ? [secret.reveal()] : []));
  }
}
