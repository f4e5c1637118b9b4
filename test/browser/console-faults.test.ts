import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startIdentityProvider, type IdentityProvider } from '../authorization-server/identity-provider.ts';
import { nothingConnected } from '../api/skilldesk.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import { launchChromium } from './chromium.ts';
import { ConsoleStage } from './console-stage.ts';

let browser: Browser;
let stage: ConsoleStage;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await ConsoleStage.start(browser, nothingConnected);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

/** What a person does at Webex instead of consenting, or what Webex sends him back with. */
const sentBackWith = (page: Page, error: string) =>
  page.route('**/v1/authorize?*', (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ error, state: asked.get('state') ?? '' }).toString();
    return route.fulfill({ status: 302, headers: { location: back.href } });
  });

const filledIn = async (form: Locator, client: { clientId: string; clientSecret: string }, more: object = {}) => {
  await form.getByLabel('Client id', { exact: true }).fill(client.clientId);
  await form.getByLabel('Client secret').fill(client.clientSecret);
  for (const [label, text] of Object.entries(more) as [string, string][]) await form.getByLabel(label).fill(text);
  await form.getByRole('button').last().click();
};

/** The step that failed stands out by a word, says why, and what to do next; and the form is there to try again. */
async function expectExplained(page: Page, step: string): Promise<void> {
  await page.locator('[data-report]').waitFor();
  expect(await page.locator('[data-report]').getAttribute('data-report')).not.toBe('active');
  const line = page.locator(`[data-step=${step}]`);
  expect(await line.locator('.state').innerText()).toMatch(/^(failed|waits)$/);
  const [why, next] = await line.locator('p').allInnerTexts();
  expect(why).toMatch(/\w.{20}/);
  expect(next).toMatch(/\w.{20}/);
  expect(await page.evaluate(() => document.activeElement?.localName)).toBe('skilldesk-console');
  await page.locator('form[data-way]').first().waitFor();
}

describe('connecting by consent', () => {
  test.each<[what: string, step: string, change: (page: Page, webex: WebexSimulator) => unknown]>([
    ['declined', 'consent', (page) => sentBackWith(page, 'access_denied')],
    ['a scope that the app does not have', 'consent', (page) => sentBackWith(page, 'invalid_scope')],
    ['another redirect URI at Webex', 'consent', (page) => sentBackWith(page, 'redirect_uri_mismatch')],
    ['an app that the organization does not allow', 'consent', (page) => sentBackWith(page, 'unauthorized_client')],
    [
      'fewer scopes than were asked for',
      'scopes',
      (_page, webex) =>
        webex.faults.push({ path: '/v1/access_token', status: 200, body: pair({ scope: 'cjp:config_read' }) }),
    ],
    [
      'an administrator of another organization',
      'organization',
      (_page, webex) => webex.faults.push({ path: '/v1/people/me', status: 200, body: somebodyElse, times: 5 }),
    ],
    [
      'another region',
      'contact-center',
      (_page, webex) => webex.faults.push({ path: '/v2/skill', status: 404, times: 5 }),
    ],
    [
      'a person who is no administrator of the contact center',
      'contact-center',
      (_page, webex) => webex.faults.push({ path: '/v2/skill', status: 403, times: 5 }),
    ],
  ])('%s', async (_what, step, change) => {
    const { webex } = stage.skilldesk;
    const page = await stage.open('connection', 'recent-admin');
    await change(page, webex);

    await filledIn(page.locator('form[data-way=integration]'), webex.credentials.integration);

    await expectExplained(page, step);
  });

  test.each<[what: string, told: string, before: (page: Page) => Promise<unknown>]>([
    [
      'an attempt of eleven minutes ago',
      'This answer belongs to no attempt of this session',
      () => stage.skilldesk.tamper(`update consent_attempts set expires_at = ${Date.now() - 1}`),
    ],
    [
      'a session that has ended meanwhile',
      'Your session had ended when Webex sent you back',
      (page) => page.context().clearCookies(),
    ],
  ])('%s', async (_what, told, before) => {
    const page = await stage.open('connection', 'recent-admin');
    await page.route('**/v1/authorize?*', async (route) => {
      await before(page);
      await route.continue();
    });

    await filledIn(page.locator('form[data-way=integration]'), stage.skilldesk.webex.credentials.integration);

    await page.getByRole('alert').getByText(told).waitFor();
  });
});

