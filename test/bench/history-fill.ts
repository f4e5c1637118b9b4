import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import { consoleSessionRow } from '../../server/adapters/database/console-session-store.ts';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { settleOver } from '../../server/adapters/database/over-changes.ts';
import { Keyring } from '../../server/adapters/vault/keyring.ts';
import { systemClock } from '../../server/clock.ts';
import { keyHash, longestConsoleSession, newKey, newSession } from '../../server/console/console-session.ts';
import { Secret } from '../../server/secret.ts';
import type { Organization } from '../simulator/organization.ts';
import { historyRows, type Portion } from './history-rows.ts';
import { benchVaultKey } from './served.ts';

export const keyring = new Keyring([{ id: benchVaultKey.id, key: new Secret(benchVaultKey.key) }]);
const silent = { warn: () => undefined, info: () => undefined };
/** The last is the one who hardly ever did anything. */
export const supervisors = Array.from({ length: 20 }, (_, at) => ({
  id: `bench-supervisor-${at}`,
  name: `Supervisor ${String(at).padStart(2, '0')}`,
  email: `supervisor-${at}@example.com`,
}));

/** What the pages are asked with. */
export interface Filled {
  /** Of somebody at the console. */
  cookie: string;
  middle: { createdAt: number; id: string; seq: number };
  seconds: number;
}

/** Fills an empty database with so many audit records and the Changes that they tell of: the chain holds, and what the server does to rows in time is done. */
export async function fillHistory(databaseUrl: string, organization: Organization, records: number): Promise<Filled> {
  const began = performance.now();
  const now = Date.now();
  const key = newKey();
  const first = await openDatabase(databaseUrl, silent);
  const trail = await DatabaseAuditTrail.open(
    { database: first, clock: systemClock, log: silent },
    keyring,
    organization.id,
  );
  for (const actor of supervisors) await trail.append({ action: 'console-signed-out', actor, body: {} });
  const known = await trail.people();
  const who = {
    role: 'admin',
    reason: undefined,
    settings: undefined,
    browser: 'a bench',
    person: supervisors[0],
  } as const;
  const session = newSession(who, { now, lasts: longestConsoleSession, recentUntil: now });
  await first
    .insertInto('console_sessions')
    .values(consoleSessionRow(keyring, organization.id, keyHash(key), session))
    .execute();
  const head = await trail.head();
  await first.destroy();

  const people = supervisors.map((person) => ({
    ...person,
    pseudonym: known.find((one) => one.known?.id === person.id)?.pseudonym ?? '',
  }));
  const keyId = trail.newestKey;
  const macOf = (text: string) => trail.macOf(keyId, text) ?? '';
  const bulk = databaseUrl.startsWith('file:') ? bulkOfSqlite(databaseUrl) : await bulkOfPostgres(databaseUrl);
  let middle: Filled['middle'] | undefined;
  let last: Portion['audit_records'][number] | undefined;
  for (const portion of historyRows({ organization, people, head, keyId, macOf, records, now })) {
    for (const [table, rows] of Object.entries(portion)) await bulk.insert(table, rows);
    last = portion.audit_records.at(-1);
    const change = portion.changes.at(-1);
    if (!change || !last || (middle && last.seq > records / 2)) continue;
    middle = { createdAt: change.created_at, id: change.id, seq: last.seq };
  }
  if (!middle || !last) throw new Error('there is no history without records');
  await bulk.end(`update audit_heads set seq = ${last.seq}, mac = '${last.mac}'`);

  const second = await openDatabase(databaseUrl, silent);
  await settleOver(second, organization.id, now);
  await second.destroy();
  if (!databaseUrl.startsWith('file:')) await (await bulkOfPostgres(databaseUrl)).end('commit', 'vacuum analyze');
  return { cookie: `__Host-sid=${key.reveal()}`, middle, seconds: (performance.now() - began) / 1000 };
}

interface Bulk {
  insert(table: string, rows: readonly object[]): Promise<void> | void;
  end(...statements: string[]): Promise<void> | void;
}

function bulkOfSqlite(url: string): Bulk {
  const database = new DatabaseSync(url.slice('file:'.length));
  database.exec('pragma synchronous = off; begin');
  return {
    insert(table, rows) {
      const columns = Object.keys(rows[0] ?? {});
      if (columns.length === 0) return;
      const places = columns.map(() => '?').join(', ');
      const insert = database.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`);
      for (const row of rows) insert.run(...(Object.values(row) as (string | number | null)[]));
    },
    end(...statements) {
      for (const statement of [...statements, 'commit']) database.exec(statement);
      database.close();
    },
  };
}

async function bulkOfPostgres(url: string): Promise<Bulk> {
  const client = new Client(url);
  await client.connect();
  await client.query('begin');
  return {
    async insert(table, rows) {
      await client.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(rows),
      ]);
    },
    async end(...statements) {
      for (const statement of [...statements, 'commit']) await client.query(statement);
      await client.end();
    },
  };
}
