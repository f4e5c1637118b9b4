import type { PostgresServer } from '../postgres/postgres-server.ts';
import { switchPositions } from '../simulator/switches.ts';
import { CrashGroup, type Aftermath, type Blow } from './crash-round.ts';
import { printTable } from './print-table.ts';
import { testSettings } from './renewing-process.ts';

type Rotation = (typeof switchPositions.refreshTokenRotation)[number];

const rotations = switchPositions.refreshTokenRotation;
const strictest: Rotation = 'rotates-and-revokes-family';
const randomKills = 300;
const withoutRung = 25;
const longestRecovery = testSettings.claim + 1_000;

const points = ['claimed', 'before-send', 'answered', 'before-commit', 'committed'];
const between = (least: number, most: number) => least + Math.random() * (most - least);
const latency = () => between(30, 80);

const atPoints = (blow: (point: string, stored: boolean) => Partial<Blow>): Blow[] =>
  points.map((point) => ({ latency: latency(), ...blow(point, point.endsWith('commit') || point === 'committed') }));
const refreshBlows = () => atPoints((point) => ({ death: { point, time: 1 } }));
/** The refused refresh comes to the first three points before the minting does. */
const mintBlows = () => atPoints((point, stored) => ({ isRefused: true, death: { point, time: stored ? 1 : 2 } }));
/** The manager is renewed before the credential that it serves. */
const managerBlows = () => atPoints((point) => ({ isManagerOver: true, death: { point, time: 1 } }));
const randomBlow = (at: number): Blow => {
  const answersAfter = latency();
  return { latency: answersAfter, after: between(0, answersAfter + 40), together: at % 2 === 1 };
};

interface Lane {
  store: string;
  postgresUrl: string | undefined;
  processes: number;
}

interface Row {
  what: string[];
  aftermaths: Aftermath[];
}

/** Kills processes in the middle of a refresh, and prints how the others stand after it; answers whether all is as promised. */
export async function crashRefreshes(postgres: PostgresServer | undefined): Promise<boolean> {
  const lanes: Lane[] = [{ store: 'SQLite', postgresUrl: undefined, processes: 1 }];
  if (postgres) lanes.push({ store: 'PostgreSQL', postgresUrl: postgres.url, processes: 3 });
  const each = Math.ceil(randomKills / (lanes.length * rotations.length));
  const found = await Promise.all(lanes.map((lane) => strikeLane(lane, each)));

  const promised = found.flatMap(({ promised }) => promised);
  const head = ['inside', 'needs a human', 'no token', 'slowest ms', 'unreadable', 'versions lost'];
  printTable(
    `refresh: kill -9, then a new process; with the second rung (promised: recovery within ${longestRecovery} ms, and all the rest 0)`,
    ['store', 'rotation', 'killed', 'kills', ...head],
    [...promised, total(promised)].map(cells),
  );
  printTable(
    'refresh: kill -9 of the token manager’s own refresh (not promised where Webex rotates: its only grant may be lost with the answer)',
    ['store', 'rotation', 'killed', 'kills', ...head, 'manager to connect again'],
    found
      .flatMap(({ manager }) => manager)
      .map((row) => [...cells(row), String(count(row, ({ needsManager }) => needsManager))]),
  );
  printTable(
    'refresh: kill -9 without the second rung (not promised: the only refresh token may be lost with the answer)',
    ['store', 'rotation', 'killed', 'kills', ...head],
    found.flatMap(({ without }) => without).map(cells),
  );
  return promised.every(isAsPromised);
}

async function strikeLane({ store, postgresUrl, processes }: Lane, each: number) {
  const promised: Row[] = [];
  const manager: Row[] = [];
  for (const rotation of rotations) {
    const group = await CrashGroup.open({ postgresUrl, rotation, hasManager: true }, processes);
    const random = Array.from({ length: each }, (_, at) => randomBlow(at));
    const kinds = { 'at 5 points': refreshBlows(), 'minting, at 5 points': mintBlows(), 'at random': random };
    for (const [kind, blows] of Object.entries(kinds)) {
      const aftermaths: Aftermath[] = [];
      for (const blow of blows) aftermaths.push(await group.strike(blow));
      promised.push({ what: [store, rotation, kind], aftermaths });
    }
    await group.close();

    const aftermaths: Aftermath[] = [];
    for (const blow of managerBlows()) {
      // What is lost stays lost, so each has its own.
      const fresh = await CrashGroup.open({ postgresUrl, rotation, hasManager: true }, 1);
      aftermaths.push(await fresh.strike(blow));
      await fresh.close();
    }
    manager.push({ what: [store, rotation, 'at 5 points'], aftermaths });
  }

  const without: Row[] = [];
  const group = await CrashGroup.open({ postgresUrl, rotation: strictest, hasManager: false }, processes);
  const random = Array.from({ length: withoutRung }, (_, at) => randomBlow(at));
  for (const [kind, blows] of Object.entries({ 'at 5 points': refreshBlows(), 'at random': random })) {
    const aftermaths: Aftermath[] = [];
    for (const blow of blows) {
      const aftermath = await group.strike(blow);
      if (aftermath.needsHuman) await group.reconnect();
      aftermaths.push(aftermath);
    }
    without.push({ what: [store, strictest, kind], aftermaths });
  }
  await group.close();
  return { promised, manager, without };
}

const count = ({ aftermaths }: Row, is: (aftermath: Aftermath) => boolean) => aftermaths.filter(is).length;
const slowest = ({ aftermaths }: Row) => Math.max(...aftermaths.map(({ recovery }) => recovery));

const cells = (row: Row): string[] => [
  ...row.what,
  String(row.aftermaths.length),
  String(count(row, ({ inside }) => inside)),
  String(count(row, ({ needsHuman }) => needsHuman)),
  String(count(row, ({ works }) => !works)),
  slowest(row).toFixed(0),
  String(count(row, ({ readable }) => !readable)),
  String(count(row, ({ versionLost }) => versionLost)),
];

const total = (rows: Row[]): Row => ({
  what: ['all', '', ''],
  aftermaths: rows.flatMap(({ aftermaths }) => aftermaths),
});

const isAsPromised = (row: Row): boolean =>
  slowest(row) <= longestRecovery &&
  row.aftermaths.every(
    ({ needsHuman, needsManager, works, readable, versionLost }) =>
      works && readable && !needsHuman && !needsManager && !versionLost,
  );
