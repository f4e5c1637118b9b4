import { beforeEach, expect, test } from 'vitest';
import type { ChangeList } from '../../shared/api.ts';
import type { Change, Outcome } from '../../shared/change.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { Deviations, waitingFor } from './deviations.ts';

const now = Date.parse('2026-11-21T10:00:00Z');
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const change = (more: Partial<Change> = {}, outcome: Outcome = 'verified'): Change => ({
  id: 'c1',
  actor: { id: 'u1', name: 'Sam', email: '' },
  reason: 'storm',
  createdAt: at(-5),
  terms: [],
  items: [{ skillProfileId: 'p1', outcome, diff: [] }],
  ...more,
});

let answers: (ChangeList | ApiProblem)[];
let asked: Record<string, string>[];
let timers: { task: () => void; ms: number }[];
let hidden: boolean;
let moved: number;
let deviations: Deviations;

beforeEach(() => {
  [answers, asked, timers, hidden, moved] = [[], [], [], false, 0];
  deviations = new Deviations(
    {
      listChanges: (query) => {
        asked.push(query);
        const answer = answers.shift() ?? { changes: [] };
        return answer instanceof ApiProblem ? Promise.reject(answer) : Promise.resolve(answer);
      },
      moveLease: () => Promise.reject(new ApiProblem('lease-ended')),
    },
    {
      later: (task, ms) => {
        const timer = { task, ms };
        timers.push(timer);
        return () => (timers = timers.filter((one) => one !== timer));
      },
      now: () => now,
      hidden: () => hidden,
      idle: () => 120_000,
      moved: () => (moved += 1),
    },
  );
});

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
async function start(...all: (ChangeList | ApiProblem)[]): Promise<void> {
  answers.push(...all);
  deviations.start();
  await quiet();
}
async function timePasses(): Promise<void> {
  timers.splice(0).forEach(({ task }) => task());
  await quiet();
}

test.each<[string, Change]>([
  ['attention', change({ incident: { code: 'superseded' }, endedAt: at(-1), until: at(-1) })],
  ['begin', change({ startsAt: at(10), until: at(20) }, 'scheduled')],
  ['end', change({ until: at(20) })],
  ['webex', change({ until: at(20) }, 'in-doubt')],
  ['webex', change({ until: at(-1), endedAt: at(-1) })],
  ['webex', change({ incident: { code: 'failed', takenAt: at(-1) }, endedAt: at(-2) })],
])('what waits for %s', (waiting, open) => expect(waitingFor(open, now)).toBe(waiting));

test('all pages of what is open are read', async () => {
  await start({ changes: [change()], nextCursor: 'more' }, { changes: [change({ id: 'c2' })] });

  expect(asked).toEqual([{ open: 'true' }, { open: 'true', cursor: 'more' }]);
  expect(deviations.open?.map(({ id }) => id)).toEqual(['c1', 'c2']);
});

test.each([
  ['nothing is open', [], 30_000],
  ['the end is far', [change({ until: at(120) })], 30_000],
  ['the end is near', [change({ until: at(0.5) })], 5_000],
  ['the end comes near before the usual pause is over', [change({ until: at(1.25) })], 20_000],
  ['Webex has not confirmed something', [change({ until: at(20) }, 'sent')], 5_000],
])('when %s, it looks again after a while that fits', async (_what, changes, ms) => {
  await start({ changes });

  expect(timers.map((timer) => timer.ms)).toEqual([ms]);
});

test('while nobody looks at the page, nothing is asked; then it goes on', async () => {
  await start();
  hidden = true;
  await timePasses();
  await timePasses();
  expect(asked).toHaveLength(1);
  expect(timers).toEqual([]);
  hidden = false;
  deviations.wake();
  await quiet();

  expect(asked).toHaveLength(2);
});

test('the lists are read when something began or ended, and not otherwise', async () => {
  const open = { changes: [change({ until: at(20) })] };
  await start(open, open, { changes: [] });
  await timePasses();
  expect(moved).toBe(0);
  await timePasses();

  expect(moved).toBe(1);
});

test('what cannot be read is told, and what was read stays', async () => {
  await start({ changes: [change()] }, new ApiProblem('too-many-requests', { retryAfter: 9_000 }));
  await timePasses();

  expect(deviations.problem?.code).toBe('too-many-requests');
  expect(deviations.open).toHaveLength(1);
  expect(timers.map(({ ms }) => ms)).toEqual([9_000]);
});

test('a move that is refused is looked at again', async () => {
  await start({ changes: [change()] });
  await expect(deviations.move('c1', { until: null })).rejects.toMatchObject({ code: 'lease-ended' });
  await quiet();

  expect(asked).toHaveLength(2);
});
