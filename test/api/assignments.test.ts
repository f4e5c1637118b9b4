import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert, salesHunter } = skillProfileIds;
const agent = people.standardAgent.id;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const assigned = (userId: string) => skilldesk.webex.organization.users.get(userId)?.skillProfileId;
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PATCH' || method === 'PUT');

test('an agent is given another profile, and later the team’s again, by a PATCH of that one field', async () => {
  const given = await nadia.change([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);
  expect(given.items).toMatchObject([{ userId: agent, outcome: 'verified', toSkillProfileId: supportExpert }]);
  expect(given.items[0]?.diff.length).toBeGreaterThan(0);
  expect(assigned(agent)).toBe(supportExpert);
  expect((await nadia.agents()).find(({ id }) => id === agent)).toMatchObject({
    effectiveSkillProfileId: supportExpert,
    source: 'own',
  });

  const back = await nadia.change([{ userId: agent, fromSkillProfileId: supportExpert, toSkillProfileId: null }]);
  expect(back.items[0]?.outcome).toBe('verified');
  expect(assigned(agent) ?? null).toBeNull();
  expect((await nadia.agents()).find(({ id }) => id === agent)).toMatchObject({
    effectiveSkillProfileId: billingSpecialist,
    source: 'team',
  });

  expect(writes().map(({ body }) => body)).toEqual([{ skillProfileId: supportExpert }, { skillProfileId: null }]);
  expect(writes().every(({ path }) => path.endsWith(`/user/${agent}`))).toBe(true);
});

test('an agent who got another profile from somebody else meanwhile is a conflict', async () => {
  const user = skilldesk.webex.organization.users.get(agent);
  if (user) user.skillProfileId = billingSpecialist;

  const { items } = await nadia.change([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);

  expect(items[0]).toMatchObject({
    outcome: 'conflict',
    conflict: { assignment: { base: null, theirs: billingSpecialist, mine: supportExpert } },
  });
  expect(assigned(agent)).toBe(billingSpecialist);
});

test('an agent outside the supervisor’s teams and one who does not exist are refused alike', async () => {
  const outside = [...skilldesk.webex.organization.users.values()].find(({ id }) => id === people.unskilledAgent.id);

  const { items } = await nadia.change([
    { userId: outside?.id, fromSkillProfileId: null, toSkillProfileId: supportExpert },
    { userId: 'aaaaaaaa-0000-4000-8000-000000000000', fromSkillProfileId: null, toSkillProfileId: supportExpert },
  ]);

  expect(items.map(({ outcome, rule, diff }) => ({ outcome, rule, diff }))).toEqual(
    Array.from({ length: 2 }, () => ({ outcome: 'refused', rule: 'not-found', diff: [] })),
  );
});

test('an edit that claims to come from a profile he may not read shows nothing of that profile', async () => {
  skilldesk.webex.faults.push({ method: 'GET', path: `/user/${agent}`, status: 429, headers: { 'Retry-After': '3' } });

  const { status, body } = await nadia.post({
    edits: [{ userId: agent, fromSkillProfileId: salesHunter, toSkillProfileId: supportExpert }],
    reason: 'curious',
  });

  expect(status).toBe(202);
  const ofSales = skilldesk.webex.organization.skillProfiles.get(salesHunter)?.activeSkills ?? [];
  const ownSkills = ofSales
    .filter(({ skillId }) => JSON.stringify(body).includes(skillId))
    .map(({ skillId }) => skillId);
  expect(ownSkills).toEqual([skillIds.english]);
  expect((await nadia.ended(body as Change)).items).toMatchObject([{ outcome: 'conflict', diff: [] }]);
});

test('what an agent of his has now is not shown by what he would lose, where that profile is not the supervisor’s to see', async () => {
  const user = skilldesk.webex.organization.users.get(agent);
  if (user) user.skillProfileId = salesHunter;
  await skilldesk.close();
  skilldesk = await Skilldesk.start({ simulator: { organization: skilldesk.webex.organization } });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const edit = { userId: agent, fromSkillProfileId: salesHunter, toSkillProfileId: supportExpert };

  const { body } = await nadia.call('POST', '/api/changes/preview', {}, { edits: [edit] });
  const [shown] = (body as ChangePreview).items;
  expect(shown?.diff).toEqual([]);
  expect(shown?.warnings.map(({ code }) => code)).toContain('not-known');

  const { items } = await nadia.change([edit]);
  expect(items).toMatchObject([{ outcome: 'verified', diff: [] }]);
});

test('an agent who left the supervisor’s teams after the last reading is not touched', async () => {
  await nadia.agents();
  const user = skilldesk.webex.organization.users.get(agent);
  if (user) user.teamIds = user.teamIds.map(() => teamIds.sales);

  const { items } = await nadia.change([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);

  expect(items).toMatchObject([{ outcome: 'refused', rule: 'rights-lost' }]);
  expect(writes()).toEqual([]);
});

test('a profile that the supervisor may not read cannot be given to an agent', async () => {
  const { items } = await nadia.change([{ userId: agent, fromSkillProfileId: null, toSkillProfileId: salesHunter }]);

  expect(items).toMatchObject([{ outcome: 'refused', rule: 'not-found' }]);
  expect(writes()).toEqual([]);
});

test('a supervisor with reskill-agent alone may give agents another profile but not edit one', async () => {
  const rosa = await skilldesk.signIn(people.rosaReskill.ciUserId);
  const theirs = (await rosa.agents()).find(({ source }) => source === 'team');
  const { revision, values } = await rosa.skillProfile(salesHunter);

  const { items } = await rosa.change([
    { userId: theirs?.id, fromSkillProfileId: null, toSkillProfileId: salesHunter },
    { skillProfileId: salesHunter, revision, set: [], remove: [values?.[0]?.skillId] },
  ]);

  expect(items.map(({ outcome, rule }) => [outcome, rule])).toEqual([
    ['verified', undefined],
    ['refused', 'no-skill-profile-permission'],
  ]);
});
