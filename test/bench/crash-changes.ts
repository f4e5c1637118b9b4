import type { PostgresServer } from '../postgres/postgres-server.ts';
import { strike, type Aftermath } from './crash-blow.ts';
import { Books, type Closing } from './crash-books.ts';
import { killUnderLoad, type LoadAftermath } from './crash-load.ts';
import { desks } from './crash-organization.ts';
import { points, type Point } from './crash-points.ts';
import { CrashSite } from './crash-site.ts';
import { printTable } from './print-table.ts';

/** Half of them on each database. */
const randomKills = 400;

interface Lane {
  store: string;
  postgresUrl: string | undefined;
}

interface Row {
  point: string;
  store: string;
  aftermaths: Aftermath[];
}

interface LaneResult {
  store: string;
  rows: Row[];
  /** Without it, nobody was killed at random. */
  load?: LoadAftermath;
  errors: string[];
}

/** Kills a server at every point of the road of an edit, and at random under load; prints what became of the edits, and answers whether all is as promised. */
export async function crashChanges(
  postgres: PostgresServer | undefined,
  [name = '', number = name === '' ? randomKills : 0]: (string | number)[] = [],
): Promise<boolean> {
  const lanes: Lane[] = [{ store: 'SQLite', postgresUrl: undefined }];
  if (postgres) lanes.push({ store: 'PostgreSQL', postgresUrl: postgres.url });
  const results = await Promise.all(
    lanes.map((lane) => strikeLane(lane, pointsOf(String(name)), Math.ceil(Number(number) / lanes.length))),
  );

  const rows = points.flatMap(({ name }) => results.flatMap(({ rows }) => rows.filter(({ point }) => point === name)));
  printTable(
    'changes: kill -9 at each point, then a new process (promised: everything recovered, 0 lost, 0 doubled, the chain valid, SQLite’s integrity_check ok)',
    ['point', 'store', 'kills', 'recovered in ms', 'slowest', 'lost', 'doubled', 'chain'],
    rows.map(({ point, store, aftermaths }) => {
      const recoveries = aftermaths.map(({ recovery }) => recovery);
      const reached = aftermaths.filter(({ isReached }) => isReached).length;
      const kills = reached === aftermaths.length ? String(reached) : `${reached} of ${aftermaths.length}`;
      return [point, store, kills, median(recoveries), Math.max(...recoveries).toFixed(0), ...verdict(aftermaths)];
    }),
  );
  printTable(
    `changes: kill -9 at random moments, while at ${desks} desks people edit, assign, lend, undo, stop and continue, and Webex carries out some writes late`,
    [
      'store',
      'kills',
      'amid a write',
      'Changes',
      'leases',
      'ends',
      'items',
      'outcomes',
      'ended in ms',
      'slowest',
      'lost',
      'doubled',
      'chain',
    ],
    results.flatMap(({ store, load }) => {
      if (!load) return [];
      const { kills, amidWrites, took, outcomes, leases, ends } = load;
      const items = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
      const said = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
      const times = [median(took), Math.max(...took).toFixed(0)];
      return [
        [
          store,
          String(kills),
          String(amidWrites),
          String(took.length),
          String(leases),
          String(ends),
          String(items),
          said.join(', '),
          ...times,
          ...verdict([load]),
        ],
      ];
    }),
  );
  const closings = results.flatMap(({ rows, load }) => [
    ...rows.flatMap(({ aftermaths }) => aftermaths),
    ...(load ? [load] : []),
  ]);
  const errors = results.flatMap(({ store, errors }) => errors.map((error) => `${store}: ${error}`));
  for (const sentence of [...closings.flatMap(sentences), ...errors]) process.stdout.write(`  ${sentence}\n`);
  return (
    errors.length === 0 &&
    closings.every((closing) => sentences(closing).length === 0) &&
    rows.every(({ aftermaths }) => aftermaths.every(({ isReached }) => isReached))
  );
}

/** Those of that name, and those in whose scenes it stands. */
const pointsOf = (name: string): Point[] =>
  points
    .map((point) => ({
      ...point,
      scenes: point.scenes.filter((scene) => point.name.includes(name) || scene.includes(name)),
    }))
    .filter(({ scenes }) => scenes.length > 0);

async function strikeLane({ store, postgresUrl }: Lane, points: readonly Point[], kills: number): Promise<LaneResult> {
  const say = (text: string) => process.stdout.write(`  ${store}: ${text}\n`);
  const site = await CrashSite.open(postgresUrl);
  const books = await Books.open(site);
  const rows: Row[] = [];
  for (const point of points) {
    const aftermaths: Aftermath[] = [];
    for (const scene of point.scenes) {
      const aftermath = await strike(site, books, point, scene);
      aftermaths.push(aftermath);
      const found = [...sentences(aftermath), ...(aftermath.isReached ? [] : ['the point was not reached'])];
      say(`${point.name} (${scene}): ${found.join('; ') || `well, in ${aftermath.recovery.toFixed(0)} ms`}`);
    }
    rows.push({ point: point.name, store, aftermaths });
  }
  const load = kills > 0 ? await killUnderLoad(site, books, kills, say) : undefined;
  await site.close();
  return { store, rows, ...(load && { load }), errors: site.errors };
}

const sentences = ({ lost, doubled, broken }: Closing): string[] => [
  ...lost.map((what) => `LOST ${what}`),
  ...doubled.map((what) => `DOUBLED ${what}`),
  ...broken.map((what) => `BROKEN CHAIN ${what}`),
];

const verdict = (closings: Closing[]): string[] => {
  const count = (what: keyof Closing) => String(closings.flatMap((closing) => closing[what]).length);
  return [count('lost'), count('doubled'), closings.some(({ broken }) => broken.length > 0) ? 'BROKEN' : 'valid'];
};

function median(numbers: number[]): string {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0);
}
