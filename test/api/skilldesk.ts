import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Express } from 'express';
import { Client } from 'pg';
import { expect, inject } from 'vitest';
import { parseHead } from '../../server/audit/chain.ts';
import type { ExportedRecord, ExportPage } from '../../server/audit/export-records.ts';
import type { Verification } from '../../server/audit/verify-chain.ts';
import { compose, type Skilldesk as ComposedSkilldesk } from '../../server/compose.ts';
import { custodyCommands } from '../../server/compose-commands.ts';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { Keyring } from '../../server/adapters/vault/keyring.ts';
import type { Report } from '../../server/cli/command.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { Secret } from '../../server/secret.ts';
import { parseVaultKeys } from '../../server/vault-keys.ts';
import type { Pauses } from '../../server/changes/pauses.ts';
import type { AgentList, ChangeList, SessionGranted, SkillProfileList, SkillProfileView } from '../../shared/api.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { defaultPolicy, type Policy } from '../../shared/policy.ts';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { officialOpenapi } from '../contract/official-openapi.ts';
import { checkRequests } from '../contract/request-conformance.ts';
import { deviationsOf } from '../openapi/answer-conformance.ts';
import { createDatabase, dropDatabase } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type SimulatorOptions, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { keepAnswers } from './kept-answers.ts';

/** Short enough for a test; the order of things is that of the usual ones. */
export const shortPauses: Pauses = {
  readBack: [0, 60, 180],
  settle: 400,
  claim: 20_000,
  freshness: 5_000,
  rights: 60_000,
};

/** Beside a `file:` database the backend makes a key file of its own. */
const vaultKeys = `test:${Buffer.alloc(32, 'CANARY').toString('base64')}`;

/** An environment that brings no credential. */
export const nothingConnected = {
  WEBEX_SERVICE_APP_CLIENT_ID: '',
  WEBEX_SERVICE_APP_CLIENT_SECRET: '',
  WEBEX_SERVICE_APP_REFRESH_TOKEN: '',
};

interface Options {
  pauses?: Partial<Pauses>;
  environment?: Record<string, string>;
  simulator?: SimulatorOptions;
  /** What Webex is like before the backend asks it for the first time. */
  webex?: (webex: WebexSimulator) => void;
}

/** The real backend on a database of its own (SQLite, or PostgreSQL in the project of that name), in front of a simulated Webex; everything it says is kept for a search for secrets. */
export class Skilldesk {
  readonly webex: WebexSimulator;
  readonly folder = mkdtempSync(join(tmpdir(), 'skilldesk-'));
  readonly said: string[] = [];
  /** Heads and bodies of all answers, whoever asked; without the session's token in the answer that grants it. */
  readonly answered: string[] = [];
  readonly #sessionTokens: string[] = [];
  /** Where an answer was other than /openapi.json says. */
  readonly #deviations: string[] = [];
  #options: Options;
  #running: ComposedSkilldesk | undefined;
  readonly databaseUrl: string;
  url = '';

  private constructor(webex: WebexSimulator, options: Options, postgresUrl: string | undefined) {
    this.databaseUrl = postgresUrl ?? `file:${join(this.folder, 'skilldesk.db')}`;
    this.webex = webex;
    this.#options = options;
  }

  static async start(options: Options = {}): Promise<Skilldesk> {
    const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
    const postgresUrl = onPostgres ? await createDatabase(inject('postgresUrl')) : undefined;
    const skilldesk = new Skilldesk(await startWebexSimulator(options.simulator), options, postgresUrl);
    // Benches and pictures do without.
    const template = process.env['VITEST'] !== undefined && !onPostgres && inject('sqliteTemplate');
    if (template) copyFileSync(template, join(skilldesk.folder, 'skilldesk.db'));
    options.webex?.(skilldesk.webex);
    await skilldesk.startProcess();
    return skilldesk;
  }

