import { beforeEach, describe, expect, test } from 'vitest';
import type { SkillProfileView } from '../../shared/api.ts';
import type { Edit } from '../../shared/edit.ts';
import type { ChangePreview, PreviewItem } from '../../shared/preview.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { LivePreview } from './live-preview.ts';
import { Saves } from './saves.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const sales: SkillProfileView = {
  id: 'sales',
  name: 'Sales',
  description: '',
  revision: 'r1',
  values: [{ skillId: 'german', value: 5 }],
  editable: true,
  usedBy: { agents: 1, teams: [], outsideScope: 0 },
};

const item = (outsideScope = 0): PreviewItem => ({
  skillProfileId: 'sales',
  diff: [],
  agents: { direct: 1, throughTeam: 0, outsideScope },
  queues: [],
  warnings: [],
});
const previewOf = (previewId: string, outsideScope = 0): ChangePreview => ({
  previewId,
  asOf: '2026-01-01T10:00:00Z',
  items: [item(outsideScope)],
});

/** A question to the backend that waits for its answer. */
interface Question {
  edits: Edit[];
  given: AbortSignal;
  answer(preview: ChangePreview | ApiProblem): Promise<void>;
}

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
let unsaved: UnsavedEdits;
let saves: Saves;
let preview: LivePreview;
let timers: { task: () => void; ms: number }[];
let questions: Question[];

beforeEach(() => {
  timers = [];
  questions = [];
  unsaved = new UnsavedEdits();
  saves = new Saves(unsaved, { newKey: () => 'key', wait: () => Promise.resolve() });
  preview = new LivePreview(unsaved, saves, {
    later: (task, ms) => {
      const timer = { task, ms };
      timers.push(timer);
      return () => (timers = timers.filter((one) => one !== timer));
    },
  });
  preview.attach((edits, given) => {
    const { promise, resolve, reject } = Promise.withResolvers<ChangePreview>();
    const answer = async (found: ChangePreview | ApiProblem) => {
      if (found instanceof ApiProblem) reject(found);
      else resolve(found);
      await quiet();
    };
    questions.push({ edits, given, answer });
    return promise;
  });
});

const timePasses = () => timers.splice(0).forEach(({ task }) => task());

test('typing one value after another asks once, for the newest', () => {
  for (const value of [6, 7, 8]) unsaved.setValue(sales, 'german', value);
  expect(questions).toEqual([]);
  expect(preview.pending).toBe(true);
  timePasses();

  expect(questions).toHaveLength(1);
  expect(questions[0]?.edits).toMatchObject([{ set: [{ skillId: 'german', value: 8 }] }]);
});

test('newer edits take the question back, and its late answer is not shown', async () => {
  unsaved.setValue(sales, 'german', 6);
  timePasses();
  unsaved.setValue(sales, 'german', 7);
  expect(questions[0]?.given.aborted).toBe(true);
  timePasses();
  await questions[0]?.answer(previewOf('old'));
  expect(preview.current).toBeUndefined();
  await questions[1]?.answer(previewOf('new'));

  expect(preview.current?.previewId).toBe('new');
});

test('what was shown of the edits before stays to be seen, and is not what a save agrees to', async () => {
  unsaved.setValue(sales, 'german', 6);
  timePasses();
  await questions[0]?.answer(previewOf('first'));
  unsaved.setValue(sales, 'german', 7);

  expect(preview.current).toBeUndefined();
  expect(preview.itemOf('sales')).toEqual(item());
});

test('a failure is told, asked again by itself, and forgotten when an answer comes', async () => {
  unsaved.setValue(sales, 'german', 6);
  timePasses();
  await questions[0]?.answer(new ApiProblem('webex-unavailable'));
  expect(preview.problem?.code).toBe('webex-unavailable');
  expect(preview.current).toBeUndefined();
  timePasses();
  await questions[1]?.answer(previewOf('second'));

  expect(preview.problem).toBeUndefined();
  expect(preview.current?.previewId).toBe('second');
});

test('too many questions wait as long as the backend says', async () => {
  unsaved.setValue(sales, 'german', 6);
  timePasses();
  await questions[0]?.answer(new ApiProblem('too-many-requests', { retryAfter: 33_000 }));

  expect(timers.map(({ ms }) => ms)).toEqual([33_000]);
});

test('with nothing unsaved nothing is asked', () => {
  unsaved.setValue(sales, 'german', 6);
  unsaved.discard();

  expect(timers).toEqual([]);
  expect(preview.pending).toBe(false);
});

describe('when a save is turned away because its preview is outdated', () => {
  beforeEach(async () => {
    unsaved.setValue(sales, 'german', 6);
    timePasses();
    await questions[0]?.answer(previewOf('shown', 1));
    saves.setReason('storm');
    saves.attach({
      makeChange: () => Promise.reject(new ApiProblem('preview-outdated', { preview: previewOf('new', 3) })),
      readChange: () => Promise.reject(new ApiProblem('unknown')),
      stopChange: () => Promise.reject(new ApiProblem('unknown')),
      continueChange: () => Promise.reject(new ApiProblem('unknown')),
      readLists: () => Promise.resolve(),
    });
    saves.save({ previewIds: ['shown'] });
    await quiet();
  });

  test('the new one is shown with what became worse, and the edits are kept', () => {
    expect(preview.current?.previewId).toBe('new');
    expect(preview.worse).toEqual([
      {
        skillProfileId: 'sales',
        agents: { shown: 2, now: 4 },
        outsideScope: { shown: 1, now: 3 },
        queuesToNobody: [],
      },
    ]);
    expect(unsaved.counts.changes).toBe(1);
  });

  test('another edit is looked at afresh', () => {
    unsaved.setValue(sales, 'german', 9);

    expect(preview.worse).toEqual([]);
    expect(preview.pending).toBe(true);
  });
});
