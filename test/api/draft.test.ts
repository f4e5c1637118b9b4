import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { asItIs, later } from './later.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(async () => {
  asItIs();
  await skilldesk.close();
});

const hours = 60 * 60_000;
const draft = (value: number) => ({
  edits: [
    {
      skillProfileId: skillProfileIds.billingSpecialist,
      revision: 'a'.repeat(64),
      set: [{ skillId: skillIds.german, value }],
      remove: [],
    },
  ],
  reason: 'Mondays are',
  until: null,
});
const keep = (body: unknown, who = nadia) => who.call('PUT', '/api/draft', {}, body);
const read = (who = nadia) => who.call('GET', '/api/draft');

test('what a person has not saved yet is there again after a restart and a new sign-in, and nobody else’s', async () => {
  expect((await read()).status).toBe(204);
  expect(await keep(draft(8))).toMatchObject({ status: 200, body: { savedAt: expect.any(String) as string } });
  await keep(draft(9));
  await skilldesk.stopProcess();
  await skilldesk.startProcess();
  const again = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  expect(await read(again)).toMatchObject({ status: 200, body: draft(9) });
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  expect((await read(colin)).status).toBe(204);

  expect((await again.call('DELETE', '/api/draft')).status).toBe(204);
  expect((await read(again)).status).toBe(204);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
});

test('it is kept for twelve hours', async () => {
  await keep(draft(8));
  later(11.9 * hours);
  const again = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  expect((await read(again)).status).toBe(200);
  later(0.2 * hours);
  expect((await read(await skilldesk.signIn(people.nadiaNorth.ciUserId))).status).toBe(204);
});

test.each([
  ['no edits at all', {}],
  ['an edit of nothing', { edits: [{}] }],
  ['a reason that is too long', { ...draft(8), reason: 'x'.repeat(501) }],
  ['an end that is no time', { ...draft(8), until: 'tonight' }],
  ['something unknown', { ...draft(8), token: 'x' }],
])('%s is refused, and what was kept before stays', async (_what, body) => {
  await keep(draft(8));
  expect(await keep(body)).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  expect((await read()).body).toMatchObject(draft(8));
});

const first = 'page-a-0001';
const second = 'page-a-0002';
const other = 'page-b-0001';
const tagged = (tag: string, over: (string | null)[], value = 8) => ({ ...draft(value), tag, over });

test('a page that knows the draft goes on from it, one that does not is told, and what is there stays', async () => {
  expect((await keep(tagged(first, [null]))).status).toBe(200);
  expect((await keep(tagged(second, [first], 9))).status).toBe(200);
  expect((await read()).body).toMatchObject({ ...draft(9), tag: second });
  expect((await read()).body).not.toHaveProperty('over');

  for (const over of [[null], [first], [null, first]]) {
    expect(await keep(tagged(other, over, 1))).toMatchObject({ status: 409, body: { code: 'draft-outdated' } });
  }
  expect((await nadia.call('DELETE', `/api/draft?over=-,${first}`)).status).toBe(409);
  expect((await read()).body).toMatchObject({ ...draft(9), tag: second });

  expect((await keep(tagged(other, [first, second], 1))).status).toBe(200);
  expect((await nadia.call('DELETE', `/api/draft?over=${other}`)).status).toBe(204);
  expect((await read()).status).toBe(204);
});

test('the same state may come twice, and one that comes late does not bring back what was removed', async () => {
  await keep(tagged(first, [null]));
  expect((await keep(tagged(first, [null]))).status).toBe(200);
  await nadia.call('DELETE', `/api/draft?over=${first}`);
  expect((await keep(tagged(second, [first]))).status).toBe(409);
  expect((await read()).status).toBe(204);
});

test('of two pages that write at once over the same draft, one is told', async () => {
  await keep(tagged(first, [null]));
  const answers = await Promise.all([keep(tagged(second, [first], 1)), keep(tagged(other, [first], 2))]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('a draft that has run out is none', async () => {
  await keep(tagged(first, [null]));
  later(12.1 * hours);
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  expect((await keep(tagged(second, [first]))).status).toBe(409);
  expect((await keep(tagged(second, [null]))).status).toBe(200);
});

test('more edits than one Change takes are kept, with what was there before', async () => {
  const edits = Array.from({ length: 600 }, (_, at) => ({
    userId: `user-${at}`,
    fromSkillProfileId: null,
    toSkillProfileId: skillProfileIds.billingSpecialist,
  }));
  const base = { [skillProfileIds.billingSpecialist]: { [skillIds.german]: null } };
  expect((await keep({ edits, base, startsAt: '2026-11-21T18:00:00Z' })).status).toBe(200);
  const { body } = await read();
  expect(body).toMatchObject({ base, startsAt: '2026-11-21T18:00:00Z' });
  expect((body as { edits: unknown[] }).edits).toHaveLength(600);
});
