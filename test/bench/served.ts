import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import { startBackend } from '../demo/backend-process.ts';
import { freePort } from '../demo/free-port.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { people } from '../simulator/standard-organization.ts';
import { Operator } from './operator.ts';
import { WebexProcess, type WebexScene } from './webex-process.ts';

interface Options {
  size: WebexScene['size'];
  /** Of a PostgreSQL server; SQLite when left out. */
  postgres: string | undefined;
  /** How many there are beside the standard people; none when left out. */
  supervisors?: number;
  /** Of the server, beside what it needs. */
  environment?: Record<string, string>;
}

export const benchVaultKey = { id: 'bench', key: Buffer.alloc(32, 7).toString('base64') };

/** The real server in a process of its own, a simulated Webex in another, and an administrator who has signed in. */
export class Served {
  readonly webex: WebexProcess;
  readonly url: string;
  readonly #folder: string;
  readonly databaseUrl: string;
  readonly #options: Parameters<typeof startBackend>[0];
  #backend: ReturnType<typeof startBackend>;
  #token = '';

  private constructor(webex: WebexProcess, folder: string, port: number, environment: Record<string, string>) {
    this.webex = webex;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.databaseUrl = environment['DATABASE_URL'] ?? '';
    this.#options = { port, watch: false, environment };
    this.#backend = startBackend(this.#options);
  }

  static async start({ size, postgres, supervisors = 0, environment }: Options): Promise<Served> {
    const webex = await WebexProcess.start({ size, supervisors });
    const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
    const port = await freePort();
    const { url, organizationId, credentials } = webex.started;
    const { serviceApp } = credentials;
    const databaseUrl =
      postgres === undefined ? `file:${join(folder, 'skilldesk.db')}` : await createDatabase(postgres);
    const served = new Served(webex, folder, port, {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      VAULT_KEYS: `${benchVaultKey.id}:${benchVaultKey.key}`,
      WXCC_ORG_ID: organizationId,
      WXCC_API_URL: url,
      WEBEX_API_URL: url,
      WEBEX_IDENTITY_URL: url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      WEBEX_REQUESTS_PER_MINUTE: '1000000',
      EDIT_POLICY: 'open',
      ...environment,
    });
    await served.#backend.ready();
    await served.signIn();
    return served;
  }

  /** Something is done to its database while nobody else has it open. */
  async whileStopped(work: () => Promise<void>): Promise<void> {
    await this.#backend.stop();
    await work();
    this.#backend = startBackend(this.#options);
    await this.#backend.ready();
    await this.signIn();
  }

  /** So that a load meets no limit that is meant for one person. */
  liftLimits(): Promise<void> {
    return this.whileStopped(() => new Operator(this.#options.environment, this.#folder).liftLimits());
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  async signIn(): Promise<void> {
    const bearer = await this.webex.signIn(people.admin.ciUserId);
    const response = await fetch(`${this.url}/api/session`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}` },
    });
    if (response.status !== 201) throw new Error(`no session: ${response.status} ${await response.text()}`);
    this.#token = ((await response.json()) as SessionGranted).token;
  }

  /** Once everything has been read. */
  async list(): Promise<{ list: SkillProfileList; text: string; tag: string }> {
    for (;;) {
      const response = await fetch(`${this.url}/api/skill-profiles`, { headers: this.headers });
      const text = await response.text();
      const list = JSON.parse(text) as SkillProfileList;
      if (response.ok && list.complete) return { list, text, tag: response.headers.get('etag') ?? '' };
      await pause(500);
    }
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  /** In MB, resident. */
  memory(): number {
    const [, kB = 'NaN'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#backend.pid}/status`, 'utf8')) ?? [];
    return Number(kB) / 1024;
  }

  /**
   * Of `/metrics`: the sum of all with a name, or of those whose labels match. What is told of the event loop is since the last reading, and a loop
   * that waits for nothing measures 10 ms.
   */
  async metrics(): Promise<(name: string, labels?: RegExp) => number> {
    const response = await fetch(`${this.url}/metrics`);
    const text = await response.text();
    if (!response.ok) throw new Error(`no metrics: ${response.status} ${text}`);
    const samples = [...text.matchAll(/^(\w+)(\{.*\})? (\S+)$/gm)].map(([, name, labels = '', value]) => ({
      name,
      labels,
      value,
    }));
    return (wanted, like = /^/) =>
      samples.reduce(
        (sum, { name, labels, value }) => sum + (name === wanted && like.test(labels) ? Number(value) : 0),
        0,
      );
  }

  /** Bare Express that sends the same bytes, until this ends. */
  async bare(text: string, tag: string): Promise<string> {
    const file = join(this.#folder, 'body.json');
    writeFileSync(file, text);
    const script = fileURLToPath(new URL('bare-express.ts', import.meta.url));
    const child = spawn(process.execPath, [script, file, tag], { stdio: ['ignore', 'pipe', 'inherit'] });
    void this.#backend.ended.then(() => child.kill());
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    return line.trim();
  }

  async close(): Promise<void> {
    await this.#backend.stop();
    await this.webex.close();
    rmSync(this.#folder, { recursive: true });
  }
}
