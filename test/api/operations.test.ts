import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
const { german, english, french, vip } = skillIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const doing = async (skillProfileId: string, ...set: unknown[]) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set,
});
const proficiency = (skillId: string, skillProfileId: string = billingSpecialist) =>
  skilldesk.webex.proficiency(skillProfileId, skillId);
const preview = async (edits: unknown[]) =>
  (await nadia.call('POST', '/api/changes/preview', {}, { edits })).body as ChangePreview;

test('“add 4” over several profiles raises each from where it is, to 10 at most, as its preview says', async () => {
  const add = { skillId: german, add: 4 };
  const edits = [await doing(billingSpecialist, add), await doing(supportExpert, add)];
  expect([proficiency(german), proficiency(german, supportExpert)]).toEqual([5, 6]);
  const shown = (await preview(edits)).items.map(({ diff }) => diff);

  const { items } = await nadia.change(edits);

  expect(items.map(({ outcome }) => outcome)).toEqual(['verified', 'verified']);
  expect(items.map(({ diff }) => diff)).toEqual(shown);
  expect(shown).toEqual([[{ skillId: german, before: 5, after: 9 }], [{ skillId: german, before: 6, after: 10 }]]);
  expect([proficiency(german), proficiency(german, supportExpert)]).toEqual([9, 10]);
});

test('“only if at 5” and “only where present” leave out the rest, and preview and item say which', async () => {
  const edit = await doing(
    billingSpecialist,
    { skillId: german, value: 8, onlyIf: 5 },
    { skillId: english, value: 9, onlyIf: 1 },
    { skillId: french, value: 3, onlyIfPresent: true },
  );
  const leftOut = [
    { skillId: english, theirs: proficiency(english) },
    { skillId: french, theirs: null },
  ];
  expect((await preview([edit])).items).toMatchObject([{ diff: [{ skillId: german, after: 8 }], leftOut }]);

  const { items } = await nadia.change([edit]);

  expect(items).toMatchObject([{ outcome: 'verified', diff: [{ skillId: german, before: 5, after: 8 }], leftOut }]);
  expect(proficiency(french)).toBeUndefined();
});

test('where no condition holds the item is unchanged, and nothing is written', async () => {
  const { items } = await nadia.change([await doing(billingSpecialist, { skillId: german, add: 1, onlyIf: 9 })]);

  expect(items).toMatchObject([{ outcome: 'unchanged', diff: [], leftOut: [{ skillId: german, theirs: 5 }] }]);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
});

test('a write that arrives after Skilldesk gave it up is not added a second time, and is called written', async () => {
  const edit = await doing(billingSpecialist, { skillId: german, add: 2 });
  const reads = () =>
    skilldesk.webex.requests.filter(({ method, path }) => method === 'GET' && path.endsWith(billingSpecialist)).length;
  const before = reads();
  // Read, sent into the void, looked for four times; while it is read anew for another try, the write arrives.
  skilldesk.webex.faults.push(
    { method: 'PUT', path: billingSpecialist, drop: true },
    { method: 'GET', path: billingSpecialist, times: 5 },
    { method: 'GET', path: billingSpecialist, delayMs: 700 },
  );
  const posting = nadia.change([edit]);
  while (reads() < before + 6) await new Promise((resolve) => setTimeout(resolve, 20));
  skilldesk.webex.setElsewhere(billingSpecialist, german, 7);

  const { items } = await posting;

  expect(items).toMatchObject([{ outcome: 'verified', diff: [{ before: 5, after: 7 }] }]);
  expect(proficiency(german)).toBe(7);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
});

test.each([
  ['an addition to a skill that is no number', { skillId: vip, add: 1 }, 'edits.0.set.0.add'],
  ['an addition that is no whole number', { skillId: german, add: 0.5 }, 'edits.0.set.0.add'],
  ['a value and an addition at once', { skillId: german, add: 1, value: 3 }, ''],
  ['neither of both', { skillId: german, onlyIf: 3 }, ''],
  ['a condition that its skill can never meet', { skillId: german, value: 3, onlyIf: true }, 'edits.0.set.0.onlyIf'],
])('%s is malformed', async (_what, operation, path) => {
  const answer = await nadia.post({ edits: [await doing(billingSpecialist, operation)], reason: 'busy' });

  expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  if (path !== '') expect(answer.body).toMatchObject({ errors: [{ path }] });
});

test('nobody can ask for what only an undo does', async () => {
  const edit = { ...(await doing(billingSpecialist)), restore: [{ skillId: german, before: 5, after: 1 }] };

  expect(await nadia.post({ edits: [edit], reason: 'busy' })).toMatchObject({ status: 400 });
});
