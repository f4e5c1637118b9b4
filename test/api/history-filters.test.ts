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
