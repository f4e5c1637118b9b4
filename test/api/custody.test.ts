import { afterEach, expect, test } from 'vitest';
import { people, skillProfileIds } from '../simulator/standard-organization.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import { Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;
afterEach(() => skilldesk.close());

const tokenCalls = () => skilldesk.webex.requests.filter(({ path }) => path === '/v1/access_token').length;
const minted = () => skilldesk.webex.requests.filter(({ path }) => path.startsWith('/v1/applications/')).length;
const tokenState = async () => ((await skilldesk.call('GET', '/readyz')).body as { token: string }).token;
const reads = async () => {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  return (await nadia.call('GET', `/api/skill-profiles/${skillProfileIds.billingSpecialist}`)).status;
};
const said = (text: string) => skilldesk.said.filter((line) => line.includes(text));

/** Starts with nothing from the environment but what is given. */
const startWith = async (variables: (webex: WebexSimulator) => Record<string, string>) => {
  const environment: Record<string, string> = {};
  skilldesk = await Skilldesk.start({
    environment,
    webex: (webex) => {
      Object.assign(environment, {
        WEBEX_SERVICE_APP_CLIENT_ID: '',
        WEBEX_SERVICE_APP_CLIENT_SECRET: '',
        WEBEX_SERVICE_APP_REFRESH_TOKEN: '',
        ...variables(webex),
      });
    },
  });
  return environment;
};
/** As Control Hub does when an administrator takes the authorization back. */
async function revoke({
  clientId,
  clientSecret,
  refreshToken,
}: WebexSimulator['credentials']['serviceApp']): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  const body = new URLSearchParams({ token: refreshToken, token_type_hint: 'refresh_token' });
  const { ok } = await fetch(`${skilldesk.webex.url}/idb/oauth2/v1/revoke`, {
    method: 'POST',
    headers: { authorization },
    body,
  });
  expect(ok).toBe(true);
}
const serviceApp = ({ credentials: { serviceApp } }: WebexSimulator) => ({
  WEBEX_SERVICE_APP_ID: serviceApp.id,
  WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
  WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
  WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
});
const integration = ({ credentials: { integration } }: WebexSimulator) => ({
  WEBEX_CLIENT_ID: integration.clientId,
  WEBEX_CLIENT_SECRET: integration.clientSecret,
  WEBEX_REFRESH_TOKEN: integration.refreshToken,
});
const tokenManager = ({ credentials: { tokenManager } }: WebexSimulator) => ({
  WEBEX_TOKEN_MANAGER_CLIENT_ID: tokenManager.clientId,
  WEBEX_TOKEN_MANAGER_CLIENT_SECRET: tokenManager.clientSecret,
  WEBEX_TOKEN_MANAGER_REFRESH_TOKEN: tokenManager.refreshToken,
});

test('the environment is needed once: the next start uses the vault, and refreshes nothing', async () => {
  const environment = await startWith(serviceApp);
  expect(await reads()).toBe(200);
  expect(said('may now be removed').join()).toContain('WEBEX_SERVICE_APP_REFRESH_TOKEN');
  await skilldesk.stopProcess();
  for (const name of Object.keys(environment)) environment[name] = '';

  await skilldesk.startProcess();

  expect(await reads()).toBe(200);
  expect(await tokenState()).toBe('active');
  expect(tokenCalls()).toBe(1);
});

test('a changed value replaces what works only after it was tried', async () => {
  const environment = await startWith(serviceApp);
  await skilldesk.stopProcess();
  environment['WEBEX_SERVICE_APP_REFRESH_TOKEN'] = 'CANARY-nonsense';
  await skilldesk.startProcess();
  expect(said('credential refused').join()).toContain('dead-grant');
  expect(await reads()).toBe(200);
  expect(await tokenState()).toBe('active');
});

test('a token of another organization is refused, and what works stays in use', async () => {
  const environment = await startWith(integration);
  await skilldesk.stopProcess();
  const elsewhere = skilldesk.webex.issueDesktopToken(people.admin.ciUserId, {
    organizationId: '11111111-2222-4333-8444-555555555555',
  });
  Object.assign(environment, { WEBEX_CLIENT_ID: '', WEBEX_REFRESH_TOKEN: '', WEBEX_ACCESS_TOKEN: elsewhere });
  await skilldesk.startProcess();

  expect(await reads()).toBe(200);
  expect(await tokenState()).toBe('active');
});

test('a token of another organization alone is refused in words', async () => {
  await startWith((webex) => ({
    WEBEX_ACCESS_TOKEN: webex.issueDesktopToken(people.admin.ciUserId, {
      organizationId: '11111111-2222-4333-8444-555555555555',
    }),
  }));
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  expect(await nadia.call('GET', '/api/skill-profiles')).toMatchObject({
    status: 503,
    body: { code: 'needs-reauthorization', detail: expect.stringContaining('another organization') as string },
  });
  expect(await tokenState()).toBe('needs-reauthorization');
});

test('a direct token works, and warns', async () => {
  await startWith(({ credentials }) => ({ WEBEX_ACCESS_TOKEN: credentials.directAccessToken }));

  expect(await reads()).toBe(200);
  expect(said('cannot be refreshed')).toHaveLength(1);
  expect(tokenCalls()).toBe(0);
});

test('with everything given, the Service App is used', async () => {
  await startWith((webex) => ({
    ...integration(webex),
    ...serviceApp(webex),
    WEBEX_ACCESS_TOKEN: webex.credentials.directAccessToken,
  }));

  expect(await reads()).toBe(200);
  const [used] = said('credential in use').map((line) => JSON.parse(line) as { kind: string });
  expect(used?.kind).toBe('service-app');
  expect(said('credential in use')).toHaveLength(1);
});

test.each(['invalid_request', 'invalid_grant', 'router'] as const)(
  'a dead refresh token (%s) costs nothing while a token manager can mint',
  async (position) => {
    await startWith((webex) => ({ ...serviceApp(webex), ...tokenManager(webex) }));
    skilldesk.webex.switches.refreshFailureBody = position;
    await revoke(skilldesk.webex.credentials.serviceApp);

    expect(await reads()).toBe(200);
    expect(await tokenState()).toBe('active');
    expect(minted()).toBe(1);
  },
);

test('a personal token mints the first pair, once, and is stored nowhere', async () => {
  await startWith((webex) => ({
    ...serviceApp(webex),
    WEBEX_SERVICE_APP_REFRESH_TOKEN: '',
    WEBEX_PERSONAL_ACCESS_TOKEN: webex.credentials.personalAccessToken,
  }));

  expect(await reads()).toBe(200);
  expect(minted()).toBe(1);
  expect(tokenCalls()).toBe(0);
  await skilldesk.searchForSecrets();
});

test('a wrong client secret is said to be one, and the tokens are kept', async () => {
  await startWith((webex) => ({ ...serviceApp(webex), WEBEX_SERVICE_APP_CLIENT_SECRET: 'CANARY-wrong' }));
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  expect(await nadia.call('GET', '/api/skill-profiles')).toMatchObject({
    status: 503,
    body: {
      code: 'needs-reauthorization',
      detail: expect.stringContaining('the client id or the secret is refused') as string,
    },
  });
});
