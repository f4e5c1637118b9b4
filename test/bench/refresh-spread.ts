import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { DatabaseClock } from '../../server/adapters/database/database-time.ts';
import { openCustody } from '../../server/compose-custody.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';
import { printTable } from './print-table.ts';
import { environmentFor } from './token-scene.ts';

const installations = 100;
const hour = 60 * 60;
const goals = { spread: 0.1, inOneSecond: 2 };

/**
 * Prints how the renewals of a hundred installations lie that were connected one after the other, as fast as that goes: each with a database
 * of its own, and with the time that it has stored. False when a goal is missed.
 */
export async function showSpread(): Promise<boolean> {
  const rows: string[][] = [];
  let isMet = true;
  for (const [what, life] of [
    ['14 days', 14 * 24 * hour],
    ['12 hours', 12 * hour],
  ] as const) {
    const { connectedWithin, due } = await connectAll(life);
    const spread = (Math.max(...due) - Math.min(...due)) / 1_000;
    const perSecond = Object.values(Object.groupBy(due, (at) => Math.floor(at / 1_000)));
    const inOneSecond = Math.max(...perSecond.map((one = []) => one.length));
    isMet &&= spread / life >= goals.spread && inOneSecond <= goals.inOneSecond;
    const share = `${((spread / life) * 100).toFixed(1)} %`;
    rows.push([what, connectedWithin.toFixed(1), (spread / hour).toFixed(1), share, String(inOneSecond)]);
  }
  printTable(
    `spread: ${installations} installations, an access token each; goals: ≥ ${goals.spread * 100} % of its life, ≤ ${goals.inOneSecond} in one second`,
    ['life of the token', 'connected within s', 'renewals over h', 'of the life', 'most in one second'],
    rows,
  );
  return isMet;
}

/** Seconds until all were connected, and when each renews its token. */
async function connectAll(accessTokenLifeSeconds: number): Promise<{ connectedWithin: number; due: number[] }> {
  const began = performance.now();
  const due: number[] = [];
  for (let at = 0; at < installations; at += 1) due.push(await connectOne(at, accessTokenLifeSeconds));
  return { connectedWithin: (performance.now() - began) / 1_000, due };
}

/** `seed`: of an organization of its own, as what is planned hangs on whose credential it is. */
async function connectOne(seed: number, accessTokenLifeSeconds: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-bench-'));
  const organization = largeOrganization({ users: 10, teams: 2, skills: 20, skillProfiles: 2, queues: 2 }, seed);
  const webex = await startWebexSimulator({ organization, accessTokenLifeSeconds });
  const log = openLog('silent');
  const config = readConfig(environmentFor(webex, `file:${join(folder, 'skilldesk.db')}`));
  const database = await openDatabase(config.databaseUrl, log);
  const clock = new DatabaseClock(database);
  await clock.set();
  const { access, store } = await openCustody(config, database, clock, log);
  await access.refreshWhenDue();
  const due = (await store.inUse('admin'))?.nextRefreshAt;
  await database.destroy();
  await webex.close();
  rmSync(folder, { recursive: true });
  if (due === undefined) throw new Error('connected, and no renewal is planned');
  return due;
}