  /** Starts the backend, on any free port unless told which. */
  async startProcess(port = '0'): Promise<void> {
    this.#running = await this.#compose();
    this.url = await listen(this.#running, port);
    keepAnswers(this.#running.server, this.answered, this.#sessionTokens);
    await this.#running.start();
  }

  /** For a time in which no process runs: how the next one is configured, beside what was said before. */
  restartWith(environment: Record<string, string>): void {
    this.#options = { ...this.#options, environment: { ...this.#options.environment, ...environment } };
  }

  app(): Express | undefined {
    return this.#running?.app;
  }

  /** A second process on the same database, as while one version takes over from another; returns its end. */
  async startAnother(): Promise<() => Promise<void>> {
    const another = await this.#compose();
    await another.start();
    return () => another.stop();
  }

  /** A second process that answers as well: give `call` a path behind its URL. PostgreSQL only. */
  async startReplica(): Promise<{ url: string; stop: () => Promise<void> }> {
    const replica = await this.#compose();
    const url = await listen(replica, '0');
    await replica.start();
    return { url, stop: () => replica.stop() };
  }

  /** As an operator does it while servers run, by the command line; what is left out is the default. */
  async importPolicy(policy: Partial<Policy>): Promise<void> {
    const operator = await custodyCommands.open(this.#config());
    await operator.commands.importPolicy?.({ ...defaultPolicy, ...policy });
    await operator.close();
  }

  /** What an operator does at the command line: over the socket of the server that runs, or on its PostgreSQL. */
  async operate(
    command: 'lock' | 'pause' | 'resume' | 'disconnect' | 'status' | 'refresh' | 'vaultStatus' | 'rotateVault',
  ): Promise<Report> {
    const opened = await custodyCommands.open(this.#config());
    const report = await opened.commands[command]?.();
    await opened.close();
    if (!report) throw new Error(`no command ${command}`);
    return report;
  }

  /** `setup-code`, as an operator runs it beside the server. */
  async makeSetupCode(): Promise<string> {
    const opened = await custodyCommands.open(this.#config());
    const made = await opened.commands.makeSetupCode?.();
    await opened.close();
    if (!made) throw new Error('no setup code');
    return made.code.reveal();
  }

  /** `audit verify`, as an operator runs it beside the server. */
  async verifyAudit(head?: string): Promise<Verification> {
    const opened = await custodyCommands.open(this.#config());
    const found = await opened.commands.verifyAudit?.(head === undefined ? undefined : parseHead(head));
    await opened.close();
    if (!found) throw new Error('no audit');
    return found;
  }

  /** `audit export`: all records there are, the export's own at the end. */
  async exportAudit(): Promise<ExportedRecord[]> {
    const opened = await custodyCommands.open(this.#config());
    const { commands } = opened;
    const head = await commands.beginAuditExport?.({ format: 'jsonl' });
    const records: ExportedRecord[] = [];
    let after: number | undefined = 0;
    while (after !== undefined && head) {
      const page: ExportPage | undefined = await commands.auditPage?.({ after, upTo: head.seq });
      records.push(...(page?.records ?? []));
      after = page?.after;
    }
    await opened.close();
    return records;
  }

  /** What somebody does who has the database, and none of our keys. */
  async tamper(...statements: string[]): Promise<void> {
    if (this.databaseUrl.startsWith('postgres')) {
      const client = new Client(this.databaseUrl);
      await client.connect();
      for (const statement of statements) await client.query(statement);
      await client.end();
    } else {
      const database = new DatabaseSync(this.databaseUrl.slice('file:'.length), { timeout: 5_000 });
      for (const statement of statements) database.exec(statement);
      database.close();
    }
  }

  /** The keys of its vault, for a test that puts a row of its own there. */
  keyring(): Keyring {
    const written =
      this.#config().vaultKeys === undefined
        ? readFileSync(join(this.folder, 'vault.key'), 'utf8').trim()
        : (this.#options.environment?.['VAULT_KEYS'] ?? vaultKeys);
    const complain = (fault: string) => {
      throw new Error(fault);
    };
    return new Keyring(parseVaultKeys(written, complain));
  }

  /** How browsers are told to reach it; what it listens on is `url`. */
  get publicUrl(): string {
    return this.#config().publicUrl;
  }

  /** Connects the organization by an integration, as an operator does at the command line. */
  async connect({ clientId, clientSecret, refreshToken }: WebexSimulator['credentials']['integration']): Promise<void> {
    const opened = await custodyCommands.open(this.#config());
    const accepted = await opened.commands.acceptCredential?.({
      kind: 'integration',
      clientId,
      clientSecret: new Secret(clientSecret),
      tokens: {
        accessToken: undefined,
        refreshToken: new Secret(refreshToken),
        obtainedAt: 0,
        accessExpiresAt: undefined,
        refreshExpiresAt: undefined,
      },
    });
    await opened.close();
    expect(accepted).toEqual({ state: 'active' });
  }

  #secrets(): string[] {
    return [...this.webex.secrets(), ...this.#sessionTokens, vaultKeys.slice('test:'.length)];
  }

  #compose() {
    const config = this.#config();
    const log = openLog(config.logLevel, { write: (line) => this.said.push(line) });
    return compose(config, log, { ...shortPauses, ...this.#options.pauses });
  }

  #config() {
    const { serviceApp } = this.webex.credentials;
    const config = readConfig({
      DATABASE_URL: this.databaseUrl,
      ...(this.databaseUrl.startsWith('postgres') && { VAULT_KEYS: vaultKeys }),
      WXCC_ORG_ID: this.webex.organization.id,
      WXCC_API_URL: this.webex.url,
      WEBEX_API_URL: this.webex.url,
      WEBEX_IDENTITY_URL: this.webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      LOG_LEVEL: 'trace',
      SETUP_CODE_PRINT: '0',
      ...this.#options.environment,
    });
    return { ...config, dataFolder: this.folder };
  }

  /** Ends the process cleanly; the database stays. */
  async stopProcess(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** As after ten minutes: every session has ended. For a time in which no process runs. */
  async endSessions(): Promise<void> {
    const database = await openDatabase(this.databaseUrl, openLog('silent'));
    await database.deleteFrom('sessions').execute();
    await database.destroy();
  }

  /** Searches what was said, answered and stored so far for secrets, and for `more`. @throws LeakFound */
  searchForSecrets(...more: string[]): Promise<void> {
    return searchForCanaries({
      secrets: [...more, ...this.#secrets()],
      said: { log: this.said, answers: this.answered },
      folder: this.folder,
      postgresUrl: this.databaseUrl.startsWith('postgres') ? this.databaseUrl : undefined,
    });
  }

  /**
   * Ends everything, and searches for secrets. Every request that the backend sent must have been one that the published OpenAPI knows, and every
   * answer one that our own does.
   */
  async close(): Promise<void> {
    // SQLite takes its WAL away as it closes; all else is there afterwards.
    if (this.#running) await searchForCanaries({ secrets: this.#secrets(), folder: this.folder, only: '-wal' });
    await this.stopProcess();
    await this.webex.close();
    await this.searchForSecrets();
    rmSync(this.folder, { recursive: true });
    if (this.databaseUrl.startsWith('postgres')) await dropDatabase(this.databaseUrl);
    expect(this.#deviations).toEqual([]);
    if (officialOpenapi !== null) expect(checkRequests(this.webex.requests)).toEqual([]);
  }

  /** `path` is this process's own, or a whole URL. */
  async call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const typed = body === undefined ? headers : { 'content-type': 'application/json', ...headers };
    const url = path.startsWith('/') ? this.url + path : path;
    const response = await fetch(url, { method, headers: typed, redirect: 'manual', ...sent });
    const text = await response.text();
    const isJson = text !== '' && /json\s*(;|$)/.test(response.headers.get('content-type') ?? '');
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text || undefined,
    };
    this.#deviations.push(...deviationsOf(method, new URL(url).pathname, answer));
    return answer;
  }

  /** Queues are read last: until then a preview calls them unknown. */
  async whenQueuesAreRead(): Promise<void> {
    const requested = () =>
      this.webex.requests.filter(({ path }) => /(contact-service-queue|user-profile)\/[^/]+$/.test(path)).length;
    for (let before = -1; requested() === 0 || requested() !== before;) {
      before = requested();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  async signIn(ciUserId: string): Promise<Supervisor> {
    const desktopToken = this.webex.issueDesktopToken(ciUserId);
    const { status, body } = await this.call('POST', '/api/session', { authorization: `Bearer ${desktopToken}` });
    if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
    return new Supervisor(this, body as SessionGranted);
  }
}

async function listen({ server }: ComposedSkilldesk, port: string): Promise<string> {
  await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A signed-in person at the API. */
export class Supervisor {
  readonly #skilldesk: Skilldesk;
  readonly session: SessionGranted;

  constructor(skilldesk: Skilldesk, session: SessionGranted) {
    this.#skilldesk = skilldesk;
    this.session = session;
  }

  call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    return this.#skilldesk.call(method, path, { authorization: `Bearer ${this.session.token}`, ...headers }, body);
  }

  async skillProfiles(): Promise<SkillProfileList> {
    return (await this.call('GET', '/api/skill-profiles')).body as SkillProfileList;
  }

  async skillProfile(id: string): Promise<SkillProfileView & { revision: string }> {
    const { status, body } = await this.call('GET', `/api/skill-profiles/${id}`);
    if (status !== 200) throw new Error(`no skill profile: ${JSON.stringify(body)}`);
    return body as SkillProfileView & { revision: string };
  }

  async agents(): Promise<AgentList['agents']> {
    return ((await this.call('GET', '/api/agents')).body as AgentList).agents;
  }

  post(body: unknown, key: string = randomUUID()): Promise<Answer> {
    return this.call('POST', '/api/changes', { 'idempotency-key': key }, body);
  }

  /** Makes a Change and waits for all of its items to end. */
  async change(edits: unknown[], reason = 'Mondays are busy'): Promise<Change> {
    const { status, body } = await this.post({ edits, reason });
    if (status !== 201 && status !== 202) throw new Error(`no Change: ${status} ${JSON.stringify(body)}`);
    return this.ended(body as Change);
  }

  /** Asks for one value of a profile as it stands; `more` goes into the request. Answers the Change as it was taken in. */
  async set(skillProfileId: string, skillId: string, value: SkillValue, more: object = {}): Promise<Change> {
    const { revision } = await this.skillProfile(skillProfileId);
    const edits = [{ skillProfileId, revision, set: [{ skillId, value }] }];
    const { status, body } = await this.post({ edits, reason: 'Mondays are busy', ...more });
    if (status !== 201 && status !== 202) throw new Error(`no Change: ${status} ${JSON.stringify(body)}`);
    return body as Change;
  }

  /** The newest that was made through Skilldesk. */
  async newestChange(): Promise<Change | undefined> {
    const { body } = await this.call('GET', '/api/changes');
    return (body as ChangeList).changes.find(({ via }) => via === undefined);
  }

  async ended(change: Change): Promise<Change> {
    let now = change;
    while (!now.items.every(({ outcome }) => isFinal(outcome))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = (await this.call('GET', `/api/changes/${change.id}`)).body as Change;
    }
    return now;
  }
}
