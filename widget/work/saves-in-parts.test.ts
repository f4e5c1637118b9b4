import { beforeEach, expect, test } from 'vitest';
import type { Change, Outcome } from '../../shared/change.ts';
import type { ChangeRequest } from '../../shared/edit.ts';
import { ApiProblem } from '../api/api-problem.ts';
import { saveTitle } from '../localize/save-words.ts';
import { Words } from '../localize/words.ts';
import { inParts } from './in-parts.ts';
import { outcomesOf, type Save } from './save.ts';
import { Saves, type Lender } from './saves.ts';
import { UnsavedEdits } from './unsaved-edits.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const words = new Words('en');

let unsaved: UnsavedEdits;
let saves: Saves;
let sent: { request: ChangeRequest; key: string; answer: (reply: Outcome | ApiProblem) => Promise<void> }[];
let stopped: string[];
let leave: () => void;

const changeOf = (id: string, request: ChangeRequest, outcome: Outcome): Change => ({
  id,
  actor: { id: 'u1', name: 'Sam', email: '' },
  reason: request.reason,
  createdAt: '2026-01-01T00:00:00Z',
  terms: [],
  items: request.edits.map((edit) => ({ ...('userId' in edit && { userId: edit.userId }), outcome, diff: [] })),
});

const lender = (): Lender => ({
  makeChange: (request, key) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; value: Change }>();
    const answer = (reply: Outcome | ApiProblem) => {
      if (reply instanceof ApiProblem) reject(reply);
      else resolve({ status: 201, value: changeOf(key, request, reply) });
      return quiet();
    };
    sent.push({ request, key, answer });
    return promise;
  },
  readChange: (id) => Promise.reject(new ApiProblem('not-found', { requestId: id })),
  stopChange: (id) => {
    stopped.push(id);
    const { request } = sent.find(({ key }) => key === id) ?? expect.fail();
    return Promise.resolve(changeOf(id, request, 'stopped'));
  },
  continueChange: () => Promise.reject(new ApiProblem('unknown')),
  readLists: () => Promise.resolve(),
});

beforeEach(() => {
  let keys = 0;
  [sent, stopped] = [[], []];
  unsaved = new UnsavedEdits();
  saves = new Saves(unsaved, { newKey: () => `key-${(keys += 1)}`, wait: () => Promise.resolve() });
  unsaved.together(() => {
    for (let at = 0; at < 1_100; at += 1) unsaved.assign(`agent-${at}`, null, 'sales');
  });
  saves.setReason('storm');
  leave = saves.attach(lender());
});

const head = (): Save => saves.shown[0] ?? expect.fail('Nothing is shown.');
const last = () => sent.at(-1) ?? expect.fail('Nothing was sent.');
const sizes = () => sent.map(({ request }) => request.edits.length);

test('more edits than one Change takes are saved one Change after the other, with one reason and end', async () => {
  expect(saves.parts).toBe(3);
  const until = '2026-01-01T12:00:00Z';
  saves.save({ until, previewIds: ['p1', 'p2', 'p3'] });
  await quiet();
  expect(sizes()).toEqual([500]);
  expect(saves.edits).toEqual([]);
  await last().answer('verified');
  expect(saveTitle(head(), words)).toBe('500 of 1,100 done');
  expect(saves.working).toBe(true);
  await last().answer('verified');
  await last().answer('verified');

  expect(sizes()).toEqual([500, 500, 100]);
  expect(sent.map(({ request: { reason, until: end, previewId } }) => [reason, end, previewId])).toEqual([
    ['storm', until, 'p1'],
    ['storm', until, 'p2'],
    ['storm', until, 'p3'],
  ]);
  expect(
    new Set(sent.flatMap(({ request }) => request.edits.map((edit) => 'userId' in edit && edit.userId))).size,
  ).toBe(1_100);
  expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
  expect(saves.shown).toHaveLength(1);
  expect(outcomesOf(head())).toHaveLength(1_100);
  expect(saveTitle(head(), words)).toBe('All written and read back');
  expect(unsaved.counts.changes).toBe(0);
  expect(saves.reason).toBe('');
});

test('stop stops all: what was not sent stays unsaved, and can be saved otherwise', async () => {
  saves.save();
  await quiet();
  const stopping = saves.stop(head());
  await last().answer('pending');
  await stopping;
  await quiet();

  expect(stopped).toEqual(['key-1']);
  expect(sizes()).toEqual([500]);
  expect(unsaved.counts.changes).toBe(1_100);
  expect(saves.working).toBe(false);
  expect(saves.edits).toHaveLength(1_100);
});

test('after a break the one that may have arrived goes again under its key, and only what follows it after that', async () => {
  saves.save();
  await quiet();
  await last().answer('verified');
  for (let attempt = 0; attempt < 3; attempt += 1) await last().answer(new ApiProblem('unreachable'));
  expect(saveTitle(head(), words)).toBe('500 of 1,100 written and read back, then it could not go on');
  expect(saves.working).toBe(false);

  saves.save();
  await quiet();
  await last().answer('verified');
  await last().answer('verified');
  expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2', 'key-2', 'key-2', 'key-2', 'key-3']);
  expect(saveTitle(head(), words)).toBe('All written and read back');
});

test('a refusal ends the series, and what was not sent can be saved anew', async () => {
  saves.save();
  await quiet();
  await last().answer('verified');
  await last().answer(new ApiProblem('preview-outdated'));

  expect(sizes()).toEqual([500, 500]);
  expect(head().series.map(({ state }) => state)).toEqual(['ended', 'failed', 'dropped']);
  expect(saves.edits).toHaveLength(600);
  saves.save();
  await quiet();
  expect(last().key).toBe('key-4');
});

test('when the page comes back between two of them, the next goes on, and none goes twice', async () => {
  saves.save();
  await quiet();
  leave();
  await last().answer('verified');
  expect(sizes()).toEqual([500]);
  saves.attach(lender());
  await quiet();
  expect(sent.map(({ key }) => key)).toEqual(['key-1', 'key-2']);
});

test('edits that are large are parted by what the backend takes at once', () => {
  const set = Array.from({ length: 100 }, (_, at) => ({ skillId: `skill-${at}`, value: 'x'.repeat(90) }));
  const edits = Array.from({ length: 40 }, (_, at) => ({ skillProfileId: `p${at}`, revision: 'r', set, remove: [] }));
  const parts = inParts(edits);
  expect(parts.flat()).toEqual(edits);
  for (const part of parts) expect(JSON.stringify(part).length).toBeLessThan(200_100);
});
