import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../shared/change.ts';
import { isWrite, type Books, type Closing } from './crash-books.ts';
import { commonProfiles, Desk } from './crash-desk.ts';
import { isLeaseScene, leaseScenes } from './crash-lease-scenes.ts';
import type { Point, Scene } from './crash-points.ts';
import type { CrashSite } from './crash-site.ts';

/** How one kill ended. */
export interface Aftermath extends Closing {
  /** The point was passed: somebody was killed there. */
  isReached: boolean;
  /** From the last kill until every item had ended, in milliseconds. */
  recovery: number;
}

/** While it goes on, somebody finds the Change and stops it. */
const slowly = { method: 'PUT', delayMs: 1_500 };
const [first = ''] = commonProfiles;
let blows = 0;

interface Stage {
  site: CrashSite;
  books: Books;
  desk: Desk;
  scene: Scene;
  /** Of what is done in the scene. */
  key: string;
}

/** Does what the scene is, kills the server at the point, and holds everything against each other when all has ended. */
export async function strike(site: CrashSite, books: Books, point: Point, scene: Scene): Promise<Aftermath> {
  const { webex } = site;
  const stage = {
    site,
    books,
    desk: new Desk(site, 0, books.ledger),
    scene,
    key: `${scene.replaceAll(' ', '-')}-blow-${(blows += 1)}`,
  };
  const before = await prepare(stage);
  const kills = site.kills;

  webex.switches.readBackLag = point.readBackLag ?? 0;
  if (point.webex)
    webex.faults.push({
      method: scene.endsWith('assignment') || scene.endsWith('of an agent') ? 'PATCH' : 'PUT',
      ...point.webex,
    });
  site.die(point.death, point.then);
  if (point.when) void whenWritten(site, point.when).then(() => site.kill());
  await act(stage, before);
  const changes = await books.allEnded();
  const recovery = performance.now() - site.killedAt;
  site.die(undefined);
  webex.faults.length = 0;
  webex.switches.readBackLag = 0;

  const isReached = site.kills === kills + (point.then ? 2 : 1);
  const closing = await books.close(changes);
  // Two kills are no three tries.
  const failed = changes.filter(({ items }) => items.some(({ outcome }) => outcome === 'failed'));
  const lost = [...closing.lost, ...failed.map(({ reason }) => `${reason}: failed`)];
  return { ...closing, lost, recovery, isReached };
}

/** What must have happened before. */
async function prepare({ site, desk, scene, key }: Stage): Promise<Change | undefined> {
  if (isLeaseScene(scene)) return leaseScenes[scene].before?.(desk, key);
  if (scene !== 'undo' && scene !== 'continue') return undefined;
  if (scene === 'continue') site.webex.faults.push({ ...slowly });
  const made = await (scene === 'undo' ? desk.edit(`${key}-before`, [first]) : desk.stop(key));
  return made && desk.client.ended(made);
}

async function act({ site, books, desk, scene, key }: Stage, before: Change | undefined): Promise<unknown> {
  if (isLeaseScene(scene)) return leaseScenes[scene].act(desk, key, before);
  switch (scene) {
    case 'edit':
      return desk.edit(key, [first]);
    case 'assignment':
      return desk.assign(key);
    case 'bulk':
      return desk.edit(key, commonProfiles.slice(0, 3));
    case 'undo':
      return before && desk.client.undo(before.id, key);
    case 'continue':
      return before && desk.client.tell(before.id, 'continue');
    case 'stop':
      site.webex.faults.push({ ...slowly });
      return desk.stop(key);
    case 'colleagues': {
      const arrived = whenWritten(site, 'arrived');
      const making = desk.edit(key, [first]);
      await arrived;
      await new Desk(site, 1, books.ledger).edit(`${key}-colleague`, [first]);
      return making;
    }
  }
}

async function whenWritten(site: CrashSite, when: 'arrived' | 'applied'): Promise<void> {
  if (when === 'applied') {
    await site.nextWrite();
    return;
  }
  const { requests } = site.webex;
  const seen = requests.filter(isWrite).length;
  while (requests.filter((request) => isWrite(request) && request.body !== undefined).length === seen) await pause(2);
}
