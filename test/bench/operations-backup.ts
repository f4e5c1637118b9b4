import { setTimeout as pause } from 'node:timers/promises';
import { headText } from '../../server/audit/chain.ts';
import type { PostgresServer } from '../postgres/postgres-server.ts';
import { ReplicaLoad } from '../replicas/replica-load.ts';
import { people } from '../simulator/standard-organization.ts';
import { backupOf } from './backup-commands.ts';
import { isWrite, type Books } from './crash-books.ts';
import { CrashClient } from './crash-client.ts';
import { Desk } from './crash-desk.ts';
import { desks } from './crash-organization.ts';
import type { OperationsSite } from './operations-site.ts';
import { printTable } from './print-table.ts';

const longestLease = 12_000;
/** In which a copy that does not know that it is one would renew and write. */
const watchedFor = 5_000;
/** What it writes nobody has written since the backup, so that nothing but the copy itself may be in its way. */
const unusedDesk = desks - 1;

/** Backs up while people work, loses everything, and restores it as docs/operations/backup.md says; prints it, and answers what missed its goal. */
export async function drill(
  site: OperationsSite,
  books: Books,
  postgres: PostgresServer,
  database: string,
  changes: number,
): Promise<string[]> {
  const began = Date.now();
  const backup = backupOf(site, postgres);
  const load = new ReplicaLoad(site, books, 'backup', longestLease);
  await load.more(changes);
  const acknowledged = load.acknowledgedKeys();
  const backedUp = await timed(() => backup.take());
  const size = backup.size();
  await load.more(changes);
  await load.stop();
  site.webex.faults.length = 0;
  const later = [...load.acknowledgedKeys()].filter((key) => !acknowledged.has(key)).length;
  const head = site.newestHead;
  await site.stop();
  const restored = await timed(() => backup.restore());
  site.webex.requests.length = 0;
  const ready = await timed(() => site.start());

  const reader = new CrashClient(site, people.admin.ciUserId, { acknowledged: [], moves: [] });
  const present = new Set((await reader.changes(began)).map(({ reason }) => reason));
  const lost = [...acknowledged].filter((key) => !present.has(key)).length;
  const copy = await lookAtCopy(site, reader, head && headText(head));
  const cells = [backedUp, size / 1000, acknowledged.size, lost, later, restored, ready];
  printTable(
    `${database}: backed up by ${backup.how}, lost, and restored`,
    ['backup, ms', 'kB', 'Changes before it', 'of them lost', 'after it, gone', 'restore, ms', 'ready, ms'],
    [cells.map((cell) => (Number.isNaN(cell) ? '–' : cell.toFixed(0)))],
  );
  printTable(
    `${database}: the copy before “skilldesk resume”, and after it`,
    ['renewals', 'writes', 'skilldesk refresh', 'renewals after', 'what was saved', 'after ms'],
    [copy.row],
  );
  return [
    ...(lost === 0 ? [] : [`${lost} Changes acknowledged before the backup are not in the copy`]),
    ...copy.missed,
    ...load.gaveUp,
  ].map((what) => `${database}, backup: ${what}`);
}

/** What the copy does before and after it is resumed. Nobody else asks Webex for anything. */
async function lookAtCopy(site: OperationsSite, reader: CrashClient, head: string | undefined) {
  const renewals = () => site.webex.requests.filter(({ path }) => path === '/v1/access_token').length;
  const writes = () => site.webex.requests.filter(isWrite).length;
  const { output: status } = await site.skilldesk('status');
  const { output: verified } = await site.skilldesk(`audit verify --head ${head ?? ''}`);
  const desk = new Desk(site, unusedDesk, { acknowledged: [], moves: [] });
  const change = await desk.edit('at-the-copy', desk.favourite);
  site.webex.revokeAdminTokens();
  const refresh = await site.skilldesk('refresh');
  await pause(watchedFor);
  const before = { renewals: renewals(), writes: writes() };
  const { code } = await site.skilldesk('resume');
  let outcome: string | undefined;
  const resumed = await timed(async () => {
    outcome = change && (await reader.ended(change))?.items[0]?.outcome;
  });
  const after = renewals() - before.renewals;
  const goals: [isMet: boolean, what: string][] = [
    [status.includes('paused by Skilldesk'), `the copy does not know that it is one: ${status}`],
    [verified.includes('were cut off'), `audit verify does not see what was lost: ${verified}`],
    [before.renewals === 0 && before.writes === 0, `it renewed ${before.renewals} times, and wrote ${before.writes}`],
    [refresh.code !== 0, `“skilldesk refresh” was obeyed: ${refresh.output}`],
    [code === 0 && outcome === 'verified', `after “resume” its Change was ${outcome ?? 'nowhere'}`],
    [after > 0, 'after “resume” it did not renew'],
  ];
  return {
    row: [
      ...[before.renewals, before.writes].map(String),
      refresh.code === 0 ? 'obeyed' : 'refused',
      String(after),
      outcome ?? 'not saved',
      resumed.toFixed(0),
    ],
    missed: goals.filter(([isMet]) => !isMet).map(([, what]) => what),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
