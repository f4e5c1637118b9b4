import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Skilldesk, type Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';

const seconds = Number(process.env['FLOOD_SECONDS'] ?? 20);
const perSecond = 50;

interface Flood {
  url: string;
  method: string;
  bearer: string;
  paths: string[];
}
type Statuses = Record<string, number>;
type Timed = Map<string, number[]>;

/** Prints what five supervisors feel, and whether a due renewal happens, while one client asks 50 times a second. */
if (isMainThread) await main();
else parentPort?.postMessage(await flood(workerData as Flood));

async function main(): Promise<void> {
  const alone = await phase('nobody floods', () => undefined);
  const rows = [
    alone,
    await phase('a verified supervisor', async (skilldesk) => {
      const rosa = await skilldesk.signIn(people.rosaReskill.ciUserId);
      const paths = [
        `/api/skill-profiles/${skillProfileIds.salesHunter}`,
        '/api/agents',
        '/api/skill-profiles',
        '/api/changes',
      ];
      return { url: skilldesk.url, method: 'GET', bearer: rosa.session.token, paths };
    }),
    await phase('garbage tokens', (skilldesk) =>
      Promise.resolve({ url: skilldesk.url, method: 'POST', bearer: 'garbage', paths: ['/api/session'] }),
    ),
  ];
  for (const what of ['lists', 'profile, fresh', 'change']) {
    print(
      `Five other supervisors: ${what}, ms`,
      ['flood', 'asked', 'p50', 'p95', 'p50 ×', 'p95 ×', 'not answered as meant'],
      rows.map(({ name, timed, faults }) => {
        const [own, before] = [timed.get(what) ?? [], alone.timed.get(what) ?? []];
        const times = [0.5, 0.95].map((part) => percentile(own, part));
        const ratios = [0.5, 0.95].map((part) => percentile(own, part) / percentile(before, part));
        return [
          name,
          String(own.length),
          ...times.map((time) => time.toFixed(1)),
          ...ratios.map((ratio) => ratio.toFixed(2)),
          String(faults.get(what) ?? 0),
        ];
      }),
    );
  }
  print(
    'The flood, the renewal that fell due, and Webex',
    ['flood', 'answers', 'renewed after, s', 'requests by the admin token', '429 of Webex'],
    rows.map(({ name, statuses, renewedAfter, asked, refused }) => [
      name,
      Object.entries(statuses)
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ') || '–',
      renewedAfter?.toFixed(1) ?? 'NEVER',
      String(asked),
      String(refused),
    ]),
  );
}

async function phase(name: string, prepare: (skilldesk: Skilldesk) => Promise<Flood> | undefined) {
  const skilldesk = await Skilldesk.start();
  const { nadiaNorth, colinColleague, gwenGlobal, admin, victorViewer } = people;
  const supervisors = await Promise.all(
    [nadiaNorth, colinColleague, gwenGlobal, admin, victorViewer].map(({ ciUserId }) => skilldesk.signIn(ciUserId)),
  );
  for (const one of supervisors) await one.skillProfiles();
  const flooding = prepare(skilldesk);
  const flood = flooding && new Worker(new URL(import.meta.url), { workerData: await flooding });
  const flooded = new Promise<Statuses>((resolve) => (flood ? flood.once('message', resolve) : resolve({})));

  const timed: Timed = new Map();
  const faults = new Map<string, number>();
  const renewal = renewedAfter(skilldesk);
  await Promise.all(supervisors.map((one, at) => work(one, at, timed, faults)));
  const statuses = await flooded;
  const byAdmin = skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'service-app');
  const seen = {
    ...{ name, timed, faults, statuses, renewedAfter: await renewal, asked: byAdmin.length },
    refused: byAdmin.filter(({ status }) => status === 429).length,
  };
  await skilldesk.close();
  return seen;
}

/** Half-way, the admin token falls due; seconds until Webex has given another. */
async function renewedAfter(skilldesk: Skilldesk): Promise<number | undefined> {
  await wait(seconds * 250);
  const database = new DatabaseSync(skilldesk.databaseUrl.slice('file:'.length), { timeout: 5_000 });
  const due = Date.now();
  database.exec(`update credentials set next_refresh_at = ${due} where state = 'active'`);
  database.close();
  await wait(seconds * 750);
  const renewal = skilldesk.webex.requests.find(({ path, at, status }) => {
    return path === '/v1/access_token' && at >= due && status === 200;
  });
  return renewal && (renewal.at - due) / 1000;
}

/** Looks at both lists every second, opens a profile every five, and changes it every seven if he may. */
async function work(one: Supervisor, at: number, timed: Timed, faults: Map<string, number>): Promise<void> {
  const { billingSpecialist, supportExpert } = skillProfileIds;
  const id = at % 2 === 0 ? billingSpecialist : supportExpert;
  const time = async (what: string, asked: () => Promise<{ status: number }>) => {
    const began = performance.now();
    const { status } = await asked();
    timed.set(what, [...(timed.get(what) ?? []), performance.now() - began]);
    if (status >= 300) faults.set(what, (faults.get(what) ?? 0) + 1);
  };
  await wait(at * 200);
  for (let second = 0; second < seconds; second += 1) {
    const next = wait(1_000);
    await time('lists', () => one.call('GET', '/api/skill-profiles'));
    await time('lists', () => one.call('GET', '/api/agents'));
    if (second % 5 === at % 5) await time('profile, fresh', () => one.call('GET', `/api/skill-profiles/${id}`));
    if (second % 7 === at && one.session.user.mayEdit) {
      const { revision } = await one.skillProfile(id);
      const set = [{ skillId: skillIds.german, value: (second + at) % 11 }];
      await time('change', () => one.post({ edits: [{ skillProfileId: id, revision, set }], reason: 'flood' }));
    }
    await next;
  }
}

async function flood({ url, method, bearer, paths }: Flood): Promise<Statuses> {
  const statuses: Statuses = {};
  const asked: Promise<void>[] = [];
  const began = performance.now();
  for (let turn = 0; turn < seconds * perSecond; turn += 1) {
    await wait(Math.max(0, began + (turn * 1000) / perSecond - performance.now()));
    const path = paths[turn % paths.length] ?? '/';
    const answer = fetch(url + path, { method, headers: { authorization: `Bearer ${bearer}` } });
    asked.push(
      answer.then(
        async (response) => {
          await response.arrayBuffer();
          statuses[response.status] = (statuses[response.status] ?? 0) + 1;
        },
        () => void (statuses['unanswered'] = (statuses['unanswered'] ?? 0) + 1),
      ),
    );
  }
  await Promise.all(asked);
  return statuses;
}

function percentile(times: number[], part: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

function print(title: string, head: string[], rows: string[][]): void {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  process.stdout.write(`\n${title}\n${[head, ...rows].map(line).join('\n')}\n`);
}
