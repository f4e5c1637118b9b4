import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type {
  AdminStatus,
  ConnectReport,
  ConnectSettings,
  ConsentAttemptView,
  ConsentLink,
} from '../../shared/admin-api.ts';
import { people } from '../simulator/standard-organization.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import { signInAtConsole, type Admin } from './admin.ts';
import { Skilldesk } from './skilldesk.ts';

const nothingGiven = {
  WEBEX_SERVICE_APP_CLIENT_ID: '',
  WEBEX_SERVICE_APP_CLIENT_SECRET: '',
  WEBEX_SERVICE_APP_REFRESH_TOKEN: '',
};
let skilldesk: Skilldesk;
let admin: Admin;

beforeEach(async () => {
  skilldesk = await Skilldesk.start({ environment: nothingGiven });
  admin = await signInAtConsole(skilldesk, 'recent-admin');
});
afterEach(() => skilldesk.close());

type App = 'integration' | 'tokenManager';
const kinds = { integration: 'integration', tokenManager: 'token-manager' } as const;
const clientOf = (app: App) => {
  const { clientId, clientSecret } = skilldesk.webex.credentials[app];
  return { clientId, clientSecret };
};
const start = async (app: App = 'integration', client: object = clientOf(app), by = admin) => {
  const { status, body } = await by.call('POST', '/admin/connect/start', { kind: kinds[app], ...client });
  expect(status).toBe(201);
  return body as ConsentLink;
};
/** What Webex sends the browser back with. */
const consented = async ({ url }: ConsentLink): Promise<string> => {
  const response = await fetch(url, { redirect: 'manual' });
  return new URL(response.headers.get('location') ?? 'http://nowhere.example').search;
};
const comeBack = async (search: string, by = admin) => {
  const headers = { cookie: by.cookie, 'sec-fetch-site': 'cross-site' };
  const { status, headers: answered } = await skilldesk.call('GET', `/admin/connect/callback${search}`, headers);
  expect(status).toBe(303);
  return answered.get('location');
};
const attempt = async ({ attemptId }: ConsentLink, by = admin) =>
  (await by.call('GET', `/admin/api/connect/attempts/${attemptId}`)).body as ConsentAttemptView;
const status = async () => (await admin.call('GET', '/admin/api/status')).body as AdminStatus;
const failedOf = ({ steps }: ConnectReport) => steps.find(({ state }) => state === 'failed' || state === 'waiting');
/** A person can go on from it. */
const expectExplained = (report: ConnectReport, name: string) => {
  const failed = failedOf(report);
  expect(failed).toMatchObject({ name, says: expect.stringMatching(/\w.{20}/) as string });
  expect(failed?.next).toMatch(/\w.{20}/);
  expect(report.steps.filter(({ state }) => state === 'not-tried').length).toBe(
    report.steps.length - 1 - report.steps.findIndex(({ name: at }) => at === name),
  );
};

