import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { DatabaseClock } from '../../server/adapters/database/database-time.ts';
import { openCustody } from '../../server/compose-custody.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { createDatabase, startPostgres } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { printTable } from './print-table.ts';
import { showSpread } from './refresh-spread.ts';
import type { Result, Task } from './refresh-worker.ts';
import { environmentFor } from './token-scene.ts';

interface Scenario extends Task {
  what: string;
  latency: number;
  /** Of the access token, in milliseconds, when the calls begin. */
  left: number;
  replicas: number;
  /** Each call says that Webex refused the token. */
  refused: boolean;
}

const minute = 60_000;
const scenarios: Scenario[] = [
  { what: '8 × 250 calls at expiry', latency: 500, left: -1_000, replicas: 8, calls: 250, refused: false },
  {
    what: 'provider of 40 s, claim of 15 s',
    latency: 40_000,
    left: 4 * minute,
    replicas: 8,
    calls: 25,
    refused: false,
  },
  { what: '500 upstream 401s in one process', latency: 500, left: 60 * minute, replicas: 1, calls: 500, refused: true },
  {
    what: '500 upstream 401s over 8 processes',
    latency: 500,
    left: 60 * minute,
    replicas: 8,
    calls: 63,
    refused: true,
  },
];

// `npm run bench:refresh -- spread`: another question, that needs no PostgreSQL.
if (process.argv[2] === 'spread') process.exit((await showSpread()) ? 0 : 1);

/** Prints how often one token is refreshed by many, against a Webex that revokes everything when a refresh token is used twice. */
const postgres = await startPostgres({ safe: true }).catch(() => undefined);
const where = postgres ? `PostgreSQL, ${postgres.what}` : 'SQLite: there is no PostgreSQL, so one process';
process.stdout.write(`\n${where}\n`);
const rows: Record<string, string | number>[] = [];
for (const scenario of scenarios) {
  if (postgres || scenario.replicas === 1) rows.push(await run(scenario));
}
printTable(
  'refresh: one token, asked for by many',
  Object.keys(rows[0] ?? {}),
  rows.map((row) => Object.values(row).map(String)),
);
await postgres?.close();
const isAsPromised = rows.every((row) => row['refreshes'] === 1 && row['failed'] === 0 && row['family'] === 'alive');
process.exit(isAsPromised ? 0 : 1);

async function run(scenario: Scenario): Promise<Record<string, string | number>> {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
  const webex = await startWebexSimulator();
  webex.switches.refreshTokenRotation = 'rotates-and-revokes-family';
  const databaseUrl = postgres ? await createDatabase(postgres.url) : `file:${join(folder, 'skilldesk.db')}`;
  const environment = environmentFor(webex, databaseUrl);
  await connect(environment, scenario.left);
  const before = refreshesAt(webex);
  webex.faults.push({ path: '/v1/access_token', delayMs: scenario.latency, times: 1_000 });

  const replicas = await Promise.all(
    Array.from({ length: scenario.replicas }, () => startReplica(environment, scenario.refused)),
  );
  const results = await Promise.all(replicas.map(({ ask }) => ask({ calls: scenario.calls })));
  await Promise.all(replicas.map(({ ended }) => ended));

  const calls = scenario.replicas * scenario.calls;
  const succeeded = results.reduce((sum, result) => sum + result.succeeded, 0);
  const report = {
    scenario: scenario.what,
    calls,
    succeeded,
    failed: calls - succeeded,
    refreshes: refreshesAt(webex) - before,
    'slowest ms': Math.round(Math.max(...results.map(({ slowest }) => slowest))),
    family: (await isAlive(environment, webex)) ? 'alive' : 'REVOKED',
  };
  await webex.close();
  rmSync(folder, { recursive: true });
  return report;
}

function refreshesAt(webex: WebexSimulator): number {
  return webex.requests.filter(({ path }) => path === '/v1/access_token').length;
}

async function open(environment: Record<string, string>) {
  const log = openLog('silent');
  const config = readConfig(environment);
  const database = await openDatabase(config.databaseUrl, log);
  const clock = new DatabaseClock(database);
  await clock.set();
  return { database, ...(await openCustody(config, database, clock, log)) };
}

/** Brings the credential into use, and its token near its end. */
async function connect(environment: Record<string, string>, left: number): Promise<void> {
  const { access, database, clock } = await open(environment);
  await access.refreshWhenDue();
  await database
    .updateTable('token_sets')
    .set({ access_expires_at: clock.now() + left })
    .execute();
  await database.destroy();
}

async function isAlive(environment: Record<string, string>, webex: WebexSimulator): Promise<boolean> {
  webex.faults.length = 0;
  const { access, database } = await open(environment);
  const token = await access.token();
  const organization = environment['WXCC_ORG_ID'] ?? '';
  const response = await fetch(`${webex.url}/organization/${organization}/v2/skill?page=0&pageSize=1`, {
    headers: { authorization: `Bearer ${token.reveal()}` },
  });
  await database.destroy();
  return response.ok;
}

async function startReplica(environment: Record<string, string>, refused: boolean) {
  const child = fork(
    fileURLToPath(new URL('refresh-worker.ts', import.meta.url)),
    ['replica', refused ? 'refused' : ''],
    {
      env: { PATH: process.env['PATH'], ...environment },
    },
  );
  const ended = once(child, 'exit');
  await once(child, 'message');
  return {
    ended,
    ask: async (task: Task): Promise<Result> => {
      const answered = once(child, 'message');
      child.send(task);
      const [result] = (await answered) as [Result];
      return result;
    },
  };
}
