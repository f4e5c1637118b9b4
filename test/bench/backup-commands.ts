import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createDatabase, type PostgresServer } from '../postgres/postgres-server.ts';
import type { OperationsSite } from './operations-site.ts';

interface Backup {
  how: string;
  take(): Promise<void>;
  /** While no server runs. */
  restore(): Promise<void>;
  /** In bytes; NaN where it is no file. */
  size(): number;
}

/** The commands of docs/operations/backup.md for the database of a site. */
export function backupOf(site: OperationsSite, postgres: PostgresServer): Backup {
  if (!site.isOnPostgres) return ofSqlite(site);
  return postgres.programs === undefined ? byTemplate(site, postgres) : byDump(site, postgres.url, postgres.programs);
}

function ofSqlite({ folder, environment }: OperationsSite): Backup {
  const database = (environment['DATABASE_URL'] ?? '').slice('file:'.length);
  const file = join(folder, 'skilldesk.backup');
  const script = `new (require('node:sqlite').DatabaseSync)('${database}').exec("vacuum into '${file}'")`;
  return {
    how: 'VACUUM INTO',
    take: () => run(process.execPath, '-e', script),
    restore() {
      for (const rest of ['', '-wal', '-shm']) rmSync(`${database}${rest}`, { force: true });
      renameSync(file, database);
      return Promise.resolve();
    },
    size: () => statSync(file).size,
  };
}

function byDump({ folder, environment }: OperationsSite, serverUrl: string, programs: string): Backup {
  const file = join(folder, 'skilldesk.dump');
  return {
    how: 'pg_dump, pg_restore',
    take: () => run(join(programs, 'pg_dump'), '--format=custom', `--file=${file}`, environment['DATABASE_URL'] ?? ''),
    async restore() {
      environment['DATABASE_URL'] = await createDatabase(serverUrl);
      await run(join(programs, 'pg_restore'), `--dbname=${environment['DATABASE_URL']}`, file);
    },
    size: () => statSync(file).size,
  };
}

/** Where there is no pg_dump. PostgreSQL copies a database that nobody uses only, so the servers rest meanwhile. */
function byTemplate(site: OperationsSite, { url, what }: PostgresServer): Backup {
  const original = new URL(site.environment['DATABASE_URL'] ?? '');
  const copy = new URL(original);
  copy.pathname = `${original.pathname}_copy`;
  return {
    how: `CREATE DATABASE … TEMPLATE, as ${what} has no pg_dump; not under writes`,
    async take() {
      await site.stop();
      const client = new Client(url);
      await client.connect();
      await client.query(`create database ${copy.pathname.slice(1)} template ${original.pathname.slice(1)}`);
      await client.end();
      await site.start();
    },
    restore() {
      site.environment['DATABASE_URL'] = copy.href;
      return Promise.resolve();
    },
    size: () => NaN,
  };
}

async function run(program: string, ...args: string[]): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}