describe('by consent', () => {
  test('an administrator connects the organization, and every step says that it is good', async () => {
    expect(await status()).toMatchObject({ token: { state: 'not-connected' } });

    const link = await start();
    expect(await comeBack(await consented(link))).toBe(`/admin/connection?attempt=${link.attemptId}`);

    const ended = await attempt(link);
    expect(ended).toMatchObject({ state: 'ended', report: { kind: 'integration', state: 'active' } });
    expect(ended.report?.steps.every(({ state }) => state === 'ok')).toBe(true);
    const { token, checks } = await status();
    expect(token).toMatchObject({ state: 'active', inUse: { kind: 'integration' } });
    expect(checks.find(({ name }) => name === 'organization')).toMatchObject({ state: 'done' });
    expect((await skilldesk.signIn(people.nadiaNorth.ciUserId)).session.user.mayEdit).toBe(true);
    const [record] = (await skilldesk.exportAudit()).filter(({ action }) => action === 'credential-active');
    expect(record?.people[record.actor]).toMatchObject({ name: 'Ada Admin' });
  });

  test('the token manager is connected, and mints for a Service App', async () => {
    await comeBack(await consented(await start('tokenManager')));
    const { serviceApp } = skilldesk.webex.credentials;
    const { clientId, clientSecret } = serviceApp;

    const { body } = await admin.call('POST', '/admin/api/connect/service-app', { clientId, clientSecret });

    expect(body).toMatchObject({ kind: 'service-app', state: 'active' });
    expect((await status()).token.ladder).toMatchObject([{ state: 'ready' }, { rung: 'mint', state: 'ready' }, {}]);
  });

  test('whose client id and secret are in the environment is not asked for them', async () => {
    const { clientId, clientSecret } = skilldesk.webex.credentials.integration;
    await skilldesk.close();
    skilldesk = await Skilldesk.start({
      environment: { ...nothingGiven, WEBEX_CLIENT_ID: clientId, WEBEX_CLIENT_SECRET: clientSecret },
    });
    admin = await signInAtConsole(skilldesk, 'recent-admin');

    const { body } = await admin.call('GET', '/admin/api/connect');
    expect((body as ConnectSettings).integration).toEqual({ clientId, source: 'environment' });
    const link = await start('integration', {});
    await comeBack(await consented(link));
    expect((await attempt(link)).report).toMatchObject({ state: 'active' });
  });

  test('an answer is good once', async () => {
    const link = await start();
    const search = await consented(link);
    await comeBack(search);

    expect(await comeBack(search)).toBe('/admin/connection?fault=foreign-state');
    expect((await attempt(link)).report).toMatchObject({ state: 'active' });
  });

  test('an answer in another browser changes nothing, and does not use it up', async () => {
    const link = await start();
    const search = await consented(link);
    const other = await signInAtConsole(skilldesk, 'recent-admin', 'Olga Other');

    expect(await comeBack(search, other)).toBe('/admin/connection?fault=foreign-state');
    expect((await other.call('GET', `/admin/api/connect/attempts/${link.attemptId}`)).status).toBe(404);
    expect((await status()).token.state).toBe('not-connected');
    await comeBack(search);
    expect((await attempt(link)).report).toMatchObject({ state: 'active' });
  });

  test.each([
    ['without a state', () => '?code=abcdefgh'],
    ['with a foreign state', () => '?code=abcdefgh&state=somebody-elses'],
    ['with the state twice', (search: string) => `${search}&state=other`],
  ])('an answer %s is nobody’s', async (_what, change) => {
    const search = await consented(await start());

    expect(await comeBack(change(search))).toBe('/admin/connection?fault=foreign-state');
    expect((await status()).token.state).toBe('not-connected');
  });

  test('an answer to somebody who is not signed in, or no admin, changes nothing', async () => {
    const search = await consented(await start());
    const operator = await signInAtConsole(skilldesk, 'operator');

    const { headers } = await skilldesk.call('GET', `/admin/connect/callback${search}`);
    expect(headers.get('location')).toBe('/admin/connection?fault=signed-out');
    expect(await comeBack(search, operator)).toBe('/admin/connection?fault=signed-out');
    expect((await status()).token.state).toBe('not-connected');
  });

  test('an answer after ten minutes comes too late', async () => {
    const link = await start();
    const search = await consented(link);
    await skilldesk.tamper(`update consent_attempts set expires_at = ${Date.now() - 1}`);

    expect(await comeBack(search)).toBe('/admin/connection?fault=foreign-state');
    expect(await attempt(link)).toEqual({ kind: 'integration', state: 'expired' });
  });

  test.each([
    ['a refusal by the person', 'error=access_denied', 'consent'],
    ['a scope that the app does not have', 'error=invalid_scope', 'consent'],
    ['an error that nobody knows', 'error=%3Cscript%3E', 'client'],
    ['no code', 'nothing=1', 'consent'],
    ['a code that is not good', 'code=not-a-good-code', 'token'],
  ])('%s is explained, with what to do next', async (_what, answer, step) => {
    const link = await start();
    const state = new URL(link.url).searchParams.get('state') ?? '';

    await comeBack(`?${answer}&state=${encodeURIComponent(state)}`);

    const { report } = await attempt(link);
    expect(report).toMatchObject({ state: 'failed' });
    if (report) expectExplained(report, step);
  });

  test('a wrong secret is explained, and what was in use stays in use', async () => {
    await comeBack(await consented(await start()));
    const link = await start('integration', { ...clientOf('integration'), clientSecret: 'CANARY-wrong-secret' });
    await comeBack(await consented(link));

    const { report } = await attempt(link);
    if (report) expectExplained(report, 'client');
    expect((await status()).token.state).toBe('active');
  });

  test('neither the secret nor the code nor the verifier is kept once the browser was back', async () => {
    const link = await start('integration', { ...clientOf('integration'), clientSecret: 'CANARY-wrong-secret' });
    await comeBack(await consented(link));
    await skilldesk.tamper('delete from consent_attempts where body is not null');

    expect((await attempt(link)).state).toBe('ended');
  });
});

