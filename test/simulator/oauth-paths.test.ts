import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { call } from './simulator-call.ts';
import { people } from './standard-organization.ts';
import type { WebexSimulator } from './webex-simulator.ts';
import { simulatorsOfThisFile } from './with-simulator.ts';

const start = simulatorsOfThisFile();
const days = 24 * 60 * 60 * 1000;

interface Client {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

async function refresh(
  simulator: WebexSimulator,
  { clientId, clientSecret, refreshToken }: Client,
  token = refreshToken,
) {
  const fields = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: token,
  };
  const answer = await call(simulator, null, 'POST', '/v1/access_token', new URLSearchParams(fields));
  const { access_token: accessToken, refresh_token: next, refresh_token_expires_in: left } = answer.body;
  return { ...answer, accessToken: String(accessToken), refreshToken: String(next), left: Number(left) };
}

const statusOf = async (simulator: WebexSimulator, token: string) =>
  (await call(simulator, token, 'GET', '/v2/skill')).status;

function mint(simulator: WebexSimulator, token: string, changed: object = {}) {
  const { id, clientId, clientSecret } = simulator.credentials.serviceApp;
  const targetOrgId = Buffer.from(`ciscospark://us/ORGANIZATION/${simulator.organization.id}`).toString('base64');
  const body = { clientId, clientSecret, targetOrgId: targetOrgId.replaceAll('=', ''), ...changed };
  return call(simulator, token, 'POST', `/v1/applications/${id}/token`, body);
}

test('a refresh gives a working access token and the same refresh token, and the old one goes on', async () => {
  const simulator = await start();
  const { serviceApp } = simulator.credentials;
  const first = await refresh(simulator, serviceApp);
  expect(first.body).toMatchObject({
    expires_in: 1_209_600,
    token_type: 'Bearer',
    scope: 'cjp:config_read cjp:config_write',
  });
  expect(first.refreshToken).toBe(serviceApp.refreshToken);
  expect(await statusOf(simulator, first.accessToken)).toBe(200);
  expect(await statusOf(simulator, serviceApp.accessToken)).toBe(200);
});

test('a refresh may end the previous access token [U2]', async () => {
  const simulator = await start();
  simulator.switches.refreshEndsOldAccessToken = 'yes';
  await refresh(simulator, simulator.credentials.serviceApp);
  expect(await statusOf(simulator, simulator.credentials.serviceApp.accessToken)).toBe(401);
});

test('a rotated refresh token works once; with family revocation its second use ends everything [U4]', async () => {
  for (const position of ['rotates', 'rotates-and-revokes-family'] as const) {
    const simulator = await start();
    simulator.switches.refreshTokenRotation = position;
    const { integration } = simulator.credentials;
    const first = await refresh(simulator, integration);
    expect(first.refreshToken).not.toBe(integration.refreshToken);
    expect((await refresh(simulator, integration)).status).toBe(400);
    const survived = position === 'rotates';
    expect((await refresh(simulator, integration, first.refreshToken)).status).toBe(survived ? 200 : 400);
    expect(await statusOf(simulator, first.accessToken)).toBe(survived ? 200 : 401);
  }
});

test('the life of a refresh token is renewed by use, or not [U3]', async () => {
  for (const [position, expected] of [
    ['sliding', 7_776_000],
    ['fixed', 7_776_000 - 10 * 86_400],
  ] as const) {
    let now = Date.UTC(2026, 0, 1);
    const simulator = await start({ now: () => now });
    simulator.switches.refreshTokenClock = position;
    now += 10 * days;
    expect((await refresh(simulator, simulator.credentials.serviceApp)).left).toBe(expected);
  }
});

test.each([
  ['invalid_request', { error: 'invalid_request' }],
  ['invalid_grant', { error: 'invalid_grant' }],
  ['router', { trackingId: expect.stringMatching(/^ROUTER_/) as unknown }],
] as const)('a dead refresh token is answered with %s', async (position, body) => {
  const simulator = await start();
  simulator.switches.refreshFailureBody = position;
  const answer = await refresh(simulator, simulator.credentials.integration, 'dead');
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject(body);
  expect(answer.text).toContain('The refresh token provided is expired, revoked, malformed, or invalid.');
});

test('a wrong client secret is invalid_client, and another client’s refresh token is dead', async () => {
  const simulator = await start();
  const { serviceApp, integration } = simulator.credentials;
  const wrong = await refresh(simulator, { ...serviceApp, clientSecret: 'wrong' });
  expect([wrong.status, wrong.body['error']]).toEqual([401, 'invalid_client']);
  expect((await refresh(simulator, integration, serviceApp.refreshToken)).status).toBe(400);
});

