import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { SharedRateLimits } from '../../server/adapters/database/rate-limits.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;

beforeEach(async () => {
  skilldesk = await Skilldesk.start({ environment: { TRUSTED_PROXIES: 'loopback' } });
});
afterEach(() => skilldesk.close());

const office = '203.0.113.7';
const exchange = (token: string, address = office) =>
  skilldesk.call('POST', '/api/session', { authorization: `Bearer ${token}`, 'x-forwarded-for': address });
const tokenOf = ({ ciUserId }: { ciUserId: string }, options?: object) =>
  skilldesk.webex.issueDesktopToken(ciUserId, options);
const times = <Result>(count: number, work: (turn: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, turn) => work(turn)));

/** What a problem of too many requests must tell. */
function expectLimited({ status, headers, body }: Awaited<ReturnType<typeof exchange>>, says: RegExp): void {
  expect({ status, body }).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
  const seconds = Number(headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((body as { detail: string }).detail).toMatch(says);
  expect((body as { detail: string }).detail).toContain(`in ${seconds} s`);
}

test('60 supervisors of one office open the page at once, and again soon after, and all get in', async () => {
  await skilldesk.close();
  // The desktop's own client has a limit at Webex as well, which is no affair of ours.
  skilldesk = await Skilldesk.start({
    environment: { TRUSTED_PROXIES: 'loopback' },
    simulator: { requestsPerMinute: 1_000 },
  });
  const users = [...skilldesk.webex.organization.users.values()];
  const nadia = users.find(({ ciUserId }) => ciUserId === people.nadiaNorth.ciUserId);
  for (const user of users) {
    Object.assign(user, { userProfileId: nadia?.userProfileId, active: true, contactCenterEnabled: true });
  }
  // With fewer than 60 people, some sit at two desks.
  const open = async (turn: number) => (await exchange(tokenOf(users[turn % users.length] ?? people.admin))).status;

  expect(await times(60, open)).toEqual(Array(60).fill(201));
  expect(await times(60, open)).toEqual(Array(60).fill(201));
});

test('the 31st exchange of one person within a minute waits, and the others come in', async () => {
  for (let turn = 0; turn < 30; turn += 1) expect((await exchange(tokenOf(people.nadiaNorth))).status).toBe(201);

  expectLimited(await exchange(tokenOf(people.nadiaNorth)), /signed in to Skilldesk 30 times/);
  expectLimited(await exchange(tokenOf(people.nadiaNorth), '198.51.100.1'), /signed in/);
  expect((await exchange(tokenOf(people.colinColleague))).status).toBe(201);
});

describe('after 20 refused exchanges from one address', () => {
  test('Webex is asked no more for it, and other addresses are served', async () => {
    for (let turn = 0; turn < 20; turn += 1) expect((await exchange(`garbage-${turn}`)).status).toBe(401);
    const questions = () => skilldesk.webex.requests.filter(({ path }) => path === '/v1/people/me').length;
    const asked = questions();

    expectLimited(await exchange('garbage-again'), /20 sign-ins from your network were refused/);
    expectLimited(await exchange(tokenOf(people.nadiaNorth)), /were refused/);
    expect(questions()).toBe(asked);
    expect((await exchange(tokenOf(people.nadiaNorth), '203.0.113.8')).status).toBe(201);
  });

  test('agents and strangers count alike, whatever IPv6 address of their network they take', async () => {
    const tokens = [people.standardAgent, people.doraDisabled, people.premiumAgent].map((person) => tokenOf(person));
    for (let turn = 0; turn < 20; turn += 1) {
      const { status } = await exchange(tokens[turn % 3] ?? '', `2001:db8:1:2::${turn.toString(16)}`);
      expect(status).toBe(403);
    }

    expectLimited(await exchange('garbage', '2001:db8:1:2:ffff::1'), /were refused/);
    expect((await exchange('garbage', '2001:db8:1:3::1')).status).toBe(401);
  });

  test('an address that no trusted proxy names is not believed', async () => {
    await skilldesk.close();
    skilldesk = await Skilldesk.start();
    for (let turn = 0; turn < 20; turn += 1) await exchange(`garbage-${turn}`, `198.51.100.${turn}`);

    expectLimited(await exchange('garbage', '198.51.100.99'), /were refused/);
  });
});

test('another organization that comes by many addresses is stopped as one, and ours is not', async () => {
  const stranger = () => tokenOf(people.nadiaNorth, { organizationId: 'aaaaaaaa-0000-4000-8000-000000000000' });
  for (let turn = 0; turn < 20; turn += 1) expect((await exchange(stranger(), `198.51.100.${turn}`)).status).toBe(403);

  expectLimited(await exchange(stranger(), '198.51.100.99'), /of your organization/);
  expect((await exchange(tokenOf(people.nadiaNorth))).status).toBe(201);
});

describe('the 61st Change of a minute', () => {
  test('is not taken in; a Change that was is found again by its key, and a Change counts once', async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    const { revision } = await nadia.skillProfile(billingSpecialist);
    const unchanged = {
      edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 5 }] }],
      reason: 'r',
    };
    const foreign = (skillProfileId: string) => ({ ...unchanged.edits[0], skillProfileId });
    const firstKey = randomUUID();
    const first = await nadia.post(unchanged, firstKey);
    // Many items are one Change, and what is malformed is none.
    await nadia.post({ edits: Array.from({ length: 200 }, () => foreign(randomUUID())), reason: 'r' });
    await nadia.post({ edits: [], reason: 'r' });
    for (let turn = 2; turn < 60; turn += 1) {
      expect((await nadia.post({ edits: [foreign(randomUUID())], reason: 'r' })).status).toBe(201);
    }

    const key = randomUUID();
    expectLimited(await nadia.post(unchanged, key), /60 Changes within a minute.*Nothing of this one was taken in/);
    expect(await nadia.post(unchanged, firstKey)).toMatchObject({
      status: 201,
      body: { id: (first.body as { id: string }).id },
    });
    const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
    expect((await colin.post({ edits: [foreign(randomUUID())], reason: 'r' })).status).toBe(201);
  });
});

