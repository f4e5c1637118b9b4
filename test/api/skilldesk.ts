import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import type { Report } from '../../server/cli/command.ts';
import { custodyCommands } from '../../server/compose-commands.ts';
import { compose } from '../../server/compose.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { Secret } from '../../server/secret.ts';
import type { Pauses } from '../../server/changes/road.ts';
import type { AgentList, SessionGranted, SkillProfileList, SkillProfileView } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { officialOpenapi } from '../contract/official-openapi.ts';
import { checkRequests } from '../contract/request-conformance.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type SimulatorOptions, type WebexSimulator } from '../simulator/webex-simulator.ts';

/** Short enough for a test; the order of things is that of the usual ones. */
export const shortPauses: Pauses = { readBack: [0, 60, 180], settle: 400, claim: 20_000, freshness: 5_000 };

/** Beside a `file:` database the backend makes a key file of its own. */
const vaultKeys = `test:${Buffer.alloc(32, 'CANARY').toString('base64')}`;

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
  readonly #options: Options;
  #running: Awaited<ReturnType<typeof compose>> | undefined;
  readonly #databaseUrl: string;
  url = '';

  private constructor(webex: WebexSimulator, options: Options, postgresUrl: string | undefined) {
    this.#databaseUrl = postgresUrl ?? `file:${join(this.folder, 'skilldesk.db')}`;
    this.webex = webex;
    this.#options = options;
  }

  static async start(options: Options = {}): Promise<Skilldesk> {
    const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
    const postgresUrl = onPostgres ? await createDatabase(inject('postgresUrl')) : undefined;
    const skilldesk = new Skilldesk(await startWebexSimulator(options.simulator), options, postgresUrl);
    options.webex?.(skilldesk.webex);
    await skilldesk.startProcess();
    return skilldesk;
  }

  /** Starts the backend, on any free port unless told which. */
  async startProcess(port = '0'): Promise<void> {
    this.#running = await this.#compose();
    const { server } = this.#running;
    await new Promise<void>((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await this.#running.start();
  }

  /** A second process on the same database, as while one version takes over from another; returns its end. */
  async startAnother(): Promise<() => Promise<void>> {
    const another = await this.#compose();
    await another.start();
    return () => another.stop();
  }

  /** What an operator does at the command line: over the socket of the server that runs, or on its PostgreSQL. */
  async operate(command: 'lock' | 'pause' | 'resume' | 'disconnect' | 'status'): Promise<Report> {
    const opened = await custodyCommands.open(this.#config());
    const report = await opened.commands[command]?.();
    await opened.close();
    if (!report) throw new Error(`no command ${command}`);
    return report;
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

  #compose() {
    const config = this.#config();
    const log = openLog(config.logLevel, { write: (line) => this.said.push(line) });
    return compose(config, log, { ...shortPauses, ...this.#options.pauses });
  }

  #config() {
    const { serviceApp } = this.webex.credentials;
    return readConfig({
      DATABASE_URL: this.#databaseUrl,
      ...(this.#databaseUrl.startsWith('postgres') && { VAULT_KEYS: vaultKeys }),
      WXCC_ORG_ID: this.webex.organization.id,
      WXCC_API_URL: this.webex.url,
      WEBEX_API_URL: this.webex.url,
      WEBEX_IDENTITY_URL: this.webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      LOG_LEVEL: 'trace',
      ...this.#options.environment,
    });
  }

  /** Ends the process cleanly; the database stays. */
  async stopProcess(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  /** Ends everything. Every request that the backend sent must have been one that the published OpenAPI knows. */
  async close(): Promise<void> {
    await this.stopProcess();
    await this.webex.close();
    rmSync(this.folder, { recursive: true });
    if (officialOpenapi !== null) expect(checkRequests(this.webex.requests)).toEqual([]);
  }

  async call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const typed = body === undefined ? headers : { 'content-type': 'application/json', ...headers };
    const response = await fetch(this.url + path, { method, headers: typed, ...sent });
    const text = await response.text();
    this.said.push(JSON.stringify([...response.headers]), path.startsWith('/api/session') ? withoutToken(text) : text);
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
  }

  async signIn(ciUserId: string): Promise<Supervisor> {
    const desktopToken = this.webex.issueDesktopToken(ciUserId);
    const { status, body } = await this.call('POST', '/api/session', { authorization: `Bearer ${desktopToken}` });
    if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
    return new Supervisor(this, body as SessionGranted);
  }

  /** Where `needle` can be read: in the log, in an answer, or in a file of the database. */
  placesOf(needle: string): string[] {
    const spoken = this.said.filter((text) => text.includes(needle)).map((text) => text.slice(0, 200));
    const written = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((file) => readFileSync(file).includes(needle));
    return [...spoken, ...written];
  }
}

const withoutToken = (text: string) =>
  JSON.stringify({ ...(JSON.parse(text === '' ? '{}' : text) as object), token: undefined });

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
    const { body } = await this.call('GET', `/api/skill-profiles/${id}`);
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

  async ended(change: Change): Promise<Change> {
    let now = change;
    while (!now.items.every(({ outcome }) => isFinal(outcome))) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      now = (await this.call('GET', `/api/changes/${change.id}`)).body as Change;
    }
    return now;
  }
}
