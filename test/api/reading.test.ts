import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { asItIs, later } from './later.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(async () => {
  asItIs();
  await skilldesk.close();
});

const adminRequests = () => skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'service-app');

test('a supervisor sees the profiles that Webex lets him read, with their values and who uses them', async () => {
  const { complete, read, total, skills, skillProfiles } = await nadia.skillProfiles();

  expect({ complete, read, total }).toEqual({ complete: true, read: 4, total: 4 });
  expect(skillProfiles.map(({ name, editable }) => [name, editable])).toEqual([
    ['Bilingual Service', false],
    ['Billing Specialist', true],
    ['Support Expert', true],
    ['Support Generalist', true],
  ]);
  const billing = skillProfiles.find(({ id }) => id === skillProfileIds.billingSpecialist);
  expect(billing?.values).toContainEqual({ skillId: skillIds.german, value: 5 });
  expect(billing?.usedBy).toMatchObject({ teams: [teamIds.billing], outsideScope: 0 });
  expect(skills.find(({ id }) => id === skillIds.tier)?.enumSkillValues.length).toBeGreaterThan(1);
});

test('a profile that is also used outside the supervisor’s teams is read-only, and says why', async () => {
  const { skillProfiles } = await nadia.skillProfiles();

  const shared = skillProfiles.find(({ id }) => id === skillProfileIds.bilingualService);
  expect(shared).toMatchObject({ editable: false, reason: expect.stringContaining('outside your teams') as string });
  expect(shared?.usedBy.outsideScope).toBeGreaterThan(0);
});

test('a list that has not changed is answered 304, whatever its age', async () => {
  const first = await nadia.call('GET', '/api/skill-profiles');
  const tag = first.headers.get('etag') ?? '';

  expect((await nadia.call('GET', '/api/skill-profiles', { 'if-none-match': tag })).status).toBe(304);

  const { revision } = await nadia.skillProfile(skillProfileIds.billingSpecialist);
  await nadia.change([
    { skillProfileId: skillProfileIds.billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] },
  ]);
  expect((await nadia.call('GET', '/api/skill-profiles', { 'if-none-match': tag })).status).toBe(200);
});

test('that nothing is new is said in the same words whether that was at hand or had to be looked up', async () => {
  const tag = (await nadia.call('GET', '/api/agents')).headers.get('etag') ?? '';
  const ask = async () => {
    const { status, headers } = await nadia.call('GET', '/api/agents', { 'if-none-match': tag });
    const words = [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date');
    return { status, id: headers.get('x-request-id'), words: words.sort() };
  };
  // By then nothing is at hand any more.
  await wait(1_000);

  const lookedUp = await ask();
  const atHand = await ask();

  expect(lookedUp.status).toBe(304);
  expect(lookedUp.words).toContainEqual(['x-content-type-options', 'nosniff']);
  expect(atHand).toEqual({ ...lookedUp, id: expect.stringMatching(/^[\da-f-]{36}$/) as string });
  expect(atHand.id).not.toBe(lookedUp.id);
});

test('a reading that finds nothing new makes a list younger, and it is still the same list', async () => {
  const first = await nadia.call('GET', '/api/agents');
  const tag = first.headers.get('etag') ?? '';
  const { asOf } = first.body as { asOf: string };
  later(70_000);

  const again = () => nadia.call('GET', '/api/agents');
  const ageOf = async () => Date.parse(((await again()).body as { asOf: string }).asOf) - Date.parse(asOf);
  await expect.poll(ageOf).toBeGreaterThanOrEqual(60_000);
  const { body, headers } = await again();

  expect({ ...(body as object), asOf }).toEqual(first.body);
  expect(headers.get('etag')).toBe(tag);
});

test('a verified write shows in the next list without reading it again', async () => {
  const { revision } = await nadia.skillProfile(skillProfileIds.billingSpecialist);
  await nadia.change([
    { skillProfileId: skillProfileIds.billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] },
  ]);
  const before = adminRequests().length;

  const { skillProfiles } = await nadia.skillProfiles();

  expect(skillProfiles.find(({ id }) => id === skillProfileIds.billingSpecialist)?.values).toContainEqual({
    skillId: skillIds.german,
    value: 8,
  });
  expect(adminRequests()).toHaveLength(before);
});

test('however many open the list, it is read once from Webex', async () => {
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);

  await Promise.all([nadia, colin, nadia, colin, nadia].map((person) => person.skillProfiles()));

  expect(adminRequests().filter(({ path }) => path.endsWith('/v2/skill-profile'))).toHaveLength(1);
});

test('one profile is read fresh', async () => {
  await nadia.skillProfiles();
  skilldesk.webex.setElsewhere(skillProfileIds.billingSpecialist, skillIds.german, 1);

  expect((await nadia.skillProfile(skillProfileIds.billingSpecialist)).values).toContainEqual({
    skillId: skillIds.german,
    value: 1,
  });
});

test('a foreign profile and one that does not exist are answered alike', async () => {
  const answers = await Promise.all(
    [skillProfileIds.claimsHandler, 'aaaaaaaa-0000-4000-8000-000000000000'].map((id) =>
      nadia.call('GET', `/api/skill-profiles/${id}`),
    ),
  );

  const [foreign, unknown] = answers.map(({ status, body }) => ({ status, ...(body as object), requestId: '' }));
  expect(foreign).toMatchObject({ status: 404, code: 'not-found' });
  expect(foreign).toEqual(unknown);
});

