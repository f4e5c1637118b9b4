import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change } from '../../shared/change.ts';
import { startPostgres } from '../postgres/postgres-server.ts';
import { printTable } from './print-table.ts';
import { Served } from './served.ts';
import { median } from './widget/figures.ts';

const size = { users: 500, teams: 40, skills: 20, skillProfiles: 200, queues: 50 };
const edits = 12;

interface Cost {
  statements: number;
  transactions: number;
  /** What changes something, is committed for itself or with its transaction, and waits for the disk. */
  writingCommits: number;
  /** How often which statement was asked, by its first words. */
  kinds: Map<string, number>;
}

/** Prints what one edit asks of the database, the readings of timers that fall into its time included: of `edits` edits the median. */
const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
const postgres = await startPostgres({ safe: true });
const costs = [
  { name: 'SQLite', of: await costsOn(undefined) },
  { name: 'PostgreSQL', of: await costsOn(postgres.url) },
];
await postgres.close();
rmSync(folder, { recursive: true });
printTable(
  'one edit of one value, from the request to its verified answer: median',
  ['', 'statements', 'transactions', 'commits that wait for the disk'],
  costs.map(({ name, of }) => [
    name,
    ...(['statements', 'transactions', 'writingCommits'] as const).map((what) =>
      median(of.map((cost) => cost[what])).toFixed(0),
    ),
  ]),
);
const kinds = new Set(costs.flatMap(({ of }) => of.flatMap((cost) => [...cost.kinds.keys()])));
printTable(
  'statements of one edit, median',
  ['', ...costs.map(({ name }) => name)],
  [...kinds]
    .sort()
    .map((kind) => [kind, ...costs.map(({ of }) => String(median(of.map((cost) => cost.kinds.get(kind) ?? 0))))])
    .filter(([, ...counts]) => counts.some((count) => count !== '0')),
);

async function costsOn(databaseServer: string | undefined): Promise<Cost[]> {
  const log = join(folder, 'statements');
  writeFileSync(log, '');
  const preload = new URL('statement-log.ts', import.meta.url).href;
  const environment = { NODE_OPTIONS: `--import ${preload}`, BENCH_STATEMENTS: log };
  const served = await Served.start({ size, postgres: databaseServer, environment });
  const { list } = await served.list();
  const numbers = new Set(list.skills.filter(({ skillType }) => skillType === 'PROFICIENCY').map(({ id }) => id));
  const costs: Cost[] = [];
  for (const { id: skillProfileId, revision, values = [] } of list.skillProfiles.slice(0, edits)) {
    const { skillId, value } = values.find((one) => numbers.has(one.skillId)) ?? {};
    const edit = { skillProfileId, revision, set: [{ skillId, value: (Number(value) + 1) % 11 }] };
    writeFileSync(log, '');
    await served.call<Change>('POST', '/api/changes', { edits: [edit], reason: 'a bench' });
    costs.push(costOf(readFileSync(log, 'utf8').trim().split('\n')));
  }
  await served.close();
  return costs;
}

function costOf(lines: readonly string[]): Cost {
  const open = new Map<string, boolean>();
  const cost: Cost = { statements: 0, transactions: 0, writingCommits: 0, kinds: new Map() };
  for (const line of lines) {
    const [connection = '', text = ''] = line.split('\t');
    const writes = /^(insert|update|delete)/i.test(text);
    cost.statements += 1;
    const kind = kindOf(text);
    cost.kinds.set(kind, (cost.kinds.get(kind) ?? 0) + 1);
    if (/^(begin|start transaction)/i.test(text)) {
      cost.transactions += 1;
      open.set(connection, false);
    } else if (/^commit/i.test(text)) {
      if (open.get(connection)) cost.writingCommits += 1;
      open.delete(connection);
    } else if (writes && open.has(connection)) open.set(connection, true);
    else if (writes && !text.includes('as "unawaited"')) cost.writingCommits += 1;
  }
  return cost;
}

/** What it does, and to which table. */
function kindOf(text: string): string {
  const [verb = ''] = text.toLowerCase().split(/[^a-z]/);
  const [, table = ''] = /(?:from|into|update) "?([a-z]+(?:_[a-z]+)*)"?(?![\w(])/i.exec(text) ?? [];
  return `${verb} ${table}`.trim();
}