test('who opens profiles without end leaves Webex to the others', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  const answers = await times(100, () => nadia.call('GET', `/api/skill-profiles/${billingSpecialist}`));

  expect(answers.filter(({ status }) => status === 200)).toHaveLength(80);
  const [limited] = answers.filter(({ status }) => status === 429);
  if (limited) expectLimited(limited, /80 skill profiles/);
  expect((await colin.call('GET', `/api/skill-profiles/${billingSpecialist}`)).status).toBe(200);
  expect((await nadia.call('GET', '/api/skill-profiles')).status).toBe(200);
});

test.runIf(onPostgres)('two replicas count together, and without the database each limits on its own', async () => {
  const open = async () => {
    const database = await openDatabase(skilldesk.databaseUrl, { warn: () => undefined });
    return { database, limits: new SharedRateLimits(database, () => Promise.resolve(defaultPolicy.limits)) };
  };
  const one = await open();
  const other = await open();
  const count = ({ limits }: typeof one) => limits.count('change', 'somebody');
  for (let turn = 0; turn < 60; turn += 1) await count(turn % 2 === 0 ? one : other);
  await expect(count(one)).rejects.toMatchObject({ code: 'too-many-requests' });
  await expect(count(other)).rejects.toMatchObject({ code: 'too-many-requests' });

  await one.database.destroy();
  for (let turn = 0; turn < 60; turn += 1) await count(one);
  await expect(count(one)).rejects.toMatchObject({ code: 'too-many-requests' });
  await other.database.destroy();
});

test('the 181st preview of a person within a minute is not calculated, asked for alone or with a Change', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const edits = [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }];
  const preview = (who = nadia) => who.call('POST', '/api/changes/preview', {}, { edits });
  const save = () => nadia.post({ edits, reason: 'r', previewId: randomUUID() });
  const statuses = await times(180, async (turn) => (await (turn % 2 === 0 ? preview() : save())).status);

  expect(new Set(statuses)).toEqual(new Set([200, 409]));
  expectLimited(await preview(), /180 previews/);
  expectLimited(await save(), /Nothing was changed/);
  expect((await preview(await skilldesk.signIn(people.gwenGlobal.ciUserId))).status).toBe(200);
  expect((await nadia.post({ edits, reason: 'r' })).status).toBe(201);
});

test('the 481st draft of a person within a minute is not kept, and the last one that was is still there', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const keep = (reason: string, who = nadia) => who.call('PUT', '/api/draft', {}, { edits: [], reason });
  expect((await keep('first')).status).toBe(200);
  expect(new Set(await times(479, async () => (await keep('kept')).status))).toEqual(new Set([200]));

  expectLimited(await keep('lost'), /480 drafts/);
  expect(await nadia.call('GET', '/api/draft')).toMatchObject({ status: 200, body: { reason: 'kept' } });
  expect((await keep('his', await skilldesk.signIn(people.colinColleague.ciUserId))).status).toBe(200);
});

test('a person past the limit of exchanges costs Webex one question each time, and his office is not shut out', async () => {
  for (let turn = 0; turn < 30; turn += 1) await exchange(tokenOf(people.nadiaNorth));
  const asked = skilldesk.webex.requests.length;
  for (let turn = 0; turn < 25; turn += 1) {
    expectLimited(await exchange(tokenOf(people.nadiaNorth)), /signed in to Skilldesk 30 times/);
  }

  expect(skilldesk.webex.requests.length - asked).toBeLessThanOrEqual(30);
  expect((await exchange(tokenOf(people.colinColleague))).status).toBe(201);
});
