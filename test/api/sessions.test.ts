import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { people, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
});
afterEach(() => skilldesk.close());

const exchange = (desktopToken: string) =>
  skilldesk.call('POST', '/api/session', { authorization: `Bearer ${desktopToken}` });
const exchangeAs = (ciUserId: string) => exchange(skilldesk.webex.issueDesktopToken(ciUserId));
const withDesktopToken = () => skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'desktop');

test('a supervisor gets a session of at most ten minutes, by four calls with his own token', async () => {
  const { status, body } = await exchangeAs(people.nadiaNorth.ciUserId);
  const hisTeams = [teamIds.billing, teamIds.support] as string[];
  const users = [...skilldesk.webex.organization.users.values()];
  const agents = users.filter((user) => user.active && user.teamIds.some((id) => hisTeams.includes(id))).length;

  expect(status).toBe(201);
  expect(body).toMatchObject({
    user: { id: people.nadiaNorth.ciUserId, name: 'Nadia North', role: 'supervisor', mayEdit: true },
    organizationId: skilldesk.webex.organization.id,
    scope: { skillProfiles: 4, agents, teams: [{ name: 'Billing' }, { name: 'Support' }] },
    policy: { edit: 'strict' },
  });
  const life = Date.parse((body as { expiresAt: string }).expiresAt) - Date.now();
  expect(life).toBeGreaterThan(9 * 60_000);
  expect(life).toBeLessThanOrEqual(10 * 60_000);
  expect(withDesktopToken()).toHaveLength(4);
});

test('no session outlives the desktop token, where that says when it ends', async () => {
  const before = Date.now();
  const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId, {
    form: 'jwt',
    expiresInSeconds: 90.0004,
  });

  const { status, body } = await exchange(token);

  expect(status).toBe(201);
  const { expiresAt, token: session } = body as { expiresAt: string; token: string };
  expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 90_001);
  expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 90_000);
  const { exp } = JSON.parse(Buffer.from(session.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
  expect(exp * 1000).toBeLessThanOrEqual(Date.parse(expiresAt));
});

test('a long-lived desktop token gives ten minutes all the same', async () => {
  const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId, { form: 'jwt' });

  const { body } = await exchange(token);

  expect(Date.parse((body as { expiresAt: string }).expiresAt) - Date.now()).toBeLessThanOrEqual(10 * 60_000);
});

test('an administrator gets one too', async () => {
  const { body } = await exchangeAs(people.admin.ciUserId);

  expect(body).toMatchObject({ user: { role: 'administrator', mayEdit: true } });
});

test('a supervisor who may only view gets a session that may not edit', async () => {
  const { status, body } = await exchangeAs(people.victorViewer.ciUserId);

  expect(status).toBe(201);
  expect(body).toMatchObject({ user: { mayEdit: false } });
});

test.each([
  ['a premium agent', people.premiumAgent],
  ['a standard agent', people.standardAgent],
  ['an administrator without a desktop', people.adminOnly],
  ['a disabled supervisor', people.doraDisabled],
  ['a supervisor who is not enabled for the contact center', people.claraNoCenter],
])('%s is refused, and told what to check', async (_who, { ciUserId }) => {
  const { status, body } = await exchangeAs(ciUserId);

  expect(status).toBe(403);
  expect(body).toMatchObject({
    code: 'not-a-supervisor',
    status: 403,
    detail: expect.stringContaining('Control Hub') as string,
  });
});

test('somebody of another organization is refused before the contact center is asked', async () => {
  const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId, {
    organizationId: 'aaaaaaaa-0000-4000-8000-000000000000',
  });

  expect(await exchange(token)).toMatchObject({ status: 403, body: { code: 'other-organization' } });
  expect(withDesktopToken()).toHaveLength(1);
});

test('an expired desktop token is refused as such', async () => {
  const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId);
  skilldesk.webex.expireToken(token);

  expect(await exchange(token)).toMatchObject({ status: 401, body: { code: 'desktop-token-refused' } });
});

test('a token that can only say who he is, of some other Webex app, is refused by the contact center', async () => {
  const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId, { scopes: ['spark:people_read'] });

  expect(await exchange(token)).toMatchObject({ status: 401, body: { code: 'desktop-token-refused' } });
});

test.each([{ status: 503 }, { status: 500 }, { status: 429, headers: { 'Retry-After': '7' } }, { drop: true }])(
  'an outage of Webex (%j) is no refusal of the person',
  async (fault) => {
    skilldesk.webex.faults.push({ path: '/v1/people/me', ...fault });

    const { status, headers, body } = await exchangeAs(people.nadiaNorth.ciUserId);

    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'identity-unavailable' } });
    expect(headers.get('retry-after')).toBe(fault.status === 429 ? '7' : '5');
  },
);

test('an answer of Webex that says nothing is named as such', async () => {
  skilldesk.webex.faults.push({ path: '/v1/people/me', status: 200, body: '<html>' });

  expect(await exchangeAs(people.nadiaNorth.ciUserId)).toMatchObject({
    status: 502,
    body: { code: 'webex-answer-invalid' },
  });
});

describe('without a session', () => {
  test.each([
    '/api/skill-profiles',
    '/api/agents',
    '/api/changes',
    `/api/skill-profiles/${skillProfileIds.billingSpecialist}`,
  ])('GET %s answers 401', async (path) => {
    expect(await skilldesk.call('GET', path)).toMatchObject({ status: 401, body: { code: 'session-missing' } });
    expect(await skilldesk.call('GET', path, { authorization: 'Bearer garbage' })).toMatchObject({ status: 401 });
  });

  test('a desktop token is no session', async () => {
    const token = skilldesk.webex.issueDesktopToken(people.nadiaNorth.ciUserId);

    expect(await skilldesk.call('GET', '/api/agents', { authorization: `Bearer ${token}` })).toMatchObject({
      status: 401,
    });
  });
});

test('an ended session is over', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  expect((await nadia.call('DELETE', '/api/session')).status).toBe(204);

  expect(await nadia.call('GET', '/api/agents')).toMatchObject({ status: 401, body: { code: 'session-expired' } });
});

test('a session goes on after a restart', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.stopProcess();
  await skilldesk.startProcess();

  expect((await nadia.call('GET', '/api/agents')).status).toBe(200);
});

test('the public keys of sessions are published, and nothing else of them', async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const { kid } = JSON.parse(Buffer.from(nadia.session.token.split('.')[0] ?? '', 'base64url').toString()) as Record<
    string,
    string
  >;

  const { headers, body } = await skilldesk.call('GET', '/.well-known/jwks.json');

  expect(headers.get('content-type')).toContain('application/jwk-set+json');
  expect(body).toEqual({
    keys: [
      {
        kty: 'EC',
        crv: 'P-256',
        x: expect.any(String) as string,
        y: expect.any(String) as string,
        kid,
        use: 'sig',
        alg: 'ES256',
      },
    ],
  });
});
