import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase, startPostgres } from '../postgres/postgres-server.ts';
import { WritingReplicas } from '../replicas/writing-replicas.ts';

const promised = 5_000;

/** Prints how soon an administrator's command holds on three server processes that write all the time. */
const postgres = await startPostgres({ safe: true });
process.stdout.write(`\nPostgreSQL, ${postgres.what}; three server processes\n`);
const replicas = await WritingReplicas.start(await createDatabase(postgres.url));
const rows: string[][] = [];
const broken: string[] = [];

try {
  await replicas.untilWritten(100);
  await measureStop('pause', 'the last write', () => replicas.writes());
  await measureStart('resume');
  await measureStop('lock', 'the last use of a token', () => replicas.uses());
  await measureStart('service-app');
  await measureStop('disconnect', 'the last use of a token', () => replicas.uses());
} finally {
  await replicas.close();
  await postgres.close();
}

const head = ['command', 'writes in the 5 s before', 'from its return to', 'ms', `later than ${promised} ms`];
const widths = head.map((name, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? name).length)));
for (const row of [head, ...rows]) {
  process.stdout.write(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`);
}
process.exit(broken.length === 0 ? 0 : 1);

async function measureStop(command: string, what: string, times: () => number[]): Promise<void> {
  const { at } = await replicas.skilldesk(command);
  const before = replicas.writes().filter((time) => time > at - 5_000 && time <= at).length;
  await pause(promised + 5_000);
  const late = times().filter((time) => time > at + promised).length;
  if (late > 0 || before === 0) broken.push(command);
  rows.push([command, String(before), what, String(Math.max(...times()) - at), String(late)]);
}

async function measureStart(command: string): Promise<void> {
  const { at } = await replicas.skilldesk(command);
  await replicas.untilWritten(1);
  const first = Math.min(...replicas.writes().filter((time) => time > at - 2_000));
  rows.push([command, '–', 'the first write', String(first - at), '–']);
  await replicas.untilWritten(100);
}
