import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../shared/change.ts';
import type { Fault } from '../simulator/faults.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import type { Times } from './crash-client.ts';
import { isUnderWay, isWrite, type Books, type Closing } from './crash-books.ts';
import { Desk } from './crash-desk.ts';
import { soon } from './crash-lease-scenes.ts';
import { desks } from './crash-organization.ts';
import { lateness, type CrashSite } from './crash-site.ts';

export interface LoadAftermath extends Closing {
  kills: number;
  /** How many of them while a write was under way at Webex. */
  amidWrites: number;
  /** How many items ended in which way. */
  outcomes: Record<string, number>;
  leases: number;
  /** How many Changes put one back. */
  ends: number;
  /** From asking until all had ended, of each Change, in milliseconds. */
  took: number[];
}

const progressEvery = 25;
/** How long Webex takes to carry a write out. */
const latency = 300;
/** A server that has nothing to send, as all that is open still waits, is killed all the same. */
const longestIdleness = 1_500;
/** Now and then one lives long enough to read the organization again, without which nobody may write. */
const longLifeEvery = 10;
const longLife = 5_000;
const longestLease = 30_000;
const between = (least: number, most: number) => least + Math.random() * (most - least);
const oneOf = <Kind>(kinds: readonly [Kind, ...Kind[]]): Kind =>
  kinds[Math.floor(Math.random() * kinds.length)] ?? kinds[0];

/** People work at every desk while the server is killed again and again; then all of it is waited for, and checked. */
export async function killUnderLoad(
  site: CrashSite,
  books: Books,
  kills: number,
  say: (text: string) => void,
): Promise<LoadAftermath> {
  const before = site.kills;
  const took: number[] = [];
  let amidWrites = 0;
  let isOver = false;
  const work = Array.from({ length: desks }, async (_, number) => {
    const desk = new Desk(site, number, books.ledger);
    let last: Change | undefined;
    for (let step = 0; !isOver; step += 1) {
      const began = performance.now();
      const made = await oneStep(desk, `load-${number}-${step}`, last);
      last = made && (await desk.client.ended(made));
      took.push(performance.now() - began);
    }
  });
  for (let kill = 1; kill <= kills; kill += 1) {
    site.webex.faults.splice(0, Infinity, ...mischief());
    // Some die while they are still starting, the others when they have come to work.
    if (Math.random() < 0.85) await atWork(site.webex);
    await pause(kill % longLifeEvery === 0 ? longLife : between(50, 1_500));
    const killed = site.kills;
    if (site.webex.requests.some(isUnderWay)) amidWrites += 1;
    site.kill();
    while (site.kills === killed) await pause(2);
    if (kill % progressEvery === 0) say(`${kill} of ${kills} random kills, ${took.length} Changes ended`);
  }
  site.webex.faults.length = 0;
  isOver = true;
  await Promise.all(work);
  const changes = await books.allEnded();
  const ends = changes.filter(({ via }) => via === 'lease-end').length;
  const outcomes = Object.groupBy(
    changes.flatMap(({ items }) => items),
    ({ outcome }) => outcome,
  );
  return {
    ...(await books.close(changes)),
    kills: site.kills - before,
    amidWrites,
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([outcome, items]) => [outcome, items.length])),
    leases: changes.filter(({ via, until }) => via === undefined && until !== undefined).length,
    ends,
    took,
  };
}

/** Until the next write comes in. */
async function atWork({ requests }: WebexSimulator): Promise<void> {
  const deadline = performance.now() + longestIdleness;
  const before = requests.filter(isWrite).length;
  while (requests.filter(isWrite).length === before && performance.now() < deadline) await pause(10);
}

/** What somebody at a desk does next; `longest` is how long he lends at most, in milliseconds. */
export async function oneStep(
  desk: Desk,
  key: string,
  last: Change | undefined,
  longest = longestLease,
): Promise<Change | undefined> {
  const isWritten =
    last &&
    last.reverts === undefined &&
    last.until === undefined &&
    last.items.every(({ outcome }) => outcome === 'verified');
  const dice = Math.random();
  if (dice < 0.15 && isWritten) return desk.client.undo(last.id, key);
  // Of an assignment nothing tells whether it was written for good, so each desk makes them all in one way.
  if (dice < 0.3) return desk.assign(key, desk.lends ? timesOfLease(longest) : {});
  if (dice < 0.6) return lend(desk, key, longest);
  if (dice < 0.75) return desk.edit(key, desk.any(3));
  if (dice < 0.85) return stopAndContinue(desk, key);
  return desk.edit(key, desk.any(1));
}

/** Soon, and now and then so soon that it may be over before it was written; some begin later. */
function timesOfLease(longest: number): Times {
  const startsIn = Math.random() < 0.25 ? between(500, longest / 5) : 0;
  return { ...(startsIn > 0 && { startsAt: soon(startsIn) }), until: soon(startsIn + between(3_000, longest)) };
}

/** A lease, most of them on the same fields, so that many lie upon another; the end of some is moved. */
async function lend(desk: Desk, key: string, longest: number): Promise<Change | undefined> {
  const dice = Math.random();
  const made = await desk.edit(key, dice < 0.6 ? desk.favourite : desk.any(2), timesOfLease(longest));
  const lease = made && (await desk.client.ended(made));
  if (!lease) return lease;
  if (dice < 0.2) await desk.client.move(lease.id, { until: soon(-1_000) });
  else if (dice < 0.3) await desk.client.move(lease.id, { until: null });
  else if (dice < 0.4) await desk.client.move(lease.id, { until: soon(between(longest / 15, longest / 3)) });
  return desk.client.change(lease.id);
}

async function stopAndContinue(desk: Desk, key: string): Promise<Change | undefined> {
  const made = await desk.stop(key);
  const stopped = made && (await desk.client.ended(made));
  if (stopped?.items.some(({ outcome }) => outcome === 'stopped') && Math.random() < 0.7)
    await desk.client.tell(stopped.id, 'continue');
  return stopped;
}

/** What Webex does to the next writes: some are carried out late, carried out and answered late, or cut off and carried out late. */
function mischief(): Fault[] {
  const late = () =>
    oneOf<Fault>([
      { delayMs: between(100, lateness) },
      { applyFirst: true, delayMs: between(100, lateness) },
      { lateMs: between(100, lateness) },
    ]);
  const some = ['PUT', 'PUT', 'PATCH'].filter(() => Math.random() < 0.4).map((method) => ({ method, ...late() }));
  return [...some, ...['PUT', 'PATCH'].map((method) => ({ method, delayMs: latency, times: Infinity }))];
}
