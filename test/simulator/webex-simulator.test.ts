import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call } from './simulator-call.ts';
import { people, skillIds, skillProfileIds, queueIds } from './standard-organization.ts';
import { defaultSwitches, switchPositions } from './switches.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();
const path = `/skill-profile/${skillProfileIds.billingSpecialist}`;
const token = (simulator: WebexSimulator) => simulator.credentials.serviceApp.accessToken;
const get = async (simulator: WebexSimulator, where = path) =>
  (await call(simulator, token(simulator), 'GET', where)).body;

async function describe(simulator: WebexSimulator, description: string) {
  const { activeSkills, activeEnumSkills, name, version } = await get(simulator);
  return call(simulator, token(simulator), 'PUT', path, { name, version, description, activeSkills, activeEnumSkills });
}

test('the 301st request within a minute is an empty 429 that says when to come back', async () => {
  let now = Date.UTC(2026, 0, 1);
  const simulator = await start({ requestsPerMinute: 3, now: () => now });
  const ask = () => call(simulator, token(simulator), 'GET', '/v2/skill');
  await ask();
  now += 20_000;
  await ask();
  await ask();
  const refused = await ask();
  expect([refused.status, refused.text, refused.headers.get('retry-after')]).toEqual([429, '', '40']);
  now += 40_000;
  expect((await ask()).status).toBe(200);
  expect((await ask()).status).toBe(429);
});

test('the budget is the client’s: the desktop has its own, unless the switch says otherwise [U7]', async () => {
  const simulator = await start({ requestsPerMinute: 2 });
  const nadia = simulator.issueDesktopToken(people.nadiaNorth.ciUserId);
  const gwen = simulator.issueDesktopToken(people.gwenGlobal.ciUserId);
  const status = async (by: string) => (await call(simulator, by, 'GET', '/v2/skill')).status;
  expect([await status(nadia), await status(gwen), await status(nadia)]).toEqual([200, 200, 429]);
  expect(await status(token(simulator))).toBe(200);
  simulator.switches.desktopTokenBudget = 'admin-client';
  expect([await status(gwen), await status(gwen)]).toEqual([200, 429]);
});

test('a fault is answered once, in the place of the first request that fits', async () => {
  const simulator = await start();
  simulator.faults.push({ method: 'PUT', path: '/skill-profile/', status: 503, headers: { 'Retry-After': '2' } });
  const failed = await describe(simulator, 'First');
  expect([failed.status, failed.text, failed.headers.get('retry-after')]).toEqual([503, '', '2']);
  expect((await get(simulator))['description']).not.toBe('First');
  expect((await describe(simulator, 'Second')).status).toBe(200);
});

test('a fault may come after the write was applied, as an answer or as a dropped connection', async () => {
  const simulator = await start();
  simulator.faults.push({ method: 'PUT', applyFirst: true, status: 500, body: { error: 'late' } });
  expect(await describe(simulator, 'Applied')).toMatchObject({ status: 500, body: { error: 'late' } });
  expect((await get(simulator))['description']).toBe('Applied');
  simulator.faults.push({ method: 'PUT', applyFirst: true, drop: true });
  await expect(describe(simulator, 'Applied and lost')).rejects.toThrow();
  expect(simulator.requests.at(-1)).toMatchObject({ status: 0, body: { description: 'Applied and lost' } });
  expect((await get(simulator))['description']).toBe('Applied and lost');
  simulator.faults.push({ drop: true, times: 2 });
  await expect(get(simulator)).rejects.toThrow();
  await expect(get(simulator)).rejects.toThrow();
  expect((await get(simulator))['description']).toBe('Applied and lost');
});

test('a request may be cut off at once and carried out later all the same', async () => {
  const simulator = await start();
  simulator.faults.push({ method: 'PUT', lateMs: 100 });
  await expect(describe(simulator, 'Late')).rejects.toThrow();
  expect((await get(simulator))['description']).not.toBe('Late');
  while (simulator.requests.find(({ method }) => method === 'PUT')?.status === 0) await pause(10);
  expect((await get(simulator))['description']).toBe('Late');
});

