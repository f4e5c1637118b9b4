import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Change } from '../../shared/change.ts';
import { startPostgres } from '../postgres/postgres-server.ts';
import { printTable } from './print-table.ts';
import { Served } from './served.ts';
import type { SoakReport, SoakTask } from './soak-load.ts';
import { median, quantile } from './widget/figures.ts';

/** `npm run bench:soak -- 200 600`: so many requests a second, for so many seconds. */
const [rate = 200, seconds = 600] = process.argv.slice(2).map(Number);
const size = { users: 500, teams: 40, skills: 20, skillProfiles: 200, queues: 50 };
/** So many that none comes near a limit of SECURITY.md, all of which are in force: the busiest, profiles read fresh, is 80 a minute and person. */
const supervisors = 100;
/** Of which the history tells. */
const changes = 40;
const interval = Math.min(30, seconds / 5);
const goals = { p95: 50, loopDelay: 50, drift: 0.1 };

interface Sample {
  /** Seconds since the load began. */
  at: number;
  resident: number;
  heap: number;
  loopP99: number;
  loopMost: number;
  report: SoakReport;
}

/** Prints what ten minutes of supervisors who read do to one server on PostgreSQL; exits with 1 when a goal is missed. */
const postgres = await startPostgres({ safe: true });
const served = await Served.start({
  ...{ size, postgres: postgres.url, supervisors },
  // Webex's own limit, which the bench of single requests lifts.
  environment: { WEBEX_REQUESTS_PER_MINUTE: '300' },
});
const { list } = await served.list();
await makeHistory();
const load = await startLoad();
process.stdout.write(
  `\nPostgreSQL, ${postgres.what}; ${supervisors} supervisors, ${size.skillProfiles} profiles, ${rate} requests/s for ${seconds} s, every limit as it is by default\n`,
);
await served.metrics();
await served.webex.calls();
const samples: Sample[] = [];
const resident: { at: number; resident: number }[] = [];
const began = performance.now();
for (let next = interval; next <= seconds; next += interval) {
  await watchUntil(began + next * 1_000);
  const sample = await takeSample();
  samples.push(sample);
  process.stdout.write(lineOf(sample));
}
load.child.disconnect();
const calls = await served.webex.calls();
await served.close();
await postgres.close();

const missed = judge();
process.stdout.write(`${calls.length} calls to Webex\n`);
process.stdout.write(missed.length === 0 ? '\nEvery goal is met.\n' : `\nMissed:\n${missed.join('\n')}\n`);
process.exit(missed.length === 0 ? 0 : 1);

/** A page of it is no page without Changes. */
async function makeHistory(): Promise<void> {
  const numbers = new Set(list.skills.filter(({ skillType }) => skillType === 'PROFICIENCY').map(({ id }) => id));
  for (const { id: skillProfileId, revision, values = [] } of list.skillProfiles.slice(0, changes)) {
    const { skillId, value } = values.find((one) => numbers.has(one.skillId)) ?? {};
    const edit = { skillProfileId, revision, set: [{ skillId, value: (Number(value) + 1) % 11 }] };
    await served.call<Change>('POST', '/api/changes', { edits: [edit], reason: 'a bench' });
  }
}

async function startLoad() {
  const child = fork(fileURLToPath(new URL('soak-load.ts', import.meta.url)), ['load']);
  const { supervisors: colleagues } = served.webex.started;
  const desktopTokens = await Promise.all(colleagues.map((ciUserId) => served.webex.signIn(ciUserId)));
  // The first half is what these supervisors reach.
  const skillProfileIds = list.skillProfiles.slice(0, size.skillProfiles / 2).map(({ id }) => id);
  const signedIn = once(child, 'message');
  child.send({ url: served.url, desktopTokens, rate, skillProfileIds } satisfies SoakTask);
  await signedIn;
  const report = async (): Promise<SoakReport> => {
    const told = once(child, 'message');
    child.send('report');
    const [answer] = (await told) as [SoakReport];
    return answer;
  };
  return { child, report };
}

async function watchUntil(end: number): Promise<void> {
  while (performance.now() < end) {
    resident.push({ at: (performance.now() - began) / 1_000, resident: served.memory() });
    await pause(Math.min(1_000, Math.max(1, end - performance.now())));
  }
}

