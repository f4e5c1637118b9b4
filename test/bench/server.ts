import { Client } from 'pg';
import { isFinal, type Change } from '../../shared/change.ts';
import { startPostgres } from '../postgres/postgres-server.ts';
import { cannon, type Shots } from './cannon.ts';
import { people } from '../simulator/standard-organization.ts';
import { measure, type Turn } from './own-time.ts';
import { printTable } from './print-table.ts';
import { Served } from './served.ts';
import type { Call } from './webex-process.ts';
import { median, quantile } from './widget/figures.ts';

/**
 * `npm run bench:server -- 9 2`: so many rounds, each so many seconds for each row, and one before them that is not counted. Many short ones:
 * within seconds the same bare Express was seen to answer 23 to 43 thousand times a second.
 */
const [rounds = 9, seconds = 2] = process.argv.slice(2).map(Number);
const size = { users: 500, teams: 40, skills: 20, skillProfiles: 200, queues: 50 };
/** Of each kind, one after the other; and so many before them, until the code has been compiled. */
const turnsOfEach = 160;
const warmUps = 20;
/** Each profile once: it is the longest way through the code. */
const warmUpsOfEdit = size.skillProfiles;
const missed: string[] = [];

/** Prints what the server adds to the bytes it sends and to the calls it makes, beside bare Express and a bare call, in the same run. */
const postgres = await startPostgres({ safe: true });
process.stdout.write(`${postgres.what}; ${rounds} rounds of ${seconds} s\n`);
for (const [name, url] of [
  ['SQLite', undefined],
  ['PostgreSQL', postgres.url],
] as const) {
  if (url !== undefined) await asLongInService(url);
  const served = await Served.start({ size, postgres: url });
  await throughput(name, served);
  await latencies(name, served);
  await served.close();
}
await growth();
await postgres.close();
process.stdout.write(missed.length === 0 ? '\nEvery goal is met.\n' : `\nMissed:\n${missed.join('\n')}\n`);
process.exit(missed.length === 0 ? 0 : 1);

/**
 * A PostgreSQL that has just been made fills each 16 MB of its log with zeros before it writes there, 70–100 ms of which one commit waits for all.
 * One that has been in service uses again what lies behind its last checkpoint: five such files, by default.
 */
async function asLongInService(url: string): Promise<void> {
  const client = new Client(url);
  await client.connect();
  for (let file = 0; file < 6; file += 1) {
    await client.query(`select pg_logical_emit_message(false, 'skilldesk', repeat('x', 16000000))`);
    await client.query('select pg_switch_wal()');
  }
  await client.query('checkpoint');
  await client.end();
}

