import { searchRecords } from '../../server/audit/search-records.ts';
import { startPostgres } from '../postgres/postgres-server.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import type { Organization } from '../simulator/organization.ts';
import { fillHistory, supervisors, type Filled } from './history-fill.ts';
import { exportAll, verifyAll } from './history-whole.ts';
import { historyDays } from './history-rows.ts';
import { explainPages, type Adapters, type Asked } from './history-statements.ts';
import { printTable } from './print-table.ts';
import { Served } from './served.ts';
import { median, quantile } from './widget/figures.ts';

/** `npm run bench:history -- 10000 1000000 30`: so many audit records in the one database and in the other, and so many times each page. */
const [few = 10_000, many = 1_000_000, times = 30] = process.argv.slice(2).map(Number);
const size = { users: 200, teams: 40, skills: 20, skillProfiles: 100, queues: 10 };
const highestRatio = 1.5;
const missed: string[] = [];

interface Page {
  name: string;
  path: string;
  ask: (adapters: Adapters) => Promise<unknown>;
  /** What no index knows, and hardly any Change has: of a short history all is gone through, and of a long one no more than a part. */
  isByLooking?: true;
  /** As `byIndex` has it: so the journal asks, and nobody else. */
  isByIndex?: true;
}

type Side = Filled & { served: Served; asked: Asked[]; pages: Page[] };

/** Prints what a page of a long history costs beside one of a short history, request by request in the same run. */
const postgres = await startPostgres({ safe: true });
process.stdout.write(`${postgres.what}; ${few} and ${many} audit records, ${times} times each page\n`);
for (const [name, url] of [
  ['SQLite', undefined],
  ['PostgreSQL', postgres.url],
] as const) {
  const short = await start(few, url);
  const long = await start(many, url);
  process.stdout.write(`\n${name}: filled in ${short.seconds.toFixed(0)} s and ${long.seconds.toFixed(0)} s\n`);
  await compare(name, short, long);
  await exportAll(name, [short, long], missed);
  await verifyAll(name, [short, long], missed);
  await short.served.close();
  await long.served.close();
}
await postgres.close();
process.stdout.write(missed.length === 0 ? '\nEvery goal is met.\n' : `\nMissed:\n${missed.join('\n')}\n`);
process.exit(missed.length === 0 ? 0 : 1);

/** Connected before it is filled: a database that is found full for the first time is taken for a copy, and nothing is written to it. */
async function start(records: number, url: string | undefined): Promise<Side> {
  const served = await Served.start({ size, postgres: url });
  await served.list();
  const { databaseUrl } = served;
  // As Webex draws it: the same size is the same organization.
  const organization = largeOrganization(size);
  const made: Omit<Side, 'served'>[] = [];
  await served.whileStopped(async () => {
    const filled = await fillHistory(databaseUrl, organization, records);
    const pages = pagesOf(filled, organization);
    made.push({ ...filled, asked: await explainPages(databaseUrl, organization.id, pages), pages });
  });
  const [side] = made;
  if (!side) throw new Error('the database was not filled');
  await served.list();
  return { ...side, served };
}

function pagesOf({ middle }: Filled, organization: Organization): Page[] {
  const ends = (all: ReadonlyMap<string, unknown>) => [[...all.keys()][0] ?? '', [...all.keys()].at(-1) ?? ''] as const;
  const [profile, rareProfile] = ends(organization.skillProfiles);
  const [team, rareTeam] = ends(organization.teams);
  // Of who is in no team nothing is shown, however much there is.
  const user = [...organization.users.values()].find(({ teamIds }) => teamIds.includes(team))?.id ?? '';
  const [, rareUser] = ends(organization.users);
  const [skill, rareSkill] = ends(organization.skills);
  const [actor, rareActor] = [supervisors[0]?.id ?? '', supervisors.at(-1)?.id ?? ''];
  const day = 24 * 60 * 60_000;
  const from = Date.now() - (historyDays / 2) * day;
  const [since, until] = [from, from + 30 * day].map((time) => new Date(time).toISOString()) as [string, string];
  const before = { createdAt: middle.createdAt, id: middle.id };
  const history = (
    name: string,
    query: Record<string, string>,
    filter: Parameters<Adapters['journal']['list']>[0],
  ) => ({
    name: `history: ${name}`,
    path: `/api/changes?${new URLSearchParams(query).toString()}`,
    ask: ({ journal }: Adapters) => journal.list(filter, 50),
    isByIndex: true as const,
  });
  const audit = (name: string, query: Record<string, string>, asked: Parameters<typeof searchRecords>[1]) => ({
    name: `audit: ${name}`,
    path: `/admin/api/audit?${new URLSearchParams(query).toString()}`,
    ask: ({ trail }: Adapters) => searchRecords(trail, asked),
  });
  const cursor = `${before.createdAt}~${before.id}`;
  const span = { from, to: from + 30 * day };
  const looking = { isByLooking: true } as const;
  return [
    history('newest', {}, {}),
    history('from the middle on', { cursor }, { before }),
    history('a profile', { skillProfileId: profile }, { skillProfileId: profile }),
    history('a profile, from the middle on', { skillProfileId: profile, cursor }, { skillProfileId: profile, before }),
    history('a rare profile', { skillProfileId: rareProfile }, { skillProfileId: rareProfile }),
    history('an agent', { userId: user }, { userId: user }),
    history('a rare agent', { userId: rareUser }, { userId: rareUser }),
    history('a person', { actor }, { actor }),
    history('a person, from the middle on', { actor, cursor }, { actor, before }),
    history('a rare person', { actor: rareActor }, { actor: rareActor }),
    history('a month', { from: since, to: until }, span),
    history('a person, until a day', { to: since, actor }, { to: from, actor }),
    history('a team', { teamId: team }, { teamId: team }),
    history('a skill', { skillId: skill }, { skillId: skill }),
    history('an outcome', { outcome: 'failed' }, { outcome: 'failed' }),
    { ...history('a rare team', { teamId: rareTeam }, { teamId: rareTeam }), ...looking },
    { ...history('a rare skill', { skillId: rareSkill }, { skillId: rareSkill }), ...looking },
    history('what is open', { open: 'true' }, { open: true }),
    history('what is over', { open: 'false' }, { open: false }),
    {
      name: 'deviations',
      path: '/admin/api/deviations',
      ask: ({ journal }) => journal.list({ open: true }, 50),
      isByIndex: true,
    },
    {
      name: 'status',
      path: '/admin/api/status',
      ask: ({ journal }) => journal.list({ open: true }, 500),
      isByIndex: true,
    },
    { name: 'metrics', path: '/metrics', ask: ({ figures }) => figures.read() },
    audit('newest', {}, {}),
    audit('from the middle on', { cursor: String(middle.seq) }, { before: middle.seq }),
    audit('an action', { action: 'change-accepted' }, { action: 'change-accepted' }),
    audit(
      'an action, from the middle on',
      { action: 'change-accepted', cursor: String(middle.seq) },
      { action: 'change-accepted', before: middle.seq },
    ),
    audit('a rare action', { action: 'policy-changed' }, { action: 'policy-changed' }),
    audit('a month', { from: since, to: until }, span),
    audit('a person', { person: 'Supervisor 03' }, { person: 'Supervisor 03' }),
    audit('a profile', { profile }, { profile }),
  ];
}