test.each(['..%2f..%2fuser', '%2e%2e', 'a%00b', 'x'.repeat(101), 'a%20b'])(
  'what is no id (%s) never reaches Webex',
  async (id) => {
    // Read last of all: nothing is asked of Webex any more.
    const supervisors = async () => (await nadia.call('GET', '/api/supervisors')).body;
    await expect.poll(supervisors, { timeout: 10_000 }).toMatchObject({ complete: true });
    const before = skilldesk.webex.requests.length;

    expect([400, 404]).toContain((await nadia.call('GET', `/api/skill-profiles/${id}`)).status);
    expect(skilldesk.webex.requests).toHaveLength(before);
  },
);

test('the agents in scope are those of the supervisor’s teams, with the profile that holds for them and where it comes from', async () => {
  const agents = await nadia.agents();

  expect(agents.length).toBeGreaterThan(3);
  expect(agents.every(({ teams }) => teams.some((id) => id === teamIds.billing || id === teamIds.support))).toBe(true);
  expect(agents.find(({ id }) => id === people.standardAgent.id)).toMatchObject({
    skillProfileId: null,
    effectiveSkillProfileId: skillProfileIds.billingSpecialist,
    source: 'team',
    editable: true,
  });
  expect(agents.find(({ id }) => id === people.premiumAgent.id)).toMatchObject({
    effectiveSkillProfileId: skillProfileIds.supportExpert,
    source: 'own',
  });
  expect(agents.find(({ id }) => id === people.unskilledAgent.id)).toBeUndefined();
});

test('while Webex cannot be read at all, the list is a clear failure and not an empty one', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({
    webex: ({ faults }) => faults.push({ path: '/v2/skill?', status: 503, times: 99 }),
  });
  const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);

  expect(gwen.session.scope).toMatchObject({ agents: null });
  expect(await gwen.call('GET', '/api/skill-profiles')).toMatchObject({
    status: 503,
    body: { code: 'webex-unavailable' },
  });
});

test('a list of which only some profiles could be read yet says so', async () => {
  await skilldesk.close();
  const path = `/skill-profile/${skillProfileIds.supportExpert}`;
  skilldesk = await Skilldesk.start({ webex: ({ faults }) => faults.push({ path, status: 503 }) });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  const { complete, read, total, skillProfiles } = await nadia.skillProfiles();

  expect({ complete, read, total }).toEqual({ complete: false, read: 3, total: 4 });
  const unread = skillProfiles.find(({ id }) => id === skillProfileIds.supportExpert);
  expect(unread).not.toHaveProperty('values');
  expect(unread).not.toHaveProperty('revision');
});

test('one profile that cannot be read costs nobody else anything', async () => {
  await skilldesk.close();
  const path = `/skill-profile/${skillProfileIds.supportExpert}`;
  skilldesk = await Skilldesk.start({ webex: ({ faults }) => faults.push({ path, status: 500, times: 999 }) });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await nadia.skillProfiles();
  const before = adminRequests().length;

  for (let turn = 0; turn < 20; turn += 1) await nadia.agents();

  expect(adminRequests()).toHaveLength(before);
});

test('a restart while Webex is down shows what was known, with its age', async () => {
  const { asOf } = await nadia.skillProfiles();
  await skilldesk.stopProcess();
  skilldesk.webex.faults.push({ path: '/skill-profile', status: 503, times: 999 });
  await skilldesk.startProcess();
  skilldesk.webex.faults.length = 0;
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  skilldesk.webex.faults.push({ path: '/skill-profile', status: 503, times: 999 });

  const list = await nadia.skillProfiles();

  expect(list).toMatchObject({ complete: true, read: 4, total: 4 });
  expect(Date.parse(list.asOf)).toBeGreaterThanOrEqual(Date.parse(asOf));
});

test('a reading that was under way does not take a verified write out of the list', async () => {
  await nadia.skillProfiles();
  const { billingSpecialist } = skillProfileIds;
  const { revision } = await nadia.skillProfile(billingSpecialist);
  skilldesk.webex.faults.push({
    method: 'GET',
    path: `/skill-profile/${billingSpecialist}`,
    applyFirst: true,
    delayMs: 700,
  });
  const slow = nadia.skillProfile(billingSpecialist);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const set = [{ skillId: skillIds.german, value: 8 }];
  expect((await nadia.change([{ skillProfileId: billingSpecialist, revision, set }])).items[0]?.outcome).toBe(
    'verified',
  );
  await slow;

  const { skillProfiles } = await nadia.skillProfiles();

  expect(skillProfiles.find(({ id }) => id === billingSpecialist)?.values).toContainEqual({
    skillId: skillIds.german,
    value: 8,
  });
});

test('a wrong region is a problem of Webex’s address, not a missing thing', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({
    webex: ({ faults }) => faults.push({ path: '/v2/skill?', status: 404, times: 99 }),
  });
  const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);

  expect(await gwen.call('GET', '/api/skill-profiles')).toMatchObject({
    status: 503,
    body: { code: 'webex-unavailable' },
  });
});

test('an organization that is not connected says so', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({ environment: { WEBEX_SERVICE_APP_REFRESH_TOKEN: '' } });
  const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);

  expect(await gwen.call('GET', '/api/skill-profiles')).toMatchObject({
    status: 503,
    body: { code: 'organization-not-connected' },
  });
  expect((await skilldesk.call('GET', '/readyz')).body).toEqual({ database: 'ok', token: 'not-connected' });
});
