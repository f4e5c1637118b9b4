import type { LeaseScene } from './crash-lease-scenes.ts';
import type { Point } from './crash-points.ts';
import { lateness } from './crash-site.ts';

const begins: LeaseScene[] = ['lease', 'lease of an agent'];
const ends: LeaseScene[] = ['end', 'end of an agent'];
const stacked: LeaseScene[] = ['end under another', 'end above another'];
const early: LeaseScene[] = ['early end', 'early end of an agent'];
const moves: LeaseScene[] = [...early, 'made permanent', 'handed over'];
const onItsWay: LeaseScene[] = ['short lease', 'lease from later on'];

const at = (passage: string, scenes: LeaseScene[]): Point => ({
  name: `lease: ${passage}`,
  scenes,
  death: { passage, time: 1 },
});

/** Where a server dies while a lease begins, ends or is moved. In the scenes of ends and moves everything was written before. */
export const leasePoints: readonly Point[] = [
  at('the intent committed', [...begins, 'lease from later on']),
  at('before pending commits', ['lease from later on']),
  at('pending committed', ['lease from later on']),
  at('before the begin of the end commits', [...ends, ...stacked, ...early, 'lease undone', 'changed for good']),
  at('the begin of the end committed', [...ends, ...stacked, ...early, 'lease undone', 'changed for good']),
  at('before the move commits', moves),
  at('the move committed', moves),
  at('before the client is answered', moves),
  at('claimed', [...ends, 'end under another', 'lease from later on']),
  at('read fresh', [...ends, 'end under another', 'lease from later on']),
  at('before sent commits', ends),
  at('sent committed', [...begins, ...onItsWay, ...ends, 'end above another', ...early, 'lease undone']),
  {
    name: 'lease: the write is under way, and is carried out late',
    scenes: ['lease', 'short lease', ...ends],
    webex: { delayMs: lateness },
    when: 'arrived',
  },
  {
    name: 'lease: the write is carried out, and not answered',
    scenes: [...begins, 'short lease', ...ends, 'end above another', 'lease undone'],
    webex: { applyFirst: true, delayMs: lateness },
    when: 'applied',
  },
  at('write answered', [...begins, ...ends]),
  at('before the outcome commits', [
    ...begins,
    ...onItsWay,
    ...ends,
    ...stacked,
    ...early,
    'lease undone',
    'changed for good',
  ]),
  at('the outcome committed', [
    ...begins,
    ...onItsWay,
    ...ends,
    ...stacked,
    ...early,
    'lease undone',
    'changed for good',
  ]),
  { ...at('in-doubt committed', ['short lease', ...ends]), webex: { lateMs: lateness } },
  {
    ...at('sent committed', ends),
    name: 'lease: sent committed, and again, while it is settled: before the outcome commits',
    then: { passage: 'before the outcome commits', time: 1 },
  },
  {
    ...at('before the begin of the end commits', ends),
    name: 'lease: before the begin of the end commits, and again: before the outcome commits',
    then: { passage: 'before the outcome commits', time: 1 },
  },
];
