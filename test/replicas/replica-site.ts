import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { ExportedRecord } from '../../server/audit/export-records.ts';
import type { AuditHead } from '../../server/audit/ports.ts';
import { benchOrganization } from '../bench/crash-organization.ts';
import { observeWrites, type AppliedWrite } from '../bench/crash-writes.ts';
import { Operator } from '../bench/operator.ts';
import type { Scene } from '../bench/scene.ts';
import { createDatabase, type PostgresServer } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { FaultProxy } from './fault-proxy.ts';
import { ServerReplica } from './server-replica.ts';
import { SmallDisk } from './small-disk.ts';

/** `tablespace`: PostgreSQL too, with the database on a disk of its own; `sqlite`: one server, and a disk of its own. */
export type Place = 'postgres' | 'tablespace' | 'sqlite';

const replicas = 3;
const diskSize = 64;
const ample = 1_000_000;
const betweenLooks = 250;

const portOf = (url: string) => Number(new URL(url).port);

function throughPort(url: string, { port }: FaultProxy): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href.replace(/\/$/, '');
}

/**
 * Three server processes, each on a machine of its own, on one PostgreSQL and one simulated Webex; between any two of them, and before the
 * three, a proxy that can do what networks do. Before the three it is a load balancer too: it asks /readyz, as those do.
 */
export class ReplicaSite implements Scene {
  readonly webex: WebexSimulator;
  readonly patience = 60_000;
  readonly postgres: PostgresServer;
  readonly replicas: readonly ServerReplica[];
  readonly front: FaultProxy;
  readonly toDatabase: FaultProxy;
  readonly toWebex: FaultProxy;
  readonly operator: Operator;
  readonly disk: SmallDisk | undefined;
  /** How many answers of which status clients got. */
  readonly statuses = new Map<number, number>();
  readonly #folder: string;
  readonly #writes: AppliedWrite[] = [];
  readonly #balancing: Promise<void>;
  readonly #closings: (() => Promise<void>)[] = [];
  #isOver = false;

  private constructor(parts: {
    webex: WebexSimulator;
    postgres: PostgresServer;
    replicas: ServerReplica[];
    proxies: [FaultProxy, FaultProxy, FaultProxy];
    operator: Operator;
    folder: string;
    disk: SmallDisk | undefined;
  }) {
    this.webex = parts.webex;
    this.postgres = parts.postgres;
    this.replicas = parts.replicas;
    [this.front, this.toDatabase, this.toWebex] = parts.proxies;
    this.operator = parts.operator;
    this.#folder = parts.folder;
    this.disk = parts.disk;
    observeWrites(this.webex.organization, (write) => this.#writes.push(write));
    this.#balancing = this.#balance();
  }

  /** @throws Error where a disk of its own is needed, and this process may mount none */
  static async open(postgres: PostgresServer, place: Place = 'postgres'): Promise<ReplicaSite> {
    const disk = place === 'postgres' ? undefined : SmallDisk.mount(diskSize);
    if (!disk && place !== 'postgres') throw new Error('no disk can be mounted here');
    const folder = mkdtempSync(join(tmpdir(), 'skilldesk-replicas-'));
    const webex = await startWebexSimulator({ organization: benchOrganization(), requestsPerMinute: ample });
    const onPostgres = place === 'sqlite' ? undefined : await createDatabase(postgres.url);
    const moveAway = onPostgres !== undefined && disk && (await moveTo(disk, postgres.url, onPostgres));
    const toDatabase = await FaultProxy.start(portOf(postgres.url));
    const toWebex = await FaultProxy.start(portOf(webex.url));
    const { serviceApp } = webex.credentials;
    const url = throughPort(webex.url, toWebex);
    const environment = {
      DATABASE_URL:
        onPostgres === undefined ? `file:${disk?.folder ?? ''}/skilldesk.db` : throughPort(onPostgres, toDatabase),
      VAULT_KEYS: `replicas:${Buffer.alloc(32, 1).toString('base64')}`,
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: url,
      WEBEX_API_URL: url,
      WEBEX_IDENTITY_URL: url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      WEBEX_REQUESTS_PER_MINUTE: String(ample),
      PUBLIC_URL: 'http://localhost:8080',
      EDIT_POLICY: 'open',
    };
    const servers = await Promise.all(
      Array.from({ length: place === 'sqlite' ? 1 : replicas }, (_, at) =>
        ServerReplica.create(join(folder, `machine-${at}`), environment),
      ),
    );
    const front = await FaultProxy.start(...servers.map(({ port }) => port));
    const site = new ReplicaSite({
      ...{ webex, postgres, folder, disk, replicas: servers },
      proxies: [front, toDatabase, toWebex],
      operator: new Operator(environment, join(folder, 'operator')),
    });
    if (moveAway) site.closing(moveAway);
    try {
      // All at once on an empty database: one of them makes the tables.
      await Promise.all(servers.map((server) => server.start()));
      await site.operator.liftLimits();
      return site;
    } catch (error) {
      await site.close();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.front.port}`;
  }

  heard({ status }: { status: number }): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
  }

  takeWrites(): AppliedWrite[] {
    return this.#writes.splice(0);
  }

  /** Of the audit chain, as any of them had committed it. */
  newestHead(): AuditHead | undefined {
    const heads = this.replicas.flatMap(({ output }) => output.head ?? []);
    return heads.sort((one, other) => other.seq - one.seq)[0];
  }

  verifyChain(): Promise<string[]> {
    return this.operator.verifyChain(this.newestHead());
  }

  recordsAfter(seq: number): Promise<ExportedRecord[]> {
    return this.operator.recordsAfter(seq);
  }

  /** What else is to end with it. */
  closing(close: () => Promise<void>): void {
    this.#closings.push(close);
  }

  async close(): Promise<void> {
    this.#isOver = true;
    for (const server of this.replicas) server.thaw();
    await Promise.all(this.replicas.map((server) => server.kill()));
    await this.#balancing;
    for (const proxy of [this.front, this.toDatabase, this.toWebex]) await proxy.close();
    await this.webex.close();
    for (const close of this.#closings) await close();
    this.disk?.unmount();
    rmSync(this.#folder, { recursive: true });
  }

  /** Who is ready is asked, and when nobody is, everybody: his answer says more than none. Who is silent loses his connections. */
  async #balance(): Promise<void> {
    while (!this.#isOver) {
      const seen = await Promise.all(
        this.replicas.map(async (server) => ({ port: server.port, is: await server.standing() })),
      );
      const ready = seen.filter(({ is }) => is === 'ready');
      this.front.targets = (ready.length > 0 ? ready : seen).map(({ port }) => port);
      for (const { port, is } of seen) if (is === 'silent') this.front.cut(port);
      await pause(betweenLooks);
    }
  }
}

/** A database that nobody uses yet; answers how to take it away, which PostgreSQL has to know before the disk is gone. */
async function moveTo({ folder }: SmallDisk, serverUrl: string, databaseUrl: string): Promise<() => Promise<void>> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const location = join(folder, 'tablespace');
  mkdirSync(location);
  spawnSync('chown', ['postgres', location]);
  const client = new Client(serverUrl);
  await client.connect();
  await client.query(`create tablespace small location '${location}'`);
  await client.query(`alter database ${name} set tablespace small`);
  return async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.query('drop tablespace small');
    await client.end();
  };
}
