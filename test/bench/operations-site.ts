import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { AuditHead } from '../../server/audit/ports.ts';
import { createDatabase } from '../postgres/postgres-server.ts';
import { FaultProxy } from '../replicas/fault-proxy.ts';
import { ServerReplica } from '../replicas/server-replica.ts';
import { skilldeskCommand, type Ended } from '../replicas/skilldesk-command.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { benchOrganization } from './crash-organization.ts';
import { observeWrites, type AppliedWrite } from './crash-writes.ts';
import { Operator } from './operator.ts';
import type { Heard, Scene } from './scene.ts';

const ample = '1000000';
export const vaultKey = (id: string, byte: number): string => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;

/** An installation as an operator has it: one server on SQLite, two behind a balancer on PostgreSQL, none of them started yet. */
export class OperationsSite implements Scene {
  readonly webex: WebexSimulator;
  readonly patience = 60_000;
  readonly servers: readonly ServerReplica[];
  /** What every server is given at its next start, and every command. */
  readonly environment: Record<string, string>;
  /** Where the SQLite file is. */
  readonly folder: string;
  readonly #front: FaultProxy;
  readonly #writes: AppliedWrite[] = [];
  #heard: Heard[] = [];

  private constructor(
    webex: WebexSimulator,
    servers: readonly ServerReplica[],
    front: FaultProxy,
    environment: Record<string, string>,
    folder: string,
  ) {
    this.webex = webex;
    this.servers = servers;
    this.environment = environment;
    this.folder = folder;
    this.#front = front;
    observeWrites(webex.organization, (write) => this.#writes.push(write));
  }

  /** `postgres`: a server to make a database on; SQLite when left out. */
  static async open(postgres: string | undefined): Promise<OperationsSite> {
    const folder = mkdtempSync(join(tmpdir(), 'skilldesk-operations-'));
    const webex = await startWebexSimulator({ organization: benchOrganization(), requestsPerMinute: Number(ample) });
    const { serviceApp } = webex.credentials;
    const environment: Record<string, string> = {
      DATABASE_URL: postgres === undefined ? `file:${join(folder, 'skilldesk.db')}` : await createDatabase(postgres),
      VAULT_KEYS: vaultKey('k1', 1),
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      WEBEX_REQUESTS_PER_MINUTE: ample,
      PUBLIC_URL: 'http://localhost:8080',
      EDIT_POLICY: 'open',
    };
    const servers = await Promise.all(
      Array.from({ length: postgres === undefined ? 1 : 2 }, (_, at) =>
        ServerReplica.create(join(folder, `machine-${at}`), environment),
      ),
    );
    const front = await FaultProxy.start(...servers.map(({ port }) => port));
    return new OperationsSite(webex, servers, front, environment, folder);
  }

  get isOnPostgres(): boolean {
    return this.servers.length > 1;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#front.port}`;
  }

  async start(servers = this.servers): Promise<void> {
    await Promise.all(servers.map((server) => server.start({ more: this.environment })));
  }

  async stop(servers = this.servers): Promise<void> {
    await Promise.all(servers.map((server) => server.stop()));
  }

  /** One after the other, each with the environment of now; the balancer sends nobody new to the one that is away. */
  async restartInTurn(): Promise<void> {
    const all = this.servers.map(({ port }) => port);
    for (const server of this.servers) {
      if (this.servers.length > 1) this.#front.targets = all.filter((port) => port !== server.port);
      await this.stop([server]);
      await this.start([server]);
    }
    this.#front.targets = all;
  }

  /** `npx skilldesk …`, as the operator types it. */
  skilldesk(command: string): Promise<Ended> {
    return skilldeskCommand(command, this.environment, join(this.folder, 'machine-0'));
  }

  /** So that a load meets no limit that is meant for one person. */
  liftLimits(): Promise<void> {
    return this.#operator.liftLimits();
  }

  heard(heard: Heard): void {
    this.#heard.push(heard);
  }

  /** What was heard since this was last asked. */
  takeHeard(): Heard[] {
    return this.#heard.splice(0);
  }

  takeWrites(): AppliedWrite[] {
    return this.#writes.splice(0);
  }

  /** Of the audit chain, as any of them had committed it. */
  get newestHead(): AuditHead | undefined {
    const heads = this.servers.flatMap(({ output }) => output.head ?? []);
    return heads.sort((one, other) => other.seq - one.seq)[0];
  }

  verifyChain(): Promise<string[]> {
    return this.#operator.verifyChain(this.newestHead);
  }

  recordsAfter(seq: number): Promise<ExportedRecord[]> {
    return this.#operator.recordsAfter(seq);
  }

  async close(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    await this.#front.close();
    await this.webex.close();
    rmSync(this.folder, { recursive: true });
  }

  get #operator(): Operator {
    return new Operator(this.environment, join(this.folder, 'machine-0'));
  }
}