test('item reads lag behind a write for as long as the switch says', async () => {
  let now = Date.UTC(2026, 0, 1);
  const simulator = await start({ now: () => now });
  simulator.switches.readBackLag = 3_000;
  const before = await get(simulator);
  await describe(simulator, 'New');
  expect(await get(simulator)).toEqual(before);
  now += 3_000;
  expect(await get(simulator)).toMatchObject({ description: 'New', version: Number(before['version']) + 1 });
});

test('an ignored write answers the old document, or pretends', async () => {
  const simulator = await start();
  const before = await get(simulator);
  simulator.switches.ignoredWrites = 'stale-answer';
  expect((await describe(simulator, 'New')).body).toEqual(before);
  simulator.switches.ignoredWrites = 'echo-answer';
  expect((await describe(simulator, 'New')).body).toMatchObject({ description: 'New', version: 4 });
  expect(await get(simulator)).toEqual(before);
});

test('a colleague’s edit counts the version up, right after a PUT or at any time', async () => {
  const simulator = await start();
  simulator.switches.colleagueEditsAfterPut = (profile) => (profile.description = 'Theirs');
  expect((await describe(simulator, 'Mine')).body).toMatchObject({ description: 'Mine', version: 4 });
  expect(await get(simulator)).toMatchObject({ description: 'Theirs', version: 5 });
  expect(simulator.switches.colleagueEditsAfterPut).toBeNull();
  simulator.editElsewhere(skillProfileIds.billingSpecialist, (profile) => (profile.description = 'Again'));
  expect(await get(simulator)).toMatchObject({ description: 'Again', version: 6 });
});

test('requests are recorded with the kind of token and without any secret', async () => {
  const simulator = await start();
  const { clientId, clientSecret, refreshToken } = simulator.credentials.serviceApp;
  const { clientId: integration } = simulator.credentials.integration;
  const asked = { response_type: 'code', client_id: integration, redirect_uri: 'http://localhost/', scope: '' };
  await call(simulator, null, 'GET', `/v1/authorize?${new URLSearchParams(asked).toString()}`);
  const fields = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  await call(simulator, null, 'POST', '/v1/access_token', new URLSearchParams(fields));
  await get(simulator);
  await describe(simulator, 'New');
  expect(simulator.requests.at(-1)).toMatchObject({
    method: 'PUT',
    tokenKind: 'service-app',
    clientId,
    status: 200,
    headers: { authorization: 'service-app' },
    body: { description: 'New' },
    answer: { description: 'New' },
  });
  const recorded = JSON.stringify(simulator.requests);
  expect(simulator.secrets().filter((secret) => recorded.includes(secret))).toEqual([]);
  expect(simulator.secrets().length).toBeGreaterThan(8);
});

test('no two desktop tokens are the same', async () => {
  const simulator = await start();
  const tokens = Array.from({ length: 3 }, () => simulator.issueDesktopToken(people.nadiaNorth.ciUserId));
  expect(new Set(tokens).size).toBe(3);
  expect(tokens[0]).toMatch(new RegExp(`^[\\w-]+_PF84_${simulator.organization.id}$`));
});

test('every switch begins in its first position', async () => {
  const simulator = await start();
  expect(simulator.switches).toEqual(defaultSwitches());
  for (const [name, positions] of Object.entries(switchPositions)) {
    expect(simulator.switches[name as keyof typeof switchPositions]).toBe(positions[0]);
  }
});

