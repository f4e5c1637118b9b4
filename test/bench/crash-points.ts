import type { Fault } from '../simulator/faults.ts';
import { leasePoints } from './crash-lease-points.ts';
import type { LeaseScene } from './crash-lease-scenes.ts';
import type { Death } from './crash-passages.ts';
import { lateness } from './crash-site.ts';

/** What is done when the server is killed. */
export type Scene = 'edit' | 'assignment' | 'undo' | 'bulk' | 'colleagues' | 'stop' | 'continue' | LeaseScene;

/** Where a server dies. A new point is a new row; a passage that is not there yet is laid in `crash-passages.ts`. */
export interface Point {
  name: string;
  scenes: readonly Scene[];
  /** The passage in the process; without it the process is killed from outside. */
  death?: Death;
  /** And the one that comes after it is killed as well. */
  then?: Death;
  /** What Webex does with the write. */
  webex?: Omit<Fault, 'method'>;
  /** Killed from outside: when the write has come in at Webex, or when it was carried out. */
  when?: 'arrived' | 'applied';
  /** For how long readings show what stood there before. */
  readBackLag?: number;
}

const all = ['edit', 'assignment', 'undo'] as const;
const at = (passage: string, time = 1): { name: string; death: Death } => ({ name: passage, death: { passage, time } });

export const points: readonly Point[] = [
  { ...at('before the intent commits'), scenes: all },
  { ...at('the intent committed'), scenes: all },
  { ...at('claimed'), scenes: all },
  // Those of the first item were confirmed with the intent, a moment ago.
  { ...at('rights confirmed'), scenes: ['bulk'] },
  { ...at('read fresh'), scenes: all },
  { ...at('before sent commits'), scenes: all },
  { ...at('sent committed'), name: 'sent committed, and the write has not left', scenes: all },
  {
    name: 'the write is under way, and is carried out late',
    scenes: all,
    webex: { delayMs: lateness },
    when: 'arrived',
  },
  {
    name: 'the write is carried out, and not answered',
    scenes: all,
    webex: { applyFirst: true, delayMs: lateness },
    when: 'applied',
  },
  { ...at('write answered'), name: 'the write is answered, and not recorded', scenes: all },
  { ...at('the answer committed'), scenes: all },
  { ...at('read back 1'), name: 'between the read-backs', scenes: all, readBackLag: 150 },
  { ...at('before the outcome commits'), scenes: all },
  { ...at('the outcome committed'), scenes: all },
  { ...at('before the client is answered'), scenes: all },
  { ...at('sent committed', 2), name: 'the second of several: sent committed', scenes: ['bulk'] },
  {
    ...at('before the outcome commits', 2),
    name: 'the second of several: before the outcome commits',
    scenes: ['bulk'],
  },
  { ...at('in-doubt committed'), name: 'cut off and in doubt', scenes: all, webex: { lateMs: lateness } },
  // With its outcome an item gives its claim back; one that waits does it by itself.
  {
    ...at('before the release'),
    name: 'cut off, in doubt, before the release',
    scenes: all,
    webex: { lateMs: lateness },
  },
  { ...at('released'), name: 'cut off, in doubt and released', scenes: all, webex: { lateMs: lateness } },
  {
    ...at('released'),
    name: 'cut off, in doubt and released, while a colleague edits',
    scenes: ['colleagues'],
    webex: { lateMs: lateness },
  },
  {
    ...at('sent committed'),
    name: 'again, while it is settled: read',
    scenes: all,
    then: { passage: 'settling read', time: 1 },
  },
  {
    name: 'again, while a late one is settled: before the outcome commits',
    scenes: all,
    webex: { delayMs: lateness },
    when: 'arrived',
    then: { passage: 'before the outcome commits', time: 1 },
  },
  { ...at('before the stop commits'), scenes: ['stop'] },
  { ...at('the stop committed'), scenes: ['stop'] },
  { ...at('before the continuing commits'), scenes: ['continue'] },
  { ...at('the continuing committed'), scenes: ['continue'] },
  ...leasePoints,
];
