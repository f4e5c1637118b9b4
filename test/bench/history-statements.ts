import { CompiledQuery, type KyselyPlugin } from 'kysely';
import { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import { DatabaseChangeJournal } from '../../server/adapters/database/change-journal.ts';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import { ElsewhereChanges } from '../../server/adapters/database/elsewhere-changes.ts';
import { DatabaseFigures } from '../../server/adapters/database/figures.ts';
import { DatabaseSnapshot } from '../../server/adapters/database/snapshot-store.ts';
import { byIndex, together } from '../../server/adapters/database/together.ts';
import { systemClock } from '../../server/clock.ts';
import { keyring } from './history-fill.ts';

export interface Adapters {
  journal: DatabaseChangeJournal;
  trail: DatabaseAuditTrail;
  figures: DatabaseFigures;
}

export interface Asked {
  /** One line for each of the different statements that were issued. */
  plans: string[];
  /** PostgreSQL: what the scans read, those rows among them that a filter left out. Undefined: SQLite does not tell. */
  rows: number | undefined;
  /** The indexes by which rows are found, and the tables that are read without. */
  by: string;
  /** Tables of the history that are read from one end to the other. */
  whole: string[];
}

const silent = { warn: () => undefined, info: () => undefined };

/** Carries the pages out through the product's own adapters, and asks the database how it carries out the statements that these issue. */
export async function explainPages(
  databaseUrl: string,
  organizationId: string,
  pages: readonly { ask: (adapters: Adapters) => Promise<unknown>; isByIndex?: true }[],
): Promise<Asked[]> {
  const database = await openDatabase(databaseUrl, silent);
  let issued: CompiledQuery[] = [];
  const noting: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      issued.push(database.getExecutor().compileQuery(node, queryId));
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const noted = database.withPlugin(noting);
  const trail = await DatabaseAuditTrail.open(
    { database: noted, clock: systemClock, log: silent },
    keyring,
    organizationId,
  );
  const snapshot = new DatabaseSnapshot(noted, organizationId);
  const elsewhere = new ElsewhereChanges(organizationId, systemClock);
  const journal = new DatabaseChangeJournal(noted, snapshot, systemClock, organizationId, trail, elsewhere);
  const figures = new DatabaseFigures(noted, systemClock, organizationId);
  const explain = databaseUrl.startsWith('file:') ? explainOfSqlite : explainOfPostgres;
  const asked: Asked[] = [];
  for (const page of pages) {
    issued = [];
    await page.ask({ journal, trail, figures });
    asked.push(summed(await Promise.all(issued.map((query) => explain(database, query, page.isByIndex)))));
  }
  await database.destroy();
  return asked;
}

function summed(asked: readonly Asked[]): Asked {
  const told = asked.flatMap(({ rows }) => rows ?? []);
  return {
    plans: [...new Set(asked.flatMap(({ plans }) => plans))],
    by: [...new Set(asked.flatMap(({ by }) => by.split(' ')))].sort().join(' '),
    rows: told.length === 0 ? undefined : told.reduce((sum, rows) => sum + rows, 0),
    whole: [...new Set(asked.flatMap(({ whole }) => whole))],
  };
}

/** Indexes of what is open. */
const small = /USING (COVERING )?INDEX (changes_not_over|changes_to_end|change_items_open)$/;
const isOfHistory = (table: string) => ['changes', 'change_items', 'audit_records', 'change_terms'].includes(table);

async function explainOfSqlite(database: Database, { sql, parameters }: CompiledQuery): Promise<Asked> {
  const query = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  const { rows } = await database.executeQuery<{ detail: string }>(query);
  const steps = rows.map(({ detail }) => detail);
  const scanned = steps.filter((step) => !small.test(step)).flatMap((step) => /^SCAN (\w+)/.exec(step)?.[1] ?? []);
  return { plans: [steps.join(' · ')], by: steps.join(' '), rows: undefined, whole: scanned.filter(isOfHistory) };
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: Node[];
}

async function explainOfPostgres(
  database: Database,
  { sql, parameters }: CompiledQuery,
  isByIndex?: true,
): Promise<Asked> {
  const query = CompiledQuery.raw(`explain (analyze, buffers, format json) ${sql}`, [...parameters]);
  const explained = { compile: () => query as CompiledQuery<{ 'QUERY PLAN': { Plan: Node }[] }> };
  const [rows] = await (isByIndex ? byIndex : together)(database, [explained]);
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('PostgreSQL did not say how it carries that out');
  const scans = nodesOf(plan).filter((node) => 'Relation Name' in node);
  const whole = scans.filter((node) => node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0);
  return {
    plans: [shapeOf(plan)],
    by: nodesOf(plan)
      .flatMap((node) => node['Index Name'] ?? (node['Node Type'] === 'Seq Scan' ? `all-${node['Relation Name']}` : []))
      .join(' '),
    rows: scans.reduce((sum, node) => sum + readBy(node), 0),
    whole: whole.flatMap((node) => node['Relation Name'] ?? []).filter(isOfHistory),
  };
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

const readBy = (node: Node): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) *
  node['Actual Loops'];

function shapeOf(node: Node): string {
  const on = node['Index Name'] ?? node['Relation Name'];
  const below = (node.Plans ?? []).map(shapeOf).join(', ');
  return `${node['Node Type']}${on === undefined ? '' : ` ${on}`}${below && ` (${below})`}`;
}