describe('by a Service App', () => {
  const connect = async (change: object) => {
    const { clientId, clientSecret, refreshToken } = skilldesk.webex.credentials.serviceApp;
    const { body } = await admin.call('POST', '/admin/api/connect/service-app', {
      ...{ clientId, clientSecret, refreshToken },
      ...change,
    });
    return body as ConnectReport;
  };

  test('its refresh token connects the organization', async () => {
    expect(await connect({})).toMatchObject({ state: 'active' });
  });

  test('a personal token mints a pair once, and is not stored', async () => {
    const { personalAccessToken } = skilldesk.webex.credentials;

    expect(await connect({ refreshToken: undefined, personalAccessToken })).toMatchObject({ state: 'active' });
  });

  test.each<[what: string, change: object, step: string, webex?: (webex: WebexSimulator) => void]>([
    ['a wrong secret', { clientSecret: 'CANARY-wrong-secret' }, 'client'],
    ['a dead refresh token', { refreshToken: 'CANARY-dead-refresh-token' }, 'token'],
    ['a personal token that is over', { refreshToken: undefined, personalAccessToken: 'CANARY-over' }, 'token'],
    ['Webex away', {}, 'client', (webex) => webex.faults.push({ path: '/v1/access_token', status: 503, times: 100 })],
    [
      'a contact center that does not know the organization',
      {},
      'contact-center',
      (webex) => webex.faults.push({ path: `/organization/${webex.organization.id}/v2/skill`, status: 404 }),
    ],
    [
      'a contact center that refuses to be read',
      {},
      'contact-center',
      (webex) => webex.faults.push({ path: `/organization/${webex.organization.id}/v2/skill`, status: 403 }),
    ],
  ])('%s is explained, with what to do next', async (_what, change, step, webex) => {
    webex?.(skilldesk.webex);

    const report = await connect(change);
    expect(report.state).not.toBe('active');
    expectExplained(report, step);
    expect((await status()).token.state).not.toBe('active');
  });

  test('without any way to a token the page says which three there are', async () => {
    const { clientId, clientSecret } = skilldesk.webex.credentials.serviceApp;
    const { status: code, body } = await admin.call('POST', '/admin/api/connect/service-app', {
      clientId,
      clientSecret,
    });

    expect(code).toBe(400);
    expect(body).toMatchObject({ detail: expect.stringContaining('refresh token') as string });
  });

  test('every attempt is recorded with the person, however it ended', async () => {
    await connect({ clientSecret: 'CANARY-wrong-secret' });
    await connect({});

    const tried = (await skilldesk.exportAudit()).filter(({ action }) => action === 'connect-tried');
    expect(tried.map(({ body }) => [body['state'], body['failed']])).toEqual([
      ['refused', 'client'],
      ['active', null],
    ]);
    expect(tried.map(({ actor, people: named }) => named[actor]?.name)).toEqual(['Ada Admin', 'Ada Admin']);
  });
});