test('access tokens expire; desktop tokens can be made to', async () => {
  let now = Date.UTC(2026, 0, 1);
  const simulator = await start({ now: () => now, accessTokenLifeSeconds: 60 });
  const desktop = simulator.issueDesktopToken(people.nadiaNorth.ciUserId);
  now += 61_000;
  expect(await statusOf(simulator, simulator.credentials.serviceApp.accessToken)).toBe(401);
  expect(await statusOf(simulator, desktop)).toBe(200);
  simulator.expireToken(desktop);
  expect(await statusOf(simulator, desktop)).toBe(401);
  expect((await call(simulator, desktop, 'GET', '/v1/people/me')).body).toMatchObject({
    message: 'The request requires a valid access token set in the Authorization request header.',
  });
});

test('revoked administrators’ tokens are refused until the next refresh', async () => {
  const simulator = await start();
  const desktop = simulator.issueDesktopToken(people.nadiaNorth.ciUserId);
  simulator.revokeAdminTokens();
  expect(await statusOf(simulator, simulator.credentials.directAccessToken)).toBe(401);
  expect(await statusOf(simulator, desktop)).toBe(200);
  const { accessToken } = await refresh(simulator, simulator.credentials.serviceApp);
  expect(await statusOf(simulator, accessToken)).toBe(200);
});

test('revocation ends the whole grant, at once or after a lag [U9]', async () => {
  let now = Date.UTC(2026, 0, 1);
  const simulator = await start({ now: () => now });
  simulator.switches.revocationLag = 30_000;
  const { serviceApp } = simulator.credentials;
  const { clientId, clientSecret, refreshToken, accessToken } = serviceApp;
  const fields = { client_id: clientId, client_secret: clientSecret, token: refreshToken };
  await call(simulator, null, 'POST', '/idb/oauth2/v1/revoke', new URLSearchParams(fields));
  expect((await refresh(simulator, serviceApp)).status).toBe(400);
  expect(await statusOf(simulator, accessToken)).toBe(200);
  now += 30_000;
  expect(await statusOf(simulator, accessToken)).toBe(401);
});

test('consent gives a code that is exchanged once, with its verifier and redirect URI', async () => {
  const simulator = await start();
  const { clientId, clientSecret } = simulator.credentials.integration;
  const redirect = 'http://localhost:8080/admin/connect/callback';
  const verifier = 'a-verifier-of-the-right-length-0123456789abcdef';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirect,
    scope: 'cjp:config_read cjp:config_write',
    state: 'state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const consent = async (asked = query) => {
    const { headers } = await call(simulator, null, 'GET', `/v1/authorize?${asked.toString()}`);
    return new URL(headers.get('location') ?? '').searchParams;
  };
  const exchange = async (code: string | null, changed: object = {}) => {
    const fields = { grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret };
    const rest = { code: code ?? '', redirect_uri: redirect, code_verifier: verifier, ...changed };
    return (await call(simulator, null, 'POST', '/v1/access_token', new URLSearchParams({ ...fields, ...rest })))
      .status;
  };
  const answer = await consent();
  expect(answer.get('state')).toBe('state');
  expect(await exchange(answer.get('code'))).toBe(200);
  expect(await exchange(answer.get('code'))).toBe(400);
  expect(await exchange((await consent()).get('code'), { code_verifier: 'another' })).toBe(400);
  expect(await exchange((await consent()).get('code'), { redirect_uri: 'http://else' })).toBe(400);
  const greedy = new URLSearchParams(query);
  greedy.set('scope', 'spark:applications_token');
  expect((await consent(greedy)).get('error')).toBe('invalid_scope');
});

test('only a token manager mints Service App tokens, for this organization', async () => {
  const simulator = await start();
  const { tokenManager, integration, personalAccessToken, serviceApp } = simulator.credentials;
  const minted = await mint(simulator, tokenManager.accessToken);
  expect(minted.status).toBe(200);
  expect(await statusOf(simulator, String(minted.body['access_token']))).toBe(200);
  expect((await mint(simulator, personalAccessToken)).status).toBe(200);
  expect((await mint(simulator, integration.accessToken)).status).toBe(403);
  expect((await mint(simulator, 'unknown')).status).toBe(401);
  expect((await mint(simulator, tokenManager.accessToken, { clientSecret: 'wrong' })).status).toBe(401);
  expect((await mint(simulator, tokenManager.accessToken, { targetOrgId: 'elsewhere' })).status).toBe(403);
  expect(await statusOf(simulator, tokenManager.accessToken)).toBe(403);
  expect(await statusOf(simulator, serviceApp.accessToken)).toBe(200);
  simulator.switches.mintInvalidatesOldPair = 'yes';
  await mint(simulator, tokenManager.accessToken);
  expect(await statusOf(simulator, serviceApp.accessToken)).toBe(401);
});

test('a token may ask for its end, and a missing Authorization header is a 400 of the contact center', async () => {
  const simulator = await start({ now: () => 1_000 });
  const desktop = simulator.issueDesktopToken(people.nadiaNorth.ciUserId, { expiresInSeconds: 60 });
  expect((await call(simulator, desktop, 'GET', '/v1/authorizations/tokenExpiry')).body).toEqual({ exp: 61_000 });
  expect((await call(simulator, null, 'GET', '/v2/skill')).status).toBe(400);
});