async function throughput(database: string, served: Served): Promise<void> {
  const { text, tag } = await served.list();
  const bare = await served.bare(text, tag);
  const { url, headers, webex } = served;
  const { url: webexUrl, organizationId } = webex.started;
  const list = `${url}/api/skill-profiles`;
  const known = { ...headers, 'if-none-match': tag };
  const direct = `${webexUrl}/organization/${organizationId}/v2/skill-profile?pageSize=100`;
  const desktop = { authorization: `Bearer ${await webex.signIn(people.admin.ciUserId)}` };
  const asked = [
    ['list', list, headers],
    ['bare Express, same bytes', bare, headers],
    ['304', list, known],
    ['bare Express, 304', bare, known],
    ['the simulator, first 100 profiles', direct, desktop],
  ] as const;
  const shots = asked.map((): Shots[] => []);
  const loops = asked.map((): number[] => []);
  const resident: number[] = [];
  for (const [, address, sent] of asked) await cannon(address, sent, { seconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, [, address, sent]] of asked.entries()) {
      await served.metrics();
      shots[at]?.push(await cannon(address, sent, { seconds }));
      loops[at]?.push((await served.metrics())('nodejs_eventloop_lag_p99_seconds') * 1_000);
      resident[at] = served.memory();
    }
  }
  const figures = asked.map(([name], at) => ({ name, ...summary(shots[at] ?? []) }));
  const rows = figures.map(({ name, throughput, p50, p99, faults }, at) => {
    // Of each pair: the machine is not as fast in one round as in the next.
    const bare = shots[at + (at % 2 === 0 ? 1 : 0)] ?? [];
    const ratio = median((shots[at] ?? []).map((shot, round) => shot.throughput / (bare[round]?.throughput ?? NaN)));
    const goal = at === 0 ? 0.5 : at === 2 ? 0.7 : undefined;
    if (goal !== undefined && !(ratio >= goal)) missed.push(`${database}: ${name} ${(ratio * 100).toFixed(0)} %`);
    if (faults > 0) missed.push(`${database}: ${name}, ${faults} not answered as meant`);
    return [
      name,
      throughput.toFixed(0),
      goal === undefined ? '' : `${(ratio * 100).toFixed(0)} %`,
      goal === undefined ? '' : `≥ ${goal * 100} %`,
      p50.toFixed(1),
      p99.toFixed(1),
      String(faults),
      ...(goal === undefined ? ['', ''] : [median(loops[at] ?? []).toFixed(1), (resident[at] ?? NaN).toFixed(0)]),
    ];
  });
  printTable(
    `${database}: ${size.skillProfiles} profiles, ${(text.length / 1000).toFixed(0)} kB, 10 connections; event loop and memory are the server's`,
    ['', 'per second', '÷ bare', 'goal', 'p50 ms', 'p99 ms', 'not as meant', 'loop delay p99 ms', 'MB resident'],
    rows,
  );
}

function summary(shots: readonly Shots[]) {
  const meant = ({ statuses, failed }: Shots) =>
    failed + Object.entries(statuses).reduce((sum, [status, n]) => sum + (/^(200|304)$/.test(status) ? 0 : n), 0);
  return {
    throughput: median(shots.map(({ throughput }) => throughput)),
    p50: median(shots.map(({ p50 }) => p50)),
    p99: median(shots.map(({ p99 }) => p99)),
    faults: shots.reduce((sum, one) => sum + meant(one), 0),
  };
}

async function latencies(database: string, served: Served): Promise<void> {
  await served.liftLimits();
  let { list } = await served.list();
  const numbers = new Set(list.skills.filter(({ skillType }) => skillType === 'PROFICIENCY').map(({ id }) => id));
  /** Each profile once for a list, so that what it says still holds. */
  const editOf = (at: number) => {
    const { id, revision, values = [] } = list.skillProfiles[at] ?? {};
    const skill = values.find(({ skillId }) => numbers.has(skillId));
    return { skillProfileId: id, revision, set: [{ skillId: skill?.skillId, value: (Number(skill?.value) + 1) % 11 }] };
  };
  const works: [name: string, n: number, work: (edit: unknown) => Promise<unknown>, goal?: number][] = [
    ['session exchange', 20, () => served.signIn()],
    ['preview of one edit', turnsOfEach, (edit) => served.call('POST', '/api/changes/preview', { edits: [edit] })],
    [
      'edit of one value',
      turnsOfEach,
      async (edit) => {
        const change = await served.call<Change>('POST', '/api/changes', { edits: [edit], reason: 'a bench' });
        if (!change.items.every(({ outcome }) => isFinal(outcome) && outcome === 'verified'))
          throw new Error(`not verified: ${JSON.stringify(change.items)}`);
      },
      25,
    ],
    ['page of the history', turnsOfEach, () => served.call('GET', '/api/changes')],
  ];
  const rows: string[][] = [];
  for (const [name, n, work, goal] of works) {
    const turns: Turn[] = [];
    const take = (turn: number) => measure(served, () => work(name.includes('edit') ? editOf(turn) : undefined));
    const before = goal === undefined ? warmUps : warmUpsOfEdit;
    for (let turn = 0; turn < before; turn += 1) await take(turn);
    ({ list } = await served.list());
    for (let turn = 0; turn < n; turn += 1) turns.push(await take(turn));
    const of = (figure: keyof Turn) => turns.map((turn) => turn[figure]);
    const p99 = quantile(of('own'), 0.99);
    if (goal !== undefined && !(p99 <= goal)) missed.push(`${database}: ${name}, own time p99 ${p99.toFixed(1)} ms`);
    rows.push([
      name,
      String(n),
      median(of('all')).toFixed(1),
      median(of('own')).toFixed(1),
      p99.toFixed(1),
      goal === undefined ? '' : `≤ ${goal}`,
      quantile(of('besideWebex'), 0.99).toFixed(1),
      (of('calls').reduce((sum, one) => sum + one, 0) / n).toFixed(1),
      Math.max(...of('loop')).toFixed(1),
      served.memory().toFixed(0),
    ]);
  }
  printTable(
    `${database}: one after the other, in ms; own: without the server's calls to Webex; strictly: without the time in which Webex itself worked at them`,
    [
      ...['', 'times', 'median', 'own, median', 'own, p99', 'goal', 'strictly, p99'],
      ...['calls to Webex', 'loop delay, most', 'MB resident'],
    ],
    rows,
  );
}

