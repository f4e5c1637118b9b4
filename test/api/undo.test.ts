import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
const { german, english, french, vip } = skillIds;
const agent = people.standardAgent.id;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const undo = (change: Change, who = nadia, key: string = randomUUID(), reason = 'It did not help') =>
  who.call('POST', `/api/changes/${change.id}/undo`, { 'idempotency-key': key }, { reason });
const undone = async (change: Change, who = nadia) => who.ended((await undo(change, who)).body as Change);
const read = async (change: Change, who = nadia) => (await who.call('GET', `/api/changes/${change.id}`)).body as Change;
const values = async (skillProfileId: string = billingSpecialist) =>
  new Map((await nadia.skillProfile(skillProfileId)).values?.map(({ skillId, value }) => [skillId, value]));
const setting = async (set: { skillId: string; value: unknown }[], remove: string[] = []) => ({
  skillProfileId: billingSpecialist,
  revision: (await nadia.skillProfile(billingSpecialist)).revision,
  set,
  remove,
});
const elsewhere = (skillId: string, value: number) =>
  skilldesk.webex.editElsewhere(billingSpecialist, (profile) => {
    for (const active of profile.activeSkills) if (active.skillId === skillId) active.proficiencyValue = value;
  });
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH');

test('an undo puts back what was changed, added and removed, and the two Changes name each other', async () => {
  const before = await values();
  const change = await nadia.change([
    await setting(
      [
        { skillId: german, value: 8 },
        { skillId: french, value: 3 },
      ],
      [vip],
    ),
  ]);
  expect(before.has(french)).toBe(false);

  const back = await undone(change);

  expect(back).toMatchObject({ reverts: change.id, reason: 'It did not help', items: [{ outcome: 'verified' }] });
  expect(back.items[0]?.diff).toContainEqual({ skillId: french, before: 3, after: null });
  expect(await values()).toEqual(before);
  expect(await read(change)).toMatchObject({ revertedBy: back.id });
});

test('what somebody changed since is left and named, and the rest is put back', async () => {
  const change = await nadia.change([
    await setting([
      { skillId: german, value: 8 },
      { skillId: english, value: 1 },
    ]),
  ]);
  elsewhere(german, 9);

  const back = await undone(change);

  expect(back.items).toMatchObject([
    {
      outcome: 'verified',
      diff: [{ skillId: english, before: 1 }],
      leftOut: [{ skillId: german, theirs: 9 }],
    },
  ]);
  expect((await values()).get(german)).toBe(9);
});

test('where somebody changed all of it since, nothing is written and the undo is superseded', async () => {
  const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
  elsewhere(german, 9);
  const before = writes().length;

  const back = await undone(change);

  expect(back.items).toMatchObject([{ outcome: 'superseded', diff: [], leftOut: [{ skillId: german, theirs: 9 }] }]);
  expect(writes()).toHaveLength(before);
});

