import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FirstVersion } from '../operations/first-version.ts';
import type { Worked } from './first-version-process.ts';
import type { OperationsSite } from './operations-site.ts';
import { printTable } from './print-table.ts';

/** Of each kind, what tells the rows of the first version from others. */
const kinds = {
  sessions: 'id',
  revisions: 'skill_profile_id',
  changes: 'id',
  change_items: 'change_id',
  idempotency_keys: 'person_id',
  claims: 'target',
};
const late = "like 'first-late-%'";
const goesOnFor = 3_000;

/** Starts the newest version on the data of the first while that one goes on saving; prints it, and answers what missed its goal. */
export async function upgrade(site: OperationsSite, database: string, copies: number): Promise<string[]> {
  const first = new FirstVersion(site.environment['DATABASE_URL'] ?? '');
  await first.make();
  await first.fill(copies);
  const count = async (kind: string, where: string) =>
    Number((await first.ask(`select count(*) as n from ${kind} where ${where}`))[0]?.['n']);
  const countAll = () =>
    Promise.all(
      Object.entries(kinds).map(([kind, key]) => count(kind, `${key} like 'first-%' and not ${key} ${late}`)),
    );
  const before = await countAll();

  const script = fileURLToPath(new URL('first-version-process.ts', import.meta.url));
  const old = fork(script, [site.environment['DATABASE_URL'] ?? '']);
  const said = once(old, 'message') as Promise<[Worked]>;
  const isOver = once(old, 'exit');
  await pause(goesOnFor);
  const from = Date.now();
  await site.start();
  const readyAt = Date.now();
  await pause(goesOnFor);
  old.send('stop');
  const [{ saves, failures }] = await said;
  await isOver;
  const after = await countAll();
  const kept = await count('changes', `id ${late}`);
  const migrated = await first.ask("select timestamp from kysely_migration where name > '0002' order by name");
  const stamps = migrated.map(({ timestamp }) => Date.parse(String(timestamp)));
  const meanwhile = saves.filter(({ at }) => at >= from && at <= readyAt + goesOnFor);
  const slowest = (some: typeof saves) => Math.max(0, ...some.map(({ took }) => took)).toFixed(0);
  const quiet = saves.filter(({ at, took }) => at + took < from);

  printTable(
    `${database}: an upgrade from migration 0001 while the first version goes on saving`,
    ['rows', 'before', 'after', 'lost'],
    [
      ...Object.keys(kinds).map((kind, at) => [kind, before[at], after[at], (before[at] ?? 0) - (after[at] ?? 0)]),
      ['changes saved beside it', saves.length, kept, saves.length - kept],
    ].map((row) => row.map(String)),
  );
  printTable(
    `${database}: the same, how long`,
    [
      'migrations',
      'their ms',
      'server ready, ms',
      'statements beside it',
      'failed',
      'slowest save, ms',
      'before it, ms',
    ],
    [
      [
        String(stamps.length),
        String(Math.max(...stamps) - Math.min(...stamps)),
        String(readyAt - from),
        String(meanwhile.length * FirstVersion.statementsOfSave),
        String(failures.length),
        slowest(meanwhile),
        slowest(quiet),
      ],
    ],
  );
  return [
    ...Object.keys(kinds).flatMap((kind, at) => (before[at] === after[at] ? [] : [`${kind}: rows are missing`])),
    ...(saves.length === kept ? [] : ['Changes that the first version had saved are missing']),
    ...(meanwhile.length === 0 ? ['nothing was saved meanwhile'] : []),
    ...[...new Set(failures)].map((why) => `a statement of the first version failed: ${why}`),
  ].map((what) => `${database}, upgrade: ${what}`);
}