/** What a refresh costs when nothing has changed, and the lists, as the organization grows. All are waited for at the same time. */
async function growth(): Promise<void> {
  const measured: { skillProfiles: number; kB: number; throughput: number; loop: number; served: Served }[] = [];
  for (const skillProfiles of [10, 100, 200, 1_000]) {
    const served = await Served.start({ size: { ...size, skillProfiles }, postgres: undefined });
    const { text, tag } = await served.list();
    await served.metrics();
    const known = { ...served.headers, 'if-none-match': tag };
    const { throughput } = await cannon(`${served.url}/api/skill-profiles`, known, { seconds });
    const loop = (await served.metrics())('nodejs_eventloop_lag_p99_seconds') * 1_000;
    measured.push({ skillProfiles, kB: text.length / 1_000, throughput, loop, served });
  }
  const rows = await Promise.all(
    measured.map(async ({ skillProfiles, kB, throughput, loop, served }) => {
      const { all, profiles, items } = await refreshOf(served.webex);
      if (items > 0) missed.push(`${skillProfiles} profiles: a refresh of nothing new read ${items} items`);
      if (skillProfiles === 200 && profiles > 2) missed.push(`200 profiles: ${profiles} calls for their list`);
      const figures = [skillProfiles, kB, throughput, all, profiles, items, loop, served.memory()];
      await served.close();
      return figures.map((figure) => figure.toFixed(0));
    }),
  );
  printTable(
    'As the organization grows (SQLite)',
    [
      'profiles',
      'list, kB',
      '304s per second',
      'calls of a refresh',
      'of these profile lists',
      'items',
      'loop delay p99 ms',
      'MB resident',
    ],
    rows,
  );
}

/** Waits for the next reading of the lists by the timer, a minute at most; somebody must be signed in for that. */
async function refreshOf(webex: Served['webex']) {
  const isProfileList = ({ path }: Call) => /\/skill-profile$/.test(path);
  await webex.calls();
  const calls: Call[] = [];
  const until = performance.now() + 90_000;
  do {
    if (performance.now() > until) throw new Error('no list was read in 90 s');
    await new Promise((resolve) => setTimeout(resolve, 500));
    calls.push(...(await webex.calls()));
  } while (!calls.some(isProfileList));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  calls.push(...(await webex.calls()));
  const ours = calls.filter(({ tokenKind }) => tokenKind === 'service-app');
  const items = ours.filter(({ path }) => /\/(skill-profile|contact-service-queue)\/[^/]+$/.test(path)).length;
  return { all: ours.length, profiles: ours.filter(isProfileList).length, items };
}
