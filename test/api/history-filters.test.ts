import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const setting = async (skillProfileId: string, value: number) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set: [{ skillId: skillIds.german, value }],
});
const found = async (query: string, who = nadia) =>
  ((await who.call('GET', `/api/changes?${query}`)).body as ChangeList).changes.map(({ id }) => id);

test('by team: what reached it when it was asked for, by a profile or by an agent, and other filters narrow it', async () => {
  const ofBilling = await nadia.change([await setting(billingSpecialist, 8)]);
  const ofSupport = await nadia.change([await setting(supportExpert, 8)]);
  const ofAgent = await nadia.change([
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert },
  ]);

  expect(await found(`teamId=${teamIds.billing}`)).toEqual([ofAgent.id, ofBilling.id]);
  expect(await found(`teamId=${teamIds.support}`)).toEqual([ofSupport.id]);
  expect(await found(`teamId=${teamIds.billing}&skillId=${skillIds.german}`)).toEqual([ofBilling.id]);

  const billing = skilldesk.webex.organization.users.get(people.standardAgent.id);
  if (billing) billing.teamIds = [teamIds.support];
  expect(await found(`teamId=${teamIds.billing}`)).toEqual([ofAgent.id, ofBilling.id]);
});

test('by skill: also an assignment that changed it for the agent', async () => {
  const ofAgent = await nadia.change([
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert },
  ]);
  const [changed] = ofAgent.items[0]?.diff ?? [];
  expect(await found(`skillId=${changed?.skillId ?? ''}`)).toEqual([ofAgent.id]);
});

test('names, teams and agents are those of the time of the change, whatever they become', async () => {
  const change = await nadia.change([await setting(billingSpecialist, 8)]);
  const { skills, skillProfiles, users } = skilldesk.webex.organization;
  const skill = skills.get(skillIds.german);
  if (skill) skill.name = 'Deutsch';
  for (const one of users.values()) one.teamIds = [teamIds.sales];
  skilldesk.webex.editElsewhere(billingSpecialist, (profile) => (profile.name = 'Renamed'));
  await skilldesk.stopProcess();
  await skilldesk.startProcess();
  expect(skillProfiles.get(billingSpecialist)?.name).toBe('Renamed');

  const [item] = ((await nadia.call('GET', `/api/changes/${change.id}`)).body as Change).items;
  expect(item?.names).toMatchObject({
    [billingSpecialist]: 'Billing Specialist',
    [skillIds.german]: 'German',
    [teamIds.billing]: 'Billing',
  });
  expect(item?.reached?.teams).toContain(teamIds.billing);
  expect(item?.reached?.agents).toBeGreaterThan(3);
});

test('a team outside of the scope of whoever looks is counted, and not named', async () => {
  const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
  const { bilingualService } = skillProfileIds;
  const { revision } = await gwen.skillProfile(bilingualService);
  const change = await gwen.change([
    { skillProfileId: bilingualService, revision, set: [{ skillId: skillIds.german, value: 8 }] },
  ]);
  expect(change.items[0]?.reached).toMatchObject({ otherTeams: 0 });
  const { body } = await nadia.call('GET', `/api/changes/${change.id}`);
  const [item] = (body as Change).items;
  expect(item?.reached?.otherTeams).toBeGreaterThan(0);
  expect(Object.keys(item?.names ?? {})).not.toContain(teamIds.sales);
});

test('by what is open: until its last item has ended', async () => {
  const done = await nadia.change([await setting(billingSpecialist, 8)]);
  await skilldesk.operate('pause');
  const waiting = (await nadia.post({ edits: [await setting(supportExpert, 8)], reason: 'busy' })).body as Change;

  expect(await found('open=true')).toEqual([waiting.id]);
  expect(await found('open=false')).toEqual([done.id]);
  await skilldesk.operate('resume');
  await nadia.ended(waiting);
  expect(await found('open=true')).toEqual([]);
});

test('a filter that is none is malformed', async () => {
  for (const query of ['open=perhaps', 'open=', 'teamId=../x', 'owner=me'])
    expect(await nadia.call('GET', `/api/changes?${query}`)).toMatchObject({ status: 400 });
});
