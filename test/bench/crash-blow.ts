import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../shared/change.ts';
import { isWrite, type Books, type Closing } from './crash-books.ts';
import { commonProfiles, Desk } from './crash-desk.ts';
import type { Point, Scene } from './crash-points.ts';
import type { CrashSite } from './crash-site.ts';

/** How one kill ended. */
export interface Aftermath extends Closing {
  /** The point was passed: somebody was killed there. */
  isReached: boolean;
  /** From the last kill until every item had ended, in milliseconds. */
  recovery: number;
}

const scenes = {
  edit: 'PUT',
  undo: 'PUT',
  bulk: 'PUT',
  colleagues: 'PUT',
  stop: 'PUT',
  continue: 'PUT',
  assignment: 'PATCH',
};
/** While it goes on, somebody finds the Change and stops it. */
const slowly = { method: 'PUT', delayMs: 1_500 };
const [first = ''] = commonProfiles;
let blows = 0;

/** Does what the scene is, kills the server at the point, and holds everything against each other when all has ended. */
export async function strike(site: CrashSite, books: Books, point: Point, scene: Scene): Promise<Aftermath> {
  const { webex } = site;
  const key = `${scene}-blow-${(blows += 1)}`;
  const desk = new Desk(site, 0, books.acknowledged);
  const before = await prepare(site, desk, scene, key);
  const kills = site.kills;

  webex.switches.readBackLag = point.readBackLag ?? 0;
  if (point.webex) webex.faults.push({ method: scenes[scene], ...point.webex });
  site.die(point.death, point.then);
  if (point.when) void whenWritten(site, point.when).then(() => site.kill());
  await act(site, books, desk, scene, key, before);
  const changes = await books.allEnded();
  const recovery = performance.now() - site.killedAt;
  site.die(undefined);
  webex.faults.length = 0;
  webex.switches.readBackLag = 0;

  const isReached = site.kills === kills + (point.then ? 2 : 1);
  return { ...(await books.close(changes)), recovery, isReached };
}

/** What must have happened before. */
async function prepare(site: CrashSite, desk: Desk, scene: Scene, key: string): Promise<Change | undefined> {
  if (scene !== 'undo' && scene !== 'continue') return undefined;
  if (scene === 'continue') site.webex.faults.push({ ...slowly });
  const made = await (scene === 'undo' ? desk.edit(`${key}-before`, [first]) : desk.stop(key));
  return made && desk.client.ended(made);
}

async function act(
  site: CrashSite,
  books: Books,
  desk: Desk,
  scene: Scene,
  key: string,
  before: Change | undefined,
): Promise<void> {
  switch (scene) {
    case 'edit':
      await desk.edit(key, [first]);
      return;
    case 'assignment':
      await desk.assign(key);
      return;
    case 'bulk':
      await desk.edit(key, commonProfiles.slice(0, 3));
      return;
    case 'undo':
      if (before) await desk.client.undo(before.id, key);
      return;
    case 'continue':
      if (before) await desk.client.tell(before.id, 'continue');
      return;
    case 'stop':
      site.webex.faults.push({ ...slowly });
      await desk.stop(key);
      return;
    case 'colleagues': {
      const arrived = whenWritten(site, 'arrived');
      const making = desk.edit(key, [first]);
      await arrived;
      await new Desk(site, 1, books.acknowledged).edit(`${key}-colleague`, [first]);
      await making;
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
