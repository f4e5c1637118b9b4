import { expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from './standard-organization.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();

async function control(simulator: WebexSimulator, method: string, path: string, body?: unknown) {
  const response = await fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? null : JSON.parse(text)) as unknown,
  };
}

test('it lists people with a remark and signs one of them in', async () => {
  const simulator = await start();
  const { body, headers } = await control(simulator, 'GET', 'people');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(body).toHaveLength(40);
  expect((body as { id: string }[]).find(({ id }) => id === people.nadiaNorth.id)).toMatchObject({
    name: 'Nadia North',
    profileType: 'SUPERVISOR',
    remark: 'supervises Billing and Support only, edits skill profiles, may reskill agents',
  });
  const signedIn = await control(simulator, 'POST', 'desktop-tokens', { ciUserId: people.nadiaNorth.ciUserId });
  const { accessToken, orgId } = signedIn.body as { accessToken: string; orgId: string };
  expect([signedIn.status, orgId]).toEqual([201, simulator.organization.id]);
  const me = () => fetch(`${simulator.url}/v1/people/me`, { headers: { Authorization: `Bearer ${accessToken}` } });
  expect((await me()).status).toBe(200);
  expect((await control(simulator, 'POST', 'desktop-tokens/expire', { accessToken })).status).toBe(204);
  expect((await me()).status).toBe(401);
});

test('it sets switches, and refuses unknown names and positions', async () => {
  const simulator = await start();
  await control(simulator, 'PATCH', 'switches', { readBackLag: 1_500, stalePutVersion: '412' });
  expect(simulator.switches).toMatchObject({ readBackLag: 1_500, stalePutVersion: '412' });
  expect((await control(simulator, 'PATCH', 'switches', { stalePutVersion: '418' })).status).toBe(400);
  expect((await control(simulator, 'PATCH', 'switches', { nothing: 1 })).status).toBe(400);
  const change = { skillId: skillIds.german, proficiencyValue: 1 };
  await control(simulator, 'PATCH', 'switches', { colleagueEditsAfterPut: change });
  expect(simulator.switches.colleagueEditsAfterPut).toBeTypeOf('function');
  await control(simulator, 'DELETE', 'switches');
  expect(simulator.switches).toMatchObject({
    readBackLag: 0,
    stalePutVersion: 'ignored',
    colleagueEditsAfterPut: null,
  });
});

test('it queues faults, edits as a colleague, and shows state and requests', async () => {
  const simulator = await start();
  await control(simulator, 'POST', 'faults', { path: '/v1/people/me', status: 502 });
  expect((await fetch(`${simulator.url}/v1/people/me`)).status).toBe(502);
  const edit = { skillId: skillIds.german, proficiencyValue: 9 };
  await control(simulator, 'POST', `skill-profiles/${skillProfileIds.billingSpecialist}/edit-elsewhere`, edit);
  const { body } = await control(simulator, 'GET', 'state');
  const [profile] = (body as { skillProfiles: { version: number; activeSkills: { proficiencyValue: number }[] }[] })
    .skillProfiles;
  expect(profile).toMatchObject({ version: 4, activeSkills: [{ proficiencyValue: 9 }, {}, {}, {}] });
  expect((await control(simulator, 'GET', 'requests')).body).toMatchObject([{ path: '/v1/people/me', status: 502 }]);
});
