import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { inAnHour, LeaseDesk, soon } from './lease-desk.ts';

const { billingSpecialist, supportExpert, supportGeneralist } = skillProfileIds;
const { german, english } = skillIds;
let desk: LeaseDesk;

beforeEach(async () => {
  desk = await LeaseDesk.open();
});
afterEach(() => desk.close());

const assign = async (agent: string, from: string | null, to: string | null) => {
  const { body } = await desk.nadia.post({
    edits: [{ userId: agent, fromSkillProfileId: from, toSkillProfileId: to }],
    reason: 'Support is swamped',
    until: inAnHour(),
  });
  return desk.nadia.ended(body as Change);
};

test('a begin that Webex carried out and answered with 409 is put back to what was there before it', async () => {
  desk.skilldesk.webex.faults.push({ method: 'PUT', path: billingSpecialist, status: 409, applyFirst: true });
  const change = await desk.set(9, inAnHour());
  expect(change.items).toMatchObject([{ outcome: 'verified' }]);
  expect((await desk.endNow(change)).items).toMatchObject([{ outcome: 'verified' }]);
  expect(desk.german()).toBe(5);
});

test('an undo and the end of the same lease at once, whichever is faster, leave nothing to look at', async () => {
  const change = await desk.set(9, soon(2_500));
  await desk.skilldesk.operate('pause');
  const undone = (await desk.undo(change)).body as Change;
  expect(undone.items).toMatchObject([{ outcome: 'pending' }]);
  await expect.poll(async () => (await desk.read(change)).endedAt, { timeout: 30_000 }).toBeDefined();
  await desk.skilldesk.operate('resume');
  const [item] = (await desk.nadia.ended(undone)).items;
  const end = (await desk.list(`skillProfileId=${billingSpecialist}`)).find(({ via }) => via === 'lease-end');
  const [ofEnd] = (await desk.nadia.ended(end as Change)).items;
  expect([item?.outcome, ofEnd?.outcome].sort()).toEqual(['unchanged', 'verified']);
  expect(desk.german()).toBe(5);
  expect(await desk.read(change)).not.toHaveProperty('incident');
  expect(await desk.openOnes()).toEqual([]);
});

test('of two moves at once none takes the other back', async () => {
  const colin = await desk.skilldesk.signIn(people.colinColleague.ciUserId);
  const later = soon(2 * 60 * 60_000);
  for (let round = 0; round < 5; round += 1) {
    const change = await desk.set(9, inAnHour());
    const [handed, moved] = await Promise.all([
      desk.move(change, { owner: people.colinColleague.ciUserId }),
      desk.move(change, { until: later }, colin),
    ]);
    const now = await desk.read(change);
    expect([handed.status, moved.status].filter((status) => status === 200)).toHaveLength(now.terms.length);
    if (handed.status === 200) expect(now.owner).toBe(people.colinColleague.ciUserId);
    if (moved.status === 200) expect(now.until).toBe(later);
    await desk.endNow(change);
  }
});

test('the end of an agent’s upper lease tells, in the history and in the audit, which profile he really got', async () => {
  const agent = people.standardAgent.id;
  const lower = await assign(agent, null, supportExpert);
  const upper = await assign(agent, supportExpert, supportGeneralist);
  await desk.endNow(lower);
  const end = await desk.endNow(upper);
  expect(desk.skilldesk.webex.organization.users.get(agent)?.skillProfileId ?? null).toBeNull();
  expect(end.items).toMatchObject([
    { outcome: 'verified', fromSkillProfileId: supportGeneralist, toSkillProfileId: null },
  ]);
  const record = (await desk.skilldesk.exportAudit()).findLast(({ action }) => action === 'change-outcome');
  expect(record).toMatchObject({ body: { changeId: end.id, from: { id: supportGeneralist }, to: null } });
});

test('the undo of a lease that was made permanent leaves nothing of a lease below that ended before', async () => {
  const lower = await desk.set(7, inAnHour());
  const upper = await desk.set(9, inAnHour());
  await desk.endNow(lower);
  await desk.move(upper, { until: null });
  expect((await desk.undo(upper)).body).toMatchObject({ items: [{ outcome: 'verified' }] });
  expect(desk.german()).toBe(5);
});

test('an undo says nothing of a skill that its Change found as it was asked for', async () => {
  const { revision, values } = await desk.nadia.skillProfile(billingSpecialist);
  const same = values?.find(({ skillId }) => skillId === english)?.value;
  const change = await desk.nadia.change([
    {
      skillProfileId: billingSpecialist,
      revision,
      set: [
        { skillId: german, value: 9 },
        { skillId: english, value: same },
      ],
    },
  ]);
  const { revision: next } = await desk.nadia.skillProfile(billingSpecialist);
  await desk.nadia.change([
    { skillProfileId: billingSpecialist, revision: next, set: [{ skillId: english, value: 1 }] },
  ]);
  const { items } = (await desk.undo(change)).body as Change;
  expect(items).toMatchObject([{ outcome: 'verified' }]);
  expect(items[0]).not.toHaveProperty('leftOut');
});

test('nobody learns of an incident that concerns only what he does not see', async () => {
  const admin = await desk.skilldesk.signIn(people.admin.ciUserId);
  const { body } = await admin.post({
    edits: [await desk.setting(9, admin), await desk.setting(9, admin, skillProfileIds.claimsHandler)],
    reason: 'Everybody speaks German',
    until: inAnHour(),
  });
  const change = await admin.ended(body as Change);
  expect(change.items).toMatchObject([{ outcome: 'verified' }, { outcome: 'verified' }]);
  desk.skilldesk.webex.editElsewhere(skillProfileIds.claimsHandler, (profile) => {
    for (const active of profile.activeSkills) if (active.skillId === german) active.proficiencyValue = 2;
  });
  await desk.move(change, { until: soon(-1) }, admin);
  await expect.poll(async () => (await desk.read(change, admin)).incident?.code).toBe('superseded');
  expect(await desk.openOnes(admin)).toEqual([change.id]);
  expect(await desk.read(change)).not.toHaveProperty('incident');
  expect(await desk.openOnes()).toEqual([]);
});

test('a begin that was never answered, and of which somebody changed a part at once, is put back where it stands', async () => {
  const { revision } = await desk.nadia.skillProfile(billingSpecialist);
  desk.skilldesk.webex.faults.push({
    method: 'PUT',
    path: billingSpecialist,
    applyFirst: true,
    drop: true,
    delayMs: 700,
  });
  const set = [
    { skillId: german, value: 9 },
    { skillId: english, value: 9 },
  ];
  const edits = [{ skillProfileId: billingSpecialist, revision, set }];
  const posting = desk.nadia.post({ edits, reason: 'Mondays are busy', until: inAnHour() });
  await expect.poll(() => desk.german()).toBe(9);
  desk.skilldesk.webex.editElsewhere(billingSpecialist, (profile) => {
    for (const active of profile.activeSkills) if (active.skillId === english) active.proficiencyValue = 2;
  });

  const change = await desk.nadia.ended((await posting).body as Change);
  expect(change.items).toMatchObject([{ outcome: 'superseded' }]);
  expect((await desk.endNow(change)).items).toMatchObject([
    { outcome: 'verified', diff: [{ skillId: german, before: 9, after: 5 }] },
  ]);
  expect(desk.german()).toBe(5);
});