test.each([
  ['stalePutVersion', '409', 409],
  ['stalePutVersion', '412', 412],
  ['putWithoutEnumArray', 'refused', 400],
  ['putEchoes', 'refused', 400],
  ['profileIdMismatch', 'refused', 400],
  ['serviceAppProfileCheck', 'denied', 403],
] as const)('with %s at %s a PUT that is otherwise applied answers %i', async (name, position, status) => {
  const simulator = await start();
  const { activeSkills, ...body } = await get(simulator);
  const stale = { ...body, activeSkills, activeEnumSkills: undefined, version: 1, id: skillProfileIds.peakReserve };
  expect((await call(simulator, token(simulator), 'PUT', path, stale)).status).toBe(200);
  Object.assign(simulator.switches, { [name]: position });
  const fresh = (await call(simulator, simulator.credentials.directAccessToken, 'GET', path)).body;
  const again = { ...stale, activeSkills: fresh['activeSkills'] };
  expect((await call(simulator, token(simulator), 'PUT', path, again)).status).toBe(status);
});

test('a PUT without activeEnumSkills clears or keeps them', async () => {
  const simulator = await start();
  const { name, activeSkills } = await get(simulator);
  simulator.switches.putWithoutEnumArray = 'keeps';
  const kept = await call(simulator, token(simulator), 'PUT', path, { name, activeSkills });
  expect(kept.body['activeEnumSkills']).toHaveLength(3);
  simulator.switches.putWithoutEnumArray = 'clears';
  const cleared = await call(simulator, token(simulator), 'PUT', path, { name, activeSkills });
  expect(cleared.body['activeEnumSkills']).toEqual([]);
});

test('a desktop token’s write is validated before it is refused, or allowed, as the switch says', async () => {
  const simulator = await start();
  const nadia = simulator.issueDesktopToken(people.nadiaNorth.ciUserId);
  const viewer = simulator.issueDesktopToken(people.victorViewer.ciUserId);
  const put = async (by: string, changed: object) =>
    (await call(simulator, by, 'PUT', path, { ...(await get(simulator)), ...changed })).status;
  simulator.switches.desktopTokenWrite = 'validated-first';
  expect([await put(nadia, { activeSkills: [{}] }), await put(nadia, {})]).toEqual([400, 403]);
  simulator.switches.desktopTokenWrite = 'allowed';
  expect([await put(nadia, {}), await put(viewer, {})]).toEqual([200, 403]);
});

test('the ways of writing skills and requirements follow their switches', async () => {
  const simulator = await start();
  Object.assign(simulator.switches, {
    skillTypeCase: 'mixed',
    proficiencyConditionTokens: 'words',
    enumRequirementValue: 'id',
    otherTypesFields: 'null',
  });
  expect(await get(simulator, `/skill/${skillIds.tier}`)).toMatchObject({ skillType: 'enum' });
  const queue = await get(simulator, `/contact-service-queue/${queueIds.billingGerman}`);
  const gold = simulator.organization.skills
    .get(skillIds.tier)
    ?.enumSkillValues.find(({ name }) => name === 'gold')?.id;
  expect(queue).toMatchObject({
    queueSkillRequirements: [
      { skillName: 'German', skillType: 'Proficiency', condition: 'GREATER_THAN_OR_EQUAL_TO', skillValue: '7' },
      { skillName: 'Tier', condition: 'IS', skillValue: gold },
    ],
  });
  expect(await get(simulator)).toMatchObject({ activeSkills: [{ booleanValue: null, textValue: null }, {}, {}, {}] });
});

test('a profile reaches the queues whose requirements it meets, and those on absent skills as the switch says', async () => {
  const simulator = await start();
  const names = async () => {
    const { data } = await get(
      simulator,
      `/contact-service-queue/by-skill-profile-id/${skillProfileIds.billingSpecialist}`,
    );
    return (data as { name: string }[]).map(({ name }) => name);
  };
  expect(await names()).toEqual(['Billing English', 'Certified Refunds']);
  simulator.editElsewhere(skillProfileIds.billingSpecialist, ({ activeSkills: [german] }) => {
    if (german) german.proficiencyValue = 8;
  });
  expect(await names()).toEqual(['Billing English', 'Billing German', 'Certified Refunds']);
  simulator.switches.absentSkillMatch = 'yes';
  expect(await names()).toContain('Training Calls');
});
