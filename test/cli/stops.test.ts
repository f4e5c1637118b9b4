import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandProcess } from './command-process.ts';

let installation: CommandProcess;
beforeEach(async () => {
  installation = await CommandProcess.start();
});
afterEach(() => installation.close());

const revocations = () => installation.webex.requests.filter(({ path }) => path === '/idb/oauth2/v1/revoke').length;

test('disconnect revokes, destroys, and says what is left to do in Control Hub and in the environment', async () => {
  await installation.skilldesk('status', installation.serviceApp());

  const { code, output } = await installation.skilldesk('disconnect', installation.serviceApp());

  expect(code).toBe(0);
  for (const said of ['not-connected', 'revoked at Webex', 'Apps > Service Apps', 'WEBEX_SERVICE_APP_REFRESH_TOKEN']) {
    expect(output).toContain(said);
  }
  expect(await installation.skilldesk('disconnect')).toMatchObject({
    code: 0,
    output: expect.stringContaining('already') as string,
  });
}, 30_000);

test('a restart with the same variables stays disconnected; a person who connects again ends that', async () => {
  await installation.skilldesk('status', installation.serviceApp());
  await installation.skilldesk('disconnect');

  const restarted = await installation.skilldesk('status', installation.serviceApp());
  expect(restarted).toMatchObject({ code: 1, output: expect.stringContaining('not-connected') as string });
  expect(restarted.output).toContain('disconnected');

  // The Service App's tokens were revoked: what connects again are others.
  const { clientId, clientSecret, refreshToken } = installation.webex.credentials.integration;
  const again = await installation.skilldesk('service-app', {
    WEBEX_SERVICE_APP_CLIENT_ID: clientId,
    WEBEX_SERVICE_APP_CLIENT_SECRET: clientSecret,
    WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
  });
  expect(again).toMatchObject({ code: 0, output: expect.stringContaining('active') as string });
  expect(await installation.skilldesk('status', installation.serviceApp())).toMatchObject({ code: 0 });
}, 60_000);

test('while Webex is away, disconnect and status say what is still to be revoked', async () => {
  await installation.skilldesk('status', installation.serviceApp());
  installation.webex.faults.push({ path: '/idb/oauth2/v1/revoke', status: 503, times: 100 });

  const { code, output } = await installation.skilldesk('disconnect');

  expect(code).toBe(1);
  expect(output).toContain('still to be revoked');
  expect((await installation.skilldesk('status')).output).toContain('still to be revoked');
  expect(revocations()).toBe(1);
  for (const secret of installation.webex.secrets()) expect(installation.hasStored(secret)).toBe(false);
}, 30_000);

test('after the kill switch the same Service App may be given again, by a person', async () => {
  await installation.skilldesk('status', installation.serviceApp());
  await installation.skilldesk('lock');
  expect(await installation.skilldesk('status', installation.serviceApp())).toMatchObject({
    code: 1,
    output: expect.stringContaining('skilldesk service-app') as string,
  });

  expect(await installation.skilldesk('service-app', installation.serviceApp())).toMatchObject({
    code: 0,
    output: expect.stringContaining('Stored: the Service App, active') as string,
  });
  expect(await installation.skilldesk('status', installation.serviceApp())).toMatchObject({ code: 0 });
}, 60_000);

test('pause and resume say how writing stands', async () => {
  await installation.skilldesk('status', installation.serviceApp());

  expect(await installation.skilldesk('pause')).toMatchObject({
    code: 0,
    output: expect.stringContaining('paused since') as string,
  });
  expect((await installation.skilldesk('status')).output).toContain('paused since');
  expect((await installation.skilldesk('resume')).output).not.toContain('paused');
}, 30_000);

test.each(['invalid_request', 'invalid_grant', 'router'] as const)(
  'a pasted refresh token that is dead (%s) is stored, tried, and refused in words',
  async (position) => {
    installation.webex.switches.refreshFailureBody = position;

    const { code, output } = await installation.skilldesk('service-app', {
      ...installation.serviceApp(),
      WEBEX_SERVICE_APP_REFRESH_TOKEN: 'CANARY-dead-refresh-token',
    });

    expect(code).toBe(1);
    expect(output).toContain('expired or was revoked');
  },
  30_000,
);

test('a personal token without a Service App says that it can do nothing, and the rest works', async () => {
  const variables = { WEBEX_PERSONAL_ACCESS_TOKEN: installation.webex.credentials.personalAccessToken };

  const { code, output } = await installation.skilldesk('status', variables);

  expect(code).toBe(1);
  expect(output).toContain('WEBEX_PERSONAL_ACCESS_TOKEN can do nothing');
  expect((await installation.skilldesk('doctor', variables)).output).toContain('people-me');
}, 30_000);

test('a personal token mints for the Service App that the vault holds', async () => {
  const WEBEX_SERVICE_APP_ID = installation.webex.credentials.serviceApp.id;
  await installation.skilldesk('status', { ...installation.serviceApp(), WEBEX_SERVICE_APP_ID });
  installation.webex.faults.push({ path: '/v1/access_token', status: 400, body: { error: 'invalid_grant' } });

  const { code } = await installation.skilldesk('refresh', {
    WEBEX_PERSONAL_ACCESS_TOKEN: installation.webex.credentials.personalAccessToken,
  });

  expect(code).toBe(0);
  expect(installation.webex.requests.filter(({ path }) => path.startsWith('/v1/applications/'))).toHaveLength(1);
}, 30_000);
