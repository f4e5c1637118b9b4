import { expect, test } from 'vitest';
import { call } from './simulator-call.ts';
import { people, skillProfileIds, teamIds } from './standard-organization.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();

async function ids(simulator: WebexSimulator, token: string, path: string): Promise<unknown[]> {
  const { body } = await call(simulator, token, 'GET', path);
  return (body as { data: { id: string }[] }).data.map(({ id }) => id);
}

const desktop = (simulator: WebexSimulator, { ciUserId }: { ciUserId: string }) =>
  simulator.issueDesktopToken(ciUserId);

test('a limited supervisor sees her teams, her agents and her skill profiles', async () => {
  const simulator = await start();
  const token = desktop(simulator, people.nadiaNorth);
  expect(await ids(simulator, token, '/v2/team?supervisorView=true')).toEqual([teamIds.billing, teamIds.support]);
  expect(await ids(simulator, token, '/v2/user?supervisorManagedAgentsOnly=true')).toHaveLength(13);
  expect(await ids(simulator, token, '/v2/skill-profile')).toHaveLength(4);
  const outside = await call(simulator, token, 'GET', `/skill-profile/${skillProfileIds.claimsHandler}`);
  expect(outside.status).toBe(403);
  const shared = await call(simulator, token, 'GET', `/skill-profile/${skillProfileIds.bilingualService}`);
  expect(shared.status).toBe(200);
});

test('a supervisor of everything and a Service App see everything', async () => {
  const simulator = await start();
  for (const token of [desktop(simulator, people.gwenGlobal), simulator.credentials.serviceApp.accessToken]) {
    expect(await ids(simulator, token, '/v2/team?supervisorView=true')).toHaveLength(5);
    expect(await ids(simulator, token, '/v2/user?supervisorManagedAgentsOnly=true')).toHaveLength(31);
    expect(await ids(simulator, token, '/v2/skill-profile')).toHaveLength(8);
  }
});

test('an agent’s token proves who he is and reads no skill profile', async () => {
  const simulator = await start();
  const token = desktop(simulator, people.standardAgent);
  const path = `/v2/user/by-ci-user-id/${people.standardAgent.ciUserId}?includeUserProfile=true`;
  const { status, body } = await call(simulator, token, 'GET', path);
  expect(status).toBe(200);
  expect(body).toMatchObject({ active: true, userProfileGranularAccessData: { profileType: 'STANDARD_AGENT' } });
  expect((await call(simulator, token, 'GET', '/v2/skill-profile')).status).toBe(403);
});

test('disabled supervisors, and those without a contact center, are shown as such', async () => {
  const simulator = await start();
  const read = async ({ ciUserId }: { ciUserId: string }) =>
    (await call(simulator, simulator.issueDesktopToken(ciUserId), 'GET', `/v2/user/by-ci-user-id/${ciUserId}`)).body;
  expect(await read(people.doraDisabled)).toMatchObject({ active: false });
  expect(await read(people.claraNoCenter)).toMatchObject({ contactCenterEnabled: false });
});

test('people/me answers ids in base64 without padding', async () => {
  const simulator = await start();
  const { body } = await call(simulator, desktop(simulator, people.nadiaNorth), 'GET', '/v1/people/me');
  expect(String(body['id'])).not.toContain('=');
  const decoded = Buffer.from(String(body['id']), 'base64').toString();
  expect(decoded).toBe(`ciscospark://us/PEOPLE/${people.nadiaNorth.ciUserId}`);
  expect(Buffer.from(String(body['orgId']), 'base64').toString()).toContain(simulator.organization.id);
});

test('somebody of another organization is known to Webex and refused by the contact center', async () => {
  const simulator = await start();
  const organizationId = people.admin.id;
  const token = simulator.issueDesktopToken(people.nadiaNorth.ciUserId, { organizationId });
  expect((await call(simulator, token, 'GET', '/v1/people/me')).status).toBe(200);
  expect((await call(simulator, token, 'GET', '/v2/team')).status).toBe(403);
  const own = desktop(simulator, people.nadiaNorth);
  expect((await call(simulator, own, 'GET', `/organization/${organizationId}/v2/team`)).status).toBe(403);
});

test('a desktop token writes nothing', async () => {
  const simulator = await start();
  const before = simulator.organization.skillProfiles.get(skillProfileIds.billingSpecialist);
  const token = desktop(simulator, people.nadiaNorth);
  const path = `/skill-profile/${skillProfileIds.billingSpecialist}`;
  const { status, body } = await call(simulator, token, 'PUT', path, { ...before, name: 'Mine' });
  expect(status).toBe(403);
  expect(JSON.stringify(body)).toContain('Access denied - Client is forbidden access to the resource');
  expect(simulator.organization.skillProfiles.get(skillProfileIds.billingSpecialist)).toBe(before);
});

test('only a supervisor with the permission reskills, and only the agents she supervises', async () => {
  const simulator = await start();
  const reskill = (token: string, id: string) =>
    call(simulator, token, 'PATCH', `/user/${id}/reskill`, { skillProfileId: skillProfileIds.bilingualService });
  const nadia = desktop(simulator, people.nadiaNorth);
  expect((await reskill(nadia, people.standardAgent.id)).status).toBe(204);
  expect(simulator.organization.users.get(people.standardAgent.id)?.skillProfileId).toBe(
    skillProfileIds.bilingualService,
  );
  expect((await reskill(nadia, people.unskilledAgent.id)).status).toBe(403);
  expect((await reskill(desktop(simulator, people.victorViewer), people.standardAgent.id)).status).toBe(403);
  const refused = await reskill(simulator.credentials.serviceApp.accessToken, people.standardAgent.id);
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('User must have a supervisor profile to reskill agents');
});
