import { afterEach, expect, test } from 'vitest';
import type { SupervisorList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { inAnHour, LeaseDesk } from './lease-desk.ts';
import type { Supervisor } from './skilldesk.ts';

let desk: LeaseDesk;

afterEach(() => desk.close());

const listed = async (who: Supervisor = desk.nadia) =>
  (await who.call('GET', '/api/supervisors')).body as SupervisorList;
/** Who supervises is read last of all. */
async function known(who?: Supervisor): Promise<SupervisorList['supervisors']> {
  await expect.poll(async () => (await listed(who)).complete, { timeout: 10_000 }).toBe(true);
  return (await listed(who)).supervisors;
}

const { billing, support } = teamIds;
const ada = { id: people.admin.ciUserId, name: 'Ada Admin' };
const colin = { id: people.colinColleague.ciUserId, name: 'Colin Clarke' };
const gwen = { id: people.gwenGlobal.ciUserId, name: 'Gwen Global' };

test('listed are those who may edit and have a team in common, with those teams, and nothing else of them', async () => {
  desk = await LeaseDesk.open();
  const rosa = await desk.skilldesk.signIn(people.rosaReskill.ciUserId);

  expect(await known()).toEqual([ada, colin, gwen].map((one) => ({ ...one, teams: [billing, support] })));
  expect((await known(rosa)).map(({ name }) => name)).toEqual(['Ada Admin', 'Gwen Global']);
});

test('a user without an identity of his own is not listed', async () => {
  desk = await LeaseDesk.open({
    webex: ({ organization }) => {
      const user = organization.users.get(people.colinColleague.id);
      if (user) user.ciUserId = '';
    },
  });

  expect((await known()).map(({ id }) => id)).toEqual([ada.id, gwen.id]);
});

test('of the whole organization, exactly those who are listed are taken as owners, and oneself', async () => {
  desk = await LeaseDesk.open();
  const change = await desk.set(9, inAnHour());
  const expected = [people.nadiaNorth.ciUserId, ...(await known()).map(({ id }) => id)];

  const taken: string[] = [];
  for (const { ciUserId } of desk.skilldesk.webex.organization.users.values()) {
    const { status } = await desk.move(change, { owner: ciUserId });
    expect([200, 400]).toContain(status);
    if (status === 200) taken.push(ciUserId);
  }
  expect(taken.sort()).toEqual(expected.sort());
});

test('whose rights were taken away a moment ago is not taken, though still listed', async () => {
  desk = await LeaseDesk.open();
  const change = await desk.set(9, inAnHour());
  await known();
  const { users, userProfiles } = desk.skilldesk.webex.organization;
  const user = users.get(people.colinColleague.id);
  const viewing = [...userProfiles.values()].find(({ name }) => name === 'Supervisor Viewer');
  if (user && viewing) user.userProfileId = viewing.id;

  expect((await listed()).supervisors).toContainEqual(expect.objectContaining(colin));
  expect(await desk.move(change, { owner: colin.id })).toMatchObject({ status: 400, body: { code: 'bad-request' } });
});

test('where Webex does not show Skilldesk who supervises, the list says so, and an owner’s rights alone decide', async () => {
  desk = await LeaseDesk.open({
    webex: ({ faults }) => faults.push({ path: '/v3/user-profile', status: 403, times: 99 }),
  });
  const change = await desk.set(9, inAnHour());

  expect(await listed()).toMatchObject({ complete: false, supervisors: [] });
  expect((await desk.nadia.skillProfiles()).complete).toBe(true);
  expect((await desk.move(change, { owner: people.standardAgent.ciUserId })).status).toBe(400);
  expect((await desk.move(change, { owner: colin.id })).status).toBe(200);
});

test('a user profile that was deleted while the others were read leaves the others known', async () => {
  desk = await LeaseDesk.open({
    webex: ({ faults }) => faults.push({ path: '/v3/user-profile/', status: 404 }),
  });

  expect(await known()).not.toEqual([]);
});

test('while Webex cannot say who supervises, everything else is read as often as ever', async () => {
  desk = await LeaseDesk.open({
    webex: ({ faults }) => faults.push({ path: '/v3/user-profile', status: 500, times: 99 }),
  });
  const { skilldesk, nadia } = desk;
  await skilldesk.whenQueuesAreRead();
  await skilldesk.tamper('update snapshots set as_of = as_of - 120000, changed = changed + 1');
  const asked = skilldesk.webex.requests.length;

  expect(Date.now() - Date.parse((await nadia.skillProfiles()).asOf)).toBeLessThan(60_000);
  expect(skilldesk.webex.requests.slice(asked).map(({ path }) => path)).toContainEqual(
    expect.stringContaining('/v2/skill-profile'),
  );
});

test('who hands over what he saw as its owner only is told how it was done, and sees no more of it', async () => {
  desk = await LeaseDesk.open();
  const administrator = await desk.skilldesk.signIn(people.admin.ciUserId);
  const rosa = await desk.skilldesk.signIn(people.rosaReskill.ciUserId);
  await known(administrator);
  const { body } = await administrator.post({
    edits: [await desk.setting(9, administrator, skillProfileIds.billingSpecialist)],
    reason: 'Mondays are busy',
    until: inAnHour(),
  });
  const change = await administrator.ended(body as Change);
  expect((await desk.move(change, { owner: people.rosaReskill.ciUserId }, administrator)).status).toBe(200);

  expect(await desk.move(change, { owner: gwen.id }, rosa)).toMatchObject({
    status: 200,
    body: { id: change.id, owner: gwen.id, terms: [{ owner: people.rosaReskill.ciUserId }, { owner: gwen.id }] },
  });
  expect(await rosa.call('GET', `/api/changes/${change.id}`)).toMatchObject({ status: 404 });
  expect(await desk.move(change, { owner: gwen.id }, rosa)).toMatchObject({ status: 404 });
});