/** In milliseconds, and how many Changes or records came. */
async function turnOf({ served, cookie, pages }: Side, at: number): Promise<{ took: number; listed: number }> {
  const path = pages[at]?.path ?? '';
  const headers = path.startsWith('/admin') ? { cookie, 'sec-fetch-site': 'same-origin' } : served.headers;
  const began = performance.now();
  const response = await fetch(served.url + path, { headers: path === '/metrics' ? {} : headers });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${text}`);
  const took = performance.now() - began;
  const { changes, records } = path === '/metrics' ? {} : (JSON.parse(text) as { changes?: []; records?: [] });
  return { took, listed: (changes ?? records ?? []).length };
}

async function compare(database: string, short: Side, long: Side): Promise<void> {
  await short.served.signIn();
  await long.served.signIn();
  const plans: string[] = [];
  const took = short.pages.map(() => ({ short: [] as number[], long: [] as number[] }));
  const listed = short.pages.map(() => ({ short: NaN, long: NaN }));
  for (let turn = -2; turn < times; turn += 1) {
    for (const [at, measured] of took.entries()) {
      for (const which of turn % 2 === 0 ? (['short', 'long'] as const) : (['long', 'short'] as const)) {
        const one = await turnOf(which === 'short' ? short : long, at);
        if (turn >= 0) measured[which].push(one.took);
        listed[at] = { ...(listed[at] ?? { short: NaN, long: NaN }), [which]: one.listed };
      }
    }
  }
  const rows = short.pages.map(({ name, isByLooking }, at) => {
    const figures = took[at] ?? { short: [], long: [] };
    const ratio = median(figures.long) / median(figures.short);
    const [before, after] = [short.asked[at], long.asked[at]];
    // Where a short history does not fill the page, there is nothing to compare a full one with.
    const { short: some, long: others } = listed[at] ?? { short: NaN, long: NaN };
    const isComparable = !isByLooking && some === others;
    if (isComparable && !(ratio <= highestRatio))
      missed.push(`${database}: ${name}, ${ratio.toFixed(2)} times as long`);
    const read = before?.rows === undefined ? undefined : Math.max(1, after?.rows ?? NaN) / Math.max(1, before.rows);
    if (isComparable && read !== undefined && !(read <= highestRatio))
      missed.push(`${database}: ${name}, ${after?.rows} rows read, and ${before?.rows} of the short history`);
    for (const table of after?.whole ?? []) missed.push(`${database}: ${name}, reads the whole of ${table}`);
    const isSame = before?.by === after?.by;
    if (!isSame)
      plans.push(
        `${name}\n  short: ${before?.plans.join('\n         ')}\n  long:  ${after?.plans.join('\n         ')}`,
      );
    return [
      name,
      ...[figures.short, figures.long].flatMap((all) => [median(all).toFixed(1), quantile(all, 0.95).toFixed(1)]),
      ratio.toFixed(2),
      isComparable ? `≤ ${highestRatio}` : '',
      some === others ? String(some) : `${some}, ${others}`,
      ...(before?.rows === undefined ? [] : [before.rows.toFixed(0), after?.rows?.toFixed(0) ?? '']),
      isSame ? 'the same' : 'see below',
    ];
  });
  printTable(
    `${database}: a page of ${few} and of ${many} audit records, one after the other, in ms`,
    [
      ...['', 'short, median', 'p95', 'long, median', 'p95', 'long ÷ short', 'goal', 'on the page'],
      ...(short.asked[0]?.rows === undefined ? [] : ['rows read, short', 'long']),
      'plan',
    ],
    rows,
  );
  if (plans.length > 0) process.stdout.write(`\nOther plans:\n${plans.join('\n')}\n`);
}