async function takeSample(): Promise<Sample> {
  const [figure, report] = await Promise.all([served.metrics(), load.report()]);
  const seen = { at: (performance.now() - began) / 1_000, resident: served.memory() };
  resident.push(seen);
  return {
    ...seen,
    heap: figure('nodejs_heap_size_used_bytes') / 2 ** 20,
    loopP99: figure('nodejs_eventloop_lag_p99_seconds') * 1_000,
    loopMost: figure('nodejs_eventloop_lag_max_seconds') * 1_000,
    report,
  };
}

function lineOf({ at, resident, heap, loopP99, loopMost, report }: Sample): string {
  const { latencies, lateness, statuses, failures, exchanges } = report;
  const ms = (share: number) => quantile(latencies, share).toFixed(1);
  const byClass = Object.entries(classesOf([report])).map(([name, n]) => `${name} ${n}`);
  return [
    `${at.toFixed(0).padStart(4)} s: ${latencies.length} requests`,
    `p50 ${ms(0.5)}, p95 ${ms(0.95)}, p99 ${ms(0.99)} ms (sent late by p99 ${quantile(lateness, 0.99).toFixed(1)})`,
    `${byClass.join(', ')}${statuses[429] === undefined ? '' : `, of them 429: ${statuses[429]}`}`,
    `${failures.length} without an answer${failures.length > 0 ? ` (${[...new Set(failures)].join('; ')})` : ''}`,
    `${exchanges} sessions renewed`,
    `${resident.toFixed(0)} MB resident, ${heap.toFixed(0)} MB heap`,
    `loop delay p99 ${loopP99.toFixed(1)}, most ${loopMost.toFixed(1)} ms\n`,
  ].join('; ');
}

/** 2xx, 3xx … of all reports. */
function classesOf(reports: readonly SoakReport[]): Record<string, number> {
  const classes: Record<string, number> = {};
  for (const [status, n] of reports.flatMap(({ statuses }) => Object.entries(statuses))) {
    const name = `${status.slice(0, 1)}xx`;
    classes[name] = (classes[name] ?? 0) + n;
  }
  return classes;
}

/** Prints the goals beside what came of them; returns those that were missed. */
function judge(): string[] {
  const reports = samples.map(({ report }) => report);
  const latencies = reports.flatMap((report) => report.latencies);
  const { '4xx': refused = 0, '5xx': faults = 0 } = classesOf(reports);
  const unanswered = reports.flatMap(({ failures }) => failures).length;
  const p95 = quantile(latencies, 0.95);
  const loopDelay = Math.max(...samples.map(({ loopP99 }) => loopP99));
  // Of 600 s: the second and third minute, and the last two.
  const early = residentBetween(0.1, 0.3);
  const late = residentBetween(0.8, 1);
  const drift = late / early - 1;
  // What was sent in the last moment may be under way.
  const least = rate * seconds * 0.99;
  const rows: [what: string, figure: string, goal: string, isMet: boolean][] = [
    ['requests answered', String(latencies.length), `≥ ${least.toFixed(0)}`, latencies.length >= least],
    ['p95 ms', p95.toFixed(1), `≤ ${goals.p95}`, p95 <= goals.p95],
    ['p99 ms', quantile(latencies, 0.99).toFixed(1), '', true],
    ['5xx', String(faults), '0', faults === 0],
    ['4xx', String(refused), '0', refused === 0],
    ['without an answer', String(unanswered), '0', unanswered === 0],
    [
      'event-loop delay p99 ms, worst interval',
      loopDelay.toFixed(1),
      `< ${goals.loopDelay}`,
      loopDelay < goals.loopDelay,
    ],
    [
      `MB resident, ${early.toFixed(0)} → ${late.toFixed(0)}`,
      `${(drift * 100).toFixed(1)} %`,
      `± ${goals.drift * 100} %`,
      Math.abs(drift) <= goals.drift,
    ],
  ];
  printTable(
    `soak: memory is the median from ${seconds * 0.1} to ${seconds * 0.3} s beside that of the last ${seconds * 0.2} s; a loop that waits for nothing measures 10 ms`,
    ['', 'figure', 'goal', ''],
    rows.map(([what, figure, goal, isMet]) => [what, figure, goal, isMet ? '' : 'missed']),
  );
  return rows.flatMap(([what, figure, goal, isMet]) => (isMet ? [] : [`${what}: ${figure}, goal ${goal}`]));
}

function residentBetween(from: number, to: number): number {
  const whole = resident.at(-1)?.at ?? NaN;
  const within = resident.filter(({ at }) => at >= from * whole && at <= to * whole);
  return median(within.map((one) => one.resident));
}