test.each([
  ['a wrong secret', 'client', { clientSecret: 'CANARY-wrong' }, {}],
  ['a dead refresh token', 'token', {}, { 'Refresh token': 'CANARY-dead' }],
  ['a personal token that is over', 'token', {}, { 'Refresh token': '', 'Personal access token': 'CANARY-over' }],
])('connecting by a Service App: %s', async (_what, step, client, fields) => {
  const { serviceApp } = stage.skilldesk.webex.credentials;
  const page = await stage.open('connection', 'recent-admin');

  await filledIn(
    page.locator('form[data-way=service-app]'),
    { ...serviceApp, ...client },
    { 'Refresh token': serviceApp.refreshToken, ...fields },
  );

  await expectExplained(page, step);
});

describe('setting up the sign-in', () => {
  let idp: IdentityProvider;
  beforeEach(async () => {
    idp = await startIdentityProvider(stage.skilldesk.publicUrl);
  });
  afterEach(() => idp.close());

  async function enterCode(): Promise<Page> {
    const page = await stage.open('setup');
    await page.getByLabel('Setup code').fill(await stage.skilldesk.makeSetupCode());
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Issuer').waitFor();
    return page;
  }

  test.each<
    [
      what: string,
      told: string,
      change: Partial<Record<'Issuer' | 'Client secret' | 'Value', string>>,
      lie?: () => void,
    ]
  >([
    ['an issuer that does not answer', 'does not answer', { Issuer: 'http://127.0.0.1:9/' }],
    ['an issuer by http', 'must be https', { Issuer: 'http://idp.example.com' }],
    ['a wrong client secret', 'Compare issuer, client id, secret', { 'Client secret': 'CANARY-wrong' }],
    ['a rule that does not fit its maker', 'no rule gives you a role', { Value: 'nobody' }],
    ['a sign-in that was cancelled', 'was cancelled', {}, () => (idp.decision = 'decline')],
  ])('%s is explained, and what was typed is still there', async (_what, told, change, lie) => {
    lie?.();
    const page = await enterCode();
    const typed = { Issuer: idp.url, 'Client id': idp.clientId, Claim: 'groups', Value: 'skilldesk-admins', ...change };
    const secret = { 'Client secret': idp.clientSecret, ...change };
    for (const [label, text] of Object.entries({ ...secret, ...typed })) await page.getByLabel(label).fill(text);

    await page.getByRole('button', { name: 'Test and save' }).click();

    await page.getByRole('alert').getByText(told).first().waitFor();
    const kept = Object.entries(typed).filter(([label]) => label !== 'Client secret');
    for (const [label, text] of kept) expect(await page.getByLabel(label).inputValue()).toBe(text);
  });

  test('whoever is signed in and fails to sign in again is told so', async () => {
    const page = await stage.open('?problem=another-person', 'admin');

    await page.getByRole('alert').getByText('Somebody else signed in').waitFor();
  });

  test('a code that is wrong is told from where to take one', async () => {
    const page = await stage.open('setup');
    await page.getByLabel('Setup code').fill('AAAA-BBBB');
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByRole('alert').getByText('skilldesk setup-code').waitFor();
  });
});

test('a layout that is none is refused with where it is wrong', async () => {
  const page = await stage.open('layout', 'operator');
  const upload = page.getByLabel('Layout file, as downloaded from Control Hub');
  await upload.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"area": {') });
  await page.getByRole('button', { name: 'Put the page in' }).click();

  await page
    .getByRole('alert')
    .getByText(/line \d+/)
    .first()
    .waitFor();
});

const pair = (more: object) => ({
  access_token: 'CANARY-access',
  expires_in: 1_209_599,
  refresh_token: 'CANARY-refresh',
  refresh_token_expires_in: 7_776_000,
  token_type: 'Bearer',
  ...more,
});

/** Of another organization, as Webex writes its ids. */
const somebodyElse = {
  id: Buffer.from('ciscospark://us/PEOPLE/00000000-0000-4000-8000-000000000001').toString('base64'),
  orgId: Buffer.from('ciscospark://us/ORGANIZATION/00000000-0000-4000-8000-000000000002').toString('base64'),
  displayName: 'Somebody Else',
  emails: ['somebody@example.com'],
};
