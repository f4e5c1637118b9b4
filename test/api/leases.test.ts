import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { Problem } from '../../shared/problem.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { inAnHour, LeaseDesk, soon } from './lease-desk.ts';

const { german } = skillIds;
const nadiaId = people.nadiaNorth.ciUserId;
let desk: LeaseDesk;

beforeEach(async () => {
  desk = await LeaseDesk.open();
});
afterEach(() => desk.close());

test('a change with an end is put back by itself, and both say so', async () => {
  const change = await desk.set(9, inAnHour());
  expect(change).toMatchObject({
    owner: nadiaId,
    ownerName: 'Nadia North',
    terms: [],
    items: [{ outcome: 'verified' }],
  });
  expect(await desk.openOnes()).toEqual([change.id]);
  expect(desk.german()).toBe(9);

  await desk.skilldesk.tamper(`update changes set until = ${Date.now()}`);
  const end = await desk.ended(change);
  expect(desk.german()).toBe(5);
  expect(end).toMatchObject({
    actor: { id: 'skilldesk', name: 'Skilldesk' },
    owner: nadiaId,
    via: 'lease-end',
    reverts: change.id,
    reason: 'Mondays are busy',
    items: [{ outcome: 'verified', diff: [{ skillId: german, before: 9, after: 5 }] }],
  });
  expect(await desk.read(change)).toMatchObject({ revertedBy: end.id });
  expect(await desk.openOnes()).toEqual([]);
});

test('an agent’s other profile ends by itself too, and he has the one of his team again', async () => {
  const agent = people.standardAgent.id;
  const { body } = await desk.nadia.post({
    edits: [{ userId: agent, fromSkillProfileId: null, toSkillProfileId: skillProfileIds.supportExpert }],
    reason: 'Support is swamped',
    until: soon(1_500),
  });
  const assigned = () => desk.skilldesk.webex.organization.users.get(agent)?.skillProfileId;
  expect(assigned()).toBe(skillProfileIds.supportExpert);

  const end = await desk.ended(body as Change);
  expect(assigned() ?? null).toBeNull();
  expect(end.items).toMatchObject([{ userId: agent, outcome: 'verified', toSkillProfileId: null }]);
  expect(end.items[0]?.diff.length).toBeGreaterThan(0);
});

test('its end can be moved, and every move is kept with who made it', async () => {
  const change = await desk.set(9, inAnHour());
  const later = inAnHour();
  const moved = await desk.move(change, { until: later });
  expect(moved).toMatchObject({
    status: 200,
    body: { until: later, terms: [{ actor: nadiaId, actorName: 'Nadia North', until: later, owner: nadiaId }] },
  });
  // Past its first end it still stands.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(desk.german()).toBe(9);

  const ending = await desk.move(change, { until: soon(-60_000) });
  expect(ending.status).toBe(202);
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
  expect((await desk.read(change)).terms).toHaveLength(2);
  expect(await desk.move(change, { until: inAnHour() })).toMatchObject({ status: 409, body: { code: 'lease-ended' } });
});

