import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { AuditHead } from '../../server/audit/ports.ts';
import type { Pauses } from '../../server/changes/pauses.ts';
import { freePort } from '../demo/free-port.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import type { Death } from './crash-passages.ts';
import { benchOrganization } from './crash-organization.ts';
import { CrashServer } from './crash-server.ts';
import { observeWrites, type AppliedWrite } from './crash-writes.ts';
import { Operator } from './operator.ts';
import type { Scene } from './scene.ts';

/** How long after it came in Webex carries a late write out: well before an unknown outcome is settled, as with the usual 15 and 20 s. */
export const lateness = 2_000;

const pauses: Pauses = { readBack: [0, 100, 300], settle: 4_000, claim: 4_000, freshness: 5_000, rights: 60_000 };
const ample = 1_000_000;

/** A simulated Webex, a database, and a server on it that comes back whenever it is killed. */
export class CrashSite implements Scene {
  readonly url: string;
  /** While the server is killed every second, an answer to what takes longer has to wait until it is over. */
  readonly patience = 300_000;
  readonly webex: WebexSimulator;
  /** All that Webex carried out since they were last taken. */
  readonly #writes: AppliedWrite[] = [];
  readonly #environment: Record<string, string>;
  readonly #folder: string;
  readonly #operator: Operator;
  #server: CrashServer;
  #next: CrashServer;
  #nextDeath: Death | undefined;
  #isOver = false;
  #head: AuditHead | undefined;
  #told: (write: AppliedWrite) => void = () => undefined;
  kills = 0;
  killedAt = 0;
  /** What servers said that no kill explains. */
  readonly errors: string[] = [];

  private constructor(webex: WebexSimulator, folder: string, port: number, databaseUrl: string) {
    this.webex = webex;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    const { serviceApp } = webex.credentials;
    this.#environment = {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      ...(databaseUrl.startsWith('postgres') && { VAULT_KEYS: `bench:${Buffer.alloc(32, 1).toString('base64')}` }),
      WXCC_ORG_ID: webex.organization.id,
      SETUP_CODE_PRINT: '0',
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      WEBEX_REQUESTS_PER_MINUTE: String(ample),
      EDIT_POLICY: 'open',
    };
    this.#operator = new Operator(this.#environment, folder);
    observeWrites(webex.organization, (write) => {
      this.#writes.push(write);
      this.#told(write);
    });
    this.#server = this.#spawn();
    this.#next = this.#spawn();
  }

  static async open(postgresUrl: string | undefined): Promise<CrashSite> {
    const folder = mkdtempSync(join(tmpdir(), 'skilldesk-crash-'));
    const webex = await startWebexSimulator({ organization: benchOrganization(), requestsPerMinute: ample });
    const url = postgresUrl === undefined ? `file:${join(folder, 'skilldesk.db')}` : await createDatabase(postgresUrl);
    const site = new CrashSite(webex, folder, await freePort(), url);
    void site.#keepAlive();
    await site.ready();
    await site.#operator.liftLimits();
    return site;
  }

  async ready(): Promise<void> {
    for (;;) {
      if (
        await fetch(`${this.url}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        return;
      await pause(20);
    }
  }

  /** Where the server that runs now dies by itself, and where the one after it. */
  die(first: Death | undefined, second?: Death): void {
    this.#server.die(first);
    this.#nextDeath = second;
  }

  kill(): void {
    this.#server.kill();
  }

  /** Resolves with the next write that Webex carries out. */
  nextWrite(): Promise<AppliedWrite> {
    return new Promise((resolve) => (this.#told = resolve));
  }

  takeWrites(): AppliedWrite[] {
    return this.#writes.splice(0);
  }

  /** With the newest head that any process had committed, and the file that it is in. */
  async verifyChain(): Promise<string[]> {
    return [...this.#damage(), ...(await this.#operator.verifyChain(this.#head))];
  }

  /** PostgreSQL looks after its own files. */
  #damage(): string[] {
    const { DATABASE_URL: url = '' } = this.#environment;
    if (!url.startsWith('file:')) return [];
    const database = new DatabaseSync(url.slice('file:'.length), { readOnly: true });
    const rows = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
    database.close();
    return rows.flatMap(({ integrity_check: found }) => (found === 'ok' ? [] : [`SQLite's file: ${found}`]));
  }

  recordsAfter(seq: number): Promise<ExportedRecord[]> {
    return this.#operator.recordsAfter(seq);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    const servers = [this.#server, this.#next];
    for (const server of servers) server.kill();
    await Promise.all(servers.map(({ ended }) => ended));
    await this.webex.close();
    rmSync(this.#folder, { recursive: true });
  }

  #spawn(): CrashServer {
    return new CrashServer(this.#folder, this.#environment, pauses);
  }

  async #keepAlive(): Promise<void> {
    await this.#server.go();
    for (;;) {
      await this.#server.ended;
      const { errors, head, fell } = this.#server;
      this.errors.push(...errors, ...(fell ? ['the server ended by itself'] : []));
      if (head && head.seq > (this.#head?.seq ?? 0)) this.#head = head;
      if (this.#isOver) return;
      this.kills += 1;
      this.killedAt = performance.now();
      this.#server = this.#next;
      const death = this.#nextDeath;
      this.#nextDeath = undefined;
      await this.#server.go(death);
      this.#next = this.#spawn();
    }
  }
}