test('an agent gets the profile back that he had, unless somebody gave him another one since', async () => {
  const given = await nadia.change([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);
  const back = await undone(given);
  expect(back.items).toMatchObject([
    { userId: agent, fromSkillProfileId: supportExpert, toSkillProfileId: null, outcome: 'verified' },
  ]);
  const user = () => skilldesk.webex.organization.users.get(agent);
  expect(user()?.skillProfileId ?? null).toBeNull();

  const again = await undone(back);
  expect(user()?.skillProfileId).toBe(supportExpert);
  const elsewhereGiven = user();
  if (elsewhereGiven) elsewhereGiven.skillProfileId = billingSpecialist;
  const late = await undone(again);
  expect(late.items).toMatchObject([
    { outcome: 'superseded', diff: [], conflict: { assignment: { theirs: billingSpecialist, mine: null } } },
  ]);
  expect(user()?.skillProfileId).toBe(billingSpecialist);
});

test('an undo can be undone, and what is undone cannot be undone once more', async () => {
  const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
  const back = await undone(change);
  expect(await undo(change)).toMatchObject({ status: 409, body: { code: 'already-reverted' } });

  expect(await undone(back)).toMatchObject({ reverts: back.id, items: [{ outcome: 'verified' }] });

  expect((await values()).get(german)).toBe(8);
});

test('a Change that wrote nothing has nothing to take back', async () => {
  const change = await nadia.change([await setting([{ skillId: german, value: 5 }])]);
  expect(change.items[0]?.outcome).toBe('unchanged');

  const { status, body } = await undo(change);

  expect([status, body]).toMatchObject([409, { code: 'already-reverted' }]);
  expect(JSON.stringify(body)).toContain('nothing to take back');
});

test('an undo that failed may be tried again', async () => {
  const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
  skilldesk.webex.faults.push({ method: 'PUT', status: 403 });
  expect((await undone(change)).items[0]?.outcome).toBe('failed');
  expect(await read(change)).not.toHaveProperty('revertedBy');

  expect((await undone(change)).items[0]?.outcome).toBe('verified');
});

test('the same undo sent twice is one, under the rules of every Idempotency-Key', async () => {
  const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
  const key = 'undo-only-once';
  const first = await undo(change, nadia, key);

  expect(await undo(change, nadia, key)).toMatchObject({ status: 201, body: first.body as object });
  expect((await undo(change, nadia, key, 'another reason')).status).toBe(422);
  const keyless = await nadia.call('POST', `/api/changes/${change.id}/undo`, {}, { reason: 'It did not help' });
  expect(keyless).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  const unreasoned = await nadia.call(
    'POST',
    `/api/changes/${change.id}/undo`,
    { 'idempotency-key': randomUUID() },
    {},
  );
  expect(unreasoned).toMatchObject({ status: 400, body: { errors: [{ path: 'reason' }] } });
});

test('a preview of an undo says what it would do, and is bound to the undo', async () => {
  await skilldesk.whenQueuesAreRead();
  const change = await nadia.change([
    await setting([
      { skillId: german, value: 8 },
      { skillId: english, value: 1 },
    ]),
  ]);
  elsewhere(german, 9);
  await nadia.skillProfile(billingSpecialist);
  const before = writes().length;

  const { status, body } = await nadia.call('POST', `/api/changes/${change.id}/undo/preview`);
  const preview = body as ChangePreview;

  expect(status).toBe(200);
  expect(preview.items).toMatchObject([
    { diff: [{ skillId: english, before: 1 }], leftOut: [{ skillId: german, theirs: 9 }], warnings: [] },
  ]);
  expect(preview.items[0]?.agents.throughTeam).toBeGreaterThan(0);
  expect(writes()).toHaveLength(before);
  const agreed = { reason: 'As shown', previewId: preview.previewId };
  const answer = await nadia.call(
    'POST',
    `/api/changes/${change.id}/undo`,
    { 'idempotency-key': randomUUID() },
    agreed,
  );
  expect(answer.status).toBe(201);
});

describe('who may undo', () => {
  test('whoever may make the change now, whoever made it', async () => {
    const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
    const colin = await skilldesk.signIn(people.colinColleague.ciUserId);

    expect(await undone(change, colin)).toMatchObject({
      actor: { id: people.colinColleague.ciUserId },
      items: [{ outcome: 'verified' }],
    });
  });

  test('not one whom the policy keeps from the skill by now', async () => {
    const change = await nadia.change([await setting([{ skillId: german, value: 8 }])]);
    await skilldesk.importPolicy({ protectedSkills: [german] });

    expect((await undone(change)).items).toMatchObject([{ outcome: 'refused', rule: 'protected-skill' }]);
    const ada = await skilldesk.signIn(people.admin.ciUserId);
    expect((await undone(change, ada)).items).toMatchObject([{ outcome: 'verified' }]);
  });

  test('of a Change of several, what is in his scope: the rest is left to others', async () => {
    const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
    const sales = await gwen.skillProfile(skillProfileIds.salesHunter);
    const change = await gwen.change([
      await setting([{ skillId: german, value: 8 }]),
      { skillProfileId: sales.id, revision: sales.revision, set: [{ skillId: english, value: 1 }] },
    ]);
    expect(change.items.map(({ outcome }) => outcome)).toEqual(['verified', 'verified']);

    const part = await undone(change);
    expect(part.items.map(({ skillProfileId }) => skillProfileId)).toEqual([billingSpecialist]);
    const rest = await undone(change, gwen);
    expect(rest.items.map(({ skillProfileId }) => skillProfileId)).toEqual([sales.id]);
  });
});