test('made permanent, it stays, has no end any more, and can be undone like any other', async () => {
  const change = await desk.set(9, inAnHour());
  const kept = await desk.move(change, { until: null });
  expect(kept).toMatchObject({ status: 200, body: { terms: [{ until: null }] } });
  expect(kept.body).not.toHaveProperty('until');
  expect(await desk.openOnes()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(desk.german()).toBe(9);

  expect(await desk.move(change, { until: inAnHour() })).toMatchObject({ status: 409, body: { code: 'lease-ended' } });
  expect((await desk.undo(change)).status).toBe(201);
  expect(desk.german()).toBe(5);
});

test('a change that begins later waits for its time, and can be cancelled until then', async () => {
  const change = await desk.set(9, inAnHour(), { startsAt: soon(4_000) });
  expect(change.items).toMatchObject([{ outcome: 'scheduled', diff: [], asked: [{ skillId: german, value: 9 }] }]);
  const other = await desk.set(8, inAnHour(), { startsAt: soon(30 * 60_000) });
  expect(await desk.openOnes()).toEqual([other.id, change.id]);
  expect(desk.german()).toBe(5);

  const cancelled = await desk.move(other, { until: soon(-1) });
  expect(cancelled).toMatchObject({ status: 200, body: { items: [{ outcome: 'stopped', rule: 'lease-ended' }] } });
  const { items } = await desk.nadia.ended(change);
  expect(items).toMatchObject([{ outcome: 'verified' }]);
  expect(items[0]).not.toHaveProperty('asked');
  expect(desk.german()).toBe(9);
  await desk.endNow(change);
  expect(desk.german()).toBe(5);
});

test('what begins later finds what another lease left behind, and takes that for no conflict', async () => {
  const first = await desk.set(7, inAnHour());
  const second = await desk.set(9, inAnHour(), { startsAt: soon(4_000) });
  await desk.endNow(first);
  expect(desk.german()).toBe(5);

  expect((await desk.nadia.ended(second)).items).toMatchObject([
    { outcome: 'verified', diff: [{ skillId: german, before: 5, after: 9 }] },
  ]);
  await desk.endNow(second);
  expect(desk.german()).toBe(5);
});

test('what begins later is a conflict where somebody changed the skill for good meanwhile', async () => {
  const change = await desk.set(9, inAnHour(), { startsAt: soon(4_000) });
  await desk.set(6);
  expect((await desk.nadia.ended(change)).items).toMatchObject([
    { outcome: 'conflict', conflict: { skills: [{ skillId: german, base: 5, theirs: 6, mine: 9 }] } },
  ]);
});

test.each<[string, (lease: Change) => Promise<unknown>]>([
  ['the lease was made permanent', (lease) => desk.move(lease, { until: null })],
  [
    'the value was set again for good when the lease had ended',
    async (lease) => {
      await desk.endNow(lease);
      await desk.set(7);
    },
  ],
])('what begins later is a conflict where a lease began meanwhile, and %s', async (_what, happens) => {
  const change = await desk.set(9, inAnHour(), { startsAt: soon(4_000) });
  await happens(await desk.set(7, inAnHour()));
  expect((await desk.nadia.ended(change)).items).toMatchObject([
    { outcome: 'conflict', conflict: { skills: [{ skillId: german, base: 5, theirs: 7, mine: 9 }] } },
  ]);
});

test('the begin is authorized anew at its time', async () => {
  const change = await desk.set(9, inAnHour(), { startsAt: soon(4_000) });
  await desk.skilldesk.importPolicy({ protectedSkills: [german] });
  expect((await desk.nadia.ended(change)).items).toMatchObject([{ outcome: 'refused', rule: 'rights-lost' }]);
  expect(desk.german()).toBe(5);
});

test('a lease is handed over to a colleague who may edit, and to nobody else', async () => {
  const change = await desk.set(9, inAnHour());
  const colin = await desk.skilldesk.signIn(people.colinColleague.ciUserId);
  const handed = await desk.move(change, { owner: people.colinColleague.ciUserId });
  expect(handed).toMatchObject({
    status: 200,
    body: { owner: people.colinColleague.ciUserId, ownerName: 'Colin Clarke', actor: { id: nadiaId } },
  });
  for (const owner of [people.victorViewer.ciUserId, people.standardAgent.ciUserId, 'nobody-at-all']) {
    expect(await desk.move(change, { owner })).toMatchObject({
      status: 400,
      body: { code: 'bad-request', errors: [{ path: 'owner', code: 'owner-unfit' }] },
    });
  }
  expect((await desk.move(change, { until: soon(-1) }, colin)).status).toBe(202);
  expect(await desk.ended(change)).toMatchObject({ owner: people.colinColleague.ciUserId });
});

test('who sees a change, and may not edit it, moves nothing of it; who does not see it finds nothing', async () => {
  const change = await desk.set(9, inAnHour());
  const victor = await desk.skilldesk.signIn(people.victorViewer.ciUserId);
  const rosa = await desk.skilldesk.signIn(people.rosaReskill.ciUserId);
  expect(await desk.move(change, { until: null }, victor)).toMatchObject({
    status: 403,
    body: { code: 'not-allowed' },
  });
  expect(await desk.move(change, { until: null }, rosa)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  await desk.skilldesk.importPolicy({ protectedSkills: [german] });
  const colin = await desk.skilldesk.signIn(people.colinColleague.ciUserId);
  expect(await desk.move(change, { until: null }, colin)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  // It is hers, so she may always end it. To let it stand longer would be to set once more what is protected now.
  for (const until of [null, soon(2 * 60 * 60_000)])
    expect(await desk.move(change, { until })).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  expect((await desk.move(change, { until: soon(30 * 60_000) })).status).toBe(200);
  expect((await desk.move(change, { until: soon(-1) })).status).toBe(202);
  expect((await desk.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
});

test.each([
  ['until', 'in the past', { until: soon(-1_000) }, 'end-past'],
  ['until', 'more than a year ahead', { until: soon(367 * 24 * 60 * 60_000) }, 'too-far-ahead'],
  ['until', 'no time at all', { until: 'tonight' }, undefined],
  ['until', 'without a zone', { until: '2099-01-01T18:00:00' }, undefined],
  ['startsAt', 'in the past', { startsAt: soon(-1_000) }, 'begin-past'],
  ['startsAt', 'more than a year ahead', { startsAt: soon(367 * 24 * 60 * 60_000) }, 'too-far-ahead'],
  ['until', 'before the begin', { startsAt: soon(7_200_000), until: soon(3_600_000) }, 'end-before-begin'],
])('%s %s is refused, and nothing is kept of it', async (path, _what, times, code) => {
  const edits = [await desk.setting(9)];
  const { status, body } = await desk.nadia.post({ edits, reason: 'Mondays are busy', ...times });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 'bad-request', errors: [{ path }] });
  expect((body as Problem).errors?.[0]?.detail).not.toBe('');
  expect((body as Problem).errors?.[0]?.code).toBe(code);
  expect(await desk.list('')).toEqual([]);
});

test.each([
  ['nothing', {}],
  ['an end more than a year ahead', { until: soon(367 * 24 * 60 * 60_000) }],
  ['a reason', { reason: 'because' }],
])('a move that says %s is refused', async (_what, wanted) => {
  const change = await desk.set(9, inAnHour());
  expect(await desk.move(change, wanted)).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  expect((await desk.read(change)).terms).toEqual([]);
});

test('the end itself cannot be stopped, and what was stopped of an ended lease cannot be continued', async () => {
  await desk.skilldesk.operate('pause');
  const { body } = await desk.nadia.post({ edits: [await desk.setting(9)], reason: 'Mondays', until: inAnHour() });
  const change = body as Change;
  expect(change.items).toMatchObject([{ outcome: 'pending', rule: 'paused' }]);
  await desk.nadia.call('POST', `/api/changes/${change.id}/stop`);
  await desk.move(change, { until: soon(-1) });
  expect(await desk.nadia.call('POST', `/api/changes/${change.id}/continue`)).toMatchObject({
    status: 409,
    body: { code: 'lease-ended' },
  });
  await desk.skilldesk.operate('resume');

  const other = await desk.set(8, inAnHour());
  await desk.skilldesk.operate('pause');
  await desk.move(other, { until: soon(-1) });
  const { revertedBy = '' } = await desk.read(other);
  expect(await desk.nadia.call('POST', `/api/changes/${revertedBy}/stop`)).toMatchObject({
    status: 409,
    body: { code: 'lease-ended' },
  });
  await desk.skilldesk.operate('resume');
  await desk.ended(other);
  expect(desk.german()).toBe(5);
});

test('what was stopped is not called continued when the end of its lease has begun in the meantime', async () => {
  const { skilldesk, nadia } = desk;
  await skilldesk.operate('pause');
  const { body } = await nadia.post({ edits: [await desk.setting(9)], reason: 'Mondays', until: inAnHour() });
  const change = body as Change;
  await nadia.call('POST', `/api/changes/${change.id}/stop`);
  // Whoever asks for fresh lists waits until this is over.
  const lists = Promise.withResolvers();
  skilldesk.webex.faults.push({ path: '/v2/team', until: lists.promise });
  await skilldesk.tamper('update snapshots set as_of = as_of - 120000, changed = changed + 1');

  const continued = nadia.call('POST', `/api/changes/${change.id}/continue`);
  await expect.poll(() => skilldesk.webex.faults).toEqual([]);
  await skilldesk.tamper(`update changes set until = ${Date.now()}`);
  await expect.poll(async () => (await desk.read(change)).endedAt).toBeDefined();
  lists.resolve(undefined);

  expect(await continued).toMatchObject({ status: 409, body: { code: 'lease-ended' } });
  await skilldesk.operate('resume');
});

test('what was to begin later and has begun without an end says how it is taken back', async () => {
  const change = await desk.set(9, undefined, { startsAt: soon(4_000) });
  await desk.nadia.ended(change);

  expect(await desk.move(change, { until: inAnHour() })).toMatchObject({
    status: 409,
    body: { code: 'lease-ended', detail: expect.stringContaining('Undo it') as string },
  });
});

test('the audit names who moved what, and of an end both Skilldesk and the owner', async () => {
  const change = await desk.set(9, inAnHour());
  await desk.move(change, { until: soon(30 * 60_000) });
  await desk.endNow(change);

  const records = await desk.skilldesk.exportAudit();
  const moves = records.filter(({ action }) => action === 'lease-moved');
  expect(moves).toHaveLength(2);
  for (const { actor, people: named } of moves) expect(named[actor]).toMatchObject({ name: 'Nadia North' });
  const outcomes = records.filter(({ action }) => action === 'change-outcome');
  expect(outcomes).toMatchObject([
    { body: { changeId: change.id } },
    { actor: 'skilldesk', body: { via: 'lease-end', reverts: change.id } },
  ]);
  expect(JSON.stringify(outcomes[1])).toContain('Nadia North');
  expect(await desk.skilldesk.verifyAudit()).toMatchObject({ faults: [] });
});
