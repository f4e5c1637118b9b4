import { expect, test } from 'vitest';
import { call } from './simulator-call.ts';
import { largeOrganization } from './large-organization.ts';
import { people, skillProfileIds, teamIds } from './standard-organization.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();
const path = `/user/${people.premiumAgent.id}`;
const patch = (simulator: WebexSimulator, body: unknown, where = path) =>
  call(simulator, simulator.credentials.serviceApp.accessToken, 'PATCH', where, body);

test('a partial body assigns another skill profile, and null gives the team’s back', async () => {
  const simulator = await start();
  const assigned = await patch(simulator, { skillProfileId: skillProfileIds.supportGeneralist });
  expect(assigned).toMatchObject({
    status: 200,
    body: { version: 2, skillProfileId: skillProfileIds.supportGeneralist },
  });
  const cleared = await patch(simulator, { skillProfileId: null });
  expect(cleared.body).toMatchObject({ version: 3 });
  expect(cleared.body).not.toHaveProperty('skillProfileId');
});

test('who assigned it is shown when asked for', async () => {
  const simulator = await start();
  const direct = simulator.credentials.directAccessToken;
  await call(simulator, direct, 'PATCH', path, { skillProfileId: null });
  const { body } = await call(simulator, direct, 'GET', `${path}?includeSkillProfileAudit=true`);
  expect(body).toMatchObject({ skillProfileUpdatedBy: 'Ada Admin' });
});

test('an unknown skill profile is a 400, a JSON Patch a 500, an identity field a 400; nothing changes', async () => {
  const simulator = await start();
  const before = simulator.organization.users.get(people.premiumAgent.id);
  expect((await patch(simulator, { skillProfileId: people.admin.id })).status).toBe(400);
  expect((await patch(simulator, [{ op: 'replace', path: '/skillProfileId', value: null }])).status).toBe(500);
  const identity = await patch(simulator, { email: 'other@velocity.example' });
  expect(identity.status).toBe(400);
  expect(identity.text).toContain(
    `This configuration cannot be changed. Original value is ${people.premiumAgent.email}`,
  );
  expect(simulator.organization.users.get(people.premiumAgent.id)).toBe(before);
});

test('userLevelSummariesInclusion is answered with 200 and forgotten', async () => {
  const simulator = await start();
  const { status, body } = await patch(simulator, { userLevelSummariesInclusion: 'EXCLUDED' });
  expect([status, body['userLevelSummariesInclusion'], body['version']]).toEqual([200, 'INCLUDED', 1]);
});

test('team ids come in an order of their own, and the dialled number under its misspelt name', async () => {
  const simulator = await start();
  const both = [teamIds.billing, teamIds.sales];
  const orders = await Promise.all(
    [both, [...both].reverse()].map(async (ids) => (await patch(simulator, { teamIds: ids })).body['teamIds']),
  );
  expect(orders[0]).not.toEqual(orders[1]);
  expect((await patch(simulator, {})).body).toHaveProperty('deafultDialledNumber');
});

test('bulk assigns many, and each item fails by itself', async () => {
  const simulator = await start();
  const items = [
    { id: people.premiumAgent.id, skillProfileId: null },
    { skillProfileId: null },
    { id: people.admin.ciUserId },
  ];
  const answer = await patch(
    simulator,
    { items: items.map((item, index) => ({ itemIdentifier: index, item, requestAction: 'SAVE' })) },
    '/user/bulk',
  );
  expect(answer.status).toBe(207);
  expect((answer.body as { items: { status: number }[] }).items.map(({ status }) => status)).toEqual([200, 400, 404]);
});

test('the 501st agent of one skill profile is refused unless the switch says otherwise', async () => {
  const organization = largeOrganization({ users: 520, teams: 2, skills: 16, skillProfiles: 2, queues: 1 });
  const [profile] = organization.skillProfiles.keys();
  const agents = [...organization.users.values()].filter(({ teamIds: teams }) => teams.length > 0);
  const simulator = await start({ organization, requestsPerMinute: 1_000 });
  const items = agents.map(({ id }, index) => ({
    itemIdentifier: index,
    requestAction: 'SAVE',
    item: { id, skillProfileId: profile },
  }));
  const { body } = await patch(simulator, { items }, '/user/bulk');
  const statuses = (body as { items: { status: number }[] }).items.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(500);
  expect(statuses.at(-1)).toBe(400);
  simulator.switches.agentsPerProfileLimit = 'unlimited';
  expect((await patch(simulator, { skillProfileId: profile }, `/user/${agents.at(-1)?.id ?? ''}`)).status).toBe(200);
});
