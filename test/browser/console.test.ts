import { readFileSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SignInOffer } from '../../shared/console-api.ts';
import { pages } from '../../widget/console/routing.ts';
import { nothingConnected, type Skilldesk } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { ConsoleStage, settled } from './console-stage.ts';
import { violations } from './violations.ts';

let browser: Browser;
let stage: ConsoleStage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => stage.close());
afterAll(() => browser.close());

async function startAt(environment: Record<string, string> = {}): Promise<Skilldesk> {
  stage = await ConsoleStage.start(browser, environment);
  return stage.skilldesk;
}

describe.each<[looks: string, screen: BrowserContextOptions]>([
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a telephone', { viewport: { width: 360, height: 700 } }],
])('%s', (_looks, screen) => {
  test('every page of the console is right for axe, and no page is wider than the screen', async () => {
    const skilldesk = await startAt();
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    const until = new Date(Date.now() + 3_600_000).toISOString();
    await nadia.ended(await nadia.set(skillProfileIds.billingSpecialist, skillIds.german, 9, { until }));
    const found: string[] = [];

    for (const { path } of pages) {
      const page = await stage.open(path, 'recent-admin', screen);
      await settled(page);
      found.push(
        ...(await violations({ document: page, widget: page.locator('html') })).map((one) => `${path}: ${one}`),
      );
      const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (isWide) found.push(`${path} is wider than the screen`);
    }
    const entry = await stage.open('', undefined, screen);
    await settled(entry);
    found.push(...(await violations({ document: entry, widget: entry.locator('html') })).map((one) => `entry: ${one}`));

    expect(found).toEqual([]);
  });
});

test('every control of every page is reached by Tab', { timeout: 120_000 }, async () => {
  await startAt();
  const unreached: string[] = [];

  for (const { path } of pages) {
    const page = await stage.open(path, 'recent-admin');
    await settled(page);
    const reached = new Set<string>();
    const controls = await controlsOf(page);
    // A field for a date has several stops.
    for (let press = 0; press < controls.length + 20; press += 1) {
      await page.keyboard.press('Tab');
      reached.add(await page.evaluate(nameOfFocus));
    }
    unreached.push(...controls.filter((name) => !reached.has(name)).map((name) => `${path}: ${name}`));
  }

  expect(unreached).toEqual([]);
});

test('signing out is in the head of every page, and ends the session', { timeout: 120_000 }, async () => {
  await startAt();
  const without: string[] = [];
  const signOut = (page: Page) => page.getByRole('banner').getByRole('button', { name: 'Sign out' });

  for (const { path } of pages) {
    const page = await stage.open(path, 'recent-admin');
    await settled(page);
    if (!(await signOut(page).isVisible())) without.push(path);
  }
  const page = await stage.open('', 'recent-admin');
  await settled(page);
  await signOut(page).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  expect(without).toEqual([]);
});

test('whoever is not signed in is shown how to, and nothing else', async () => {
  await startAt();
  const page = await stage.open('policy');

  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
});

test('on an empty host the setup code from the file leads to the settings of the sign-in, and to nothing else', async () => {
  const skilldesk = await startAt();
  const { setupCode } = (await skilldesk.call('GET', '/admin/api/sign-in')).body as SignInOffer;
  const code = readFileSync(setupCode?.file ?? '', 'utf8').trim();
  const page = await stage.open('');
  await page.getByLabel('Setup code').fill('wrong-wrong-wrong');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('alert').getByText(/\w{4}/).first().waitFor();

  await page.getByLabel('Setup code').fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Issuer').waitFor();
  expect(await page.getByRole('navigation').count()).toBe(0);
  await page.getByLabel('Issuer').fill('http://not-an-issuer.example');
  await page.getByLabel('Client id', { exact: true }).fill('x');
  await page.getByLabel('Client secret').fill('CANARY-sso-secret');
  await page.getByLabel('Claim').fill('groups');
  await page.getByLabel('Value').fill('admins');
  await page.getByRole('button', { name: 'Test and save' }).click();
  await page.getByRole('alert').getByText('Nothing was changed').waitFor();
});

test('a viewer sees the pages for him, and is told whom the others are for', async () => {
  const skilldesk = await startAt();
  const page = await stage.open('', 'viewer');
  await settled(page);

  const links = await page.getByRole('navigation').getByRole('link').allTextContents();
  expect(links.map((text) => text.trim())).toEqual([
    'Overview',
    'Token',
    'Policy',
    'Open deviations',
    'Audit',
    'Sessions',
  ]);
  await page.goto(`${skilldesk.publicUrl}/admin/connection`);
  await page.getByText('This page is for people with the role admin.').waitFor();
});

test('an administrator connects the organization by consent, and the checklist turns green', async () => {
  const skilldesk = await startAt(nothingConnected);
  const page = await stage.open('', 'recent-admin');
  const organization = page.locator('[data-check=organization]');
  await expect.poll(() => organization.getAttribute('data-state')).toBe('open');

  await organization.getByRole('link').click();
  const { clientId, clientSecret } = skilldesk.webex.credentials.integration;
  const form = page.locator('form[data-way=integration]');
  await form.getByLabel('Client id', { exact: true }).fill(clientId);
  await form.getByLabel('Client secret').fill(clientSecret);
  await form.getByRole('button', { name: 'Continue at Webex' }).click();

  await page.locator('[data-report=active]').waitFor();
  expect(page.url()).toBe(`${skilldesk.publicUrl}/admin/connection`);
  await page.getByRole('link', { name: 'Overview' }).click();
  await expect.poll(() => page.locator('[data-check=organization]').getAttribute('data-state')).toBe('done');
});

test('a step that fails says what to do next, and then the Service App connects', async () => {
  const skilldesk = await startAt(nothingConnected);
  const page = await stage.open('connection', 'recent-admin');
  const { clientId, clientSecret, refreshToken } = skilldesk.webex.credentials.serviceApp;
  const form = page.locator('form[data-way=service-app]');
  await form.getByLabel('Client id', { exact: true }).fill(clientId);
  await form.getByLabel('Client secret').fill('CANARY-wrong');
  await form.getByLabel('Refresh token').fill(refreshToken);
  await form.getByRole('button', { name: 'Connect' }).click();
  await page
    .locator('[data-report=refused] [data-step=client]')
    .getByText('Copy client id and client secret anew')
    .waitFor();

  await form.getByLabel('Client secret').fill(clientSecret);
  await form.getByRole('button', { name: 'Connect' }).click();
  await page.locator('[data-report=active]').waitFor();
  expect(await form.getByLabel('Client secret').inputValue()).toBe('');
});

test('what a policy does is shown before it can be saved', async () => {
  const skilldesk = await startAt();
  await (await skilldesk.signIn(people.nadiaNorth.ciUserId)).skillProfiles();
  const page = await stage.open('policy', 'admin');
  await page.getByLabel('German', { exact: true }).check();
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);

  await page.getByRole('button', { name: 'See what it does' }).click();
  await page.locator('[data-member=protectedSkills]').getByText('Only administrators may change German').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved: it holds now').waitFor();
  expect((await skilldesk.signIn(people.nadiaNorth.ciUserId)).session.policy.protectedSkills).toEqual([
    skillIds.german,
  ]);
});

test('writing is paused without a mouse, and only when it is confirmed', async () => {
  const skilldesk = await startAt();
  const page = await stage.open('stop', 'operator');
  const button = page.getByRole('button', { name: 'Pause writing' });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByText('Pause all writing to Webex?').waitFor();
  // The focus is on what confirms it.
  await page.keyboard.press('Enter');

  await page.getByText('Writing is paused.').waitFor();
  expect((await skilldesk.operate('status')).facts.map(({ value }) => value).join()).toContain('paused since');
});

test('an admin who signed in long ago is asked to sign in again before he locks', async () => {
  const skilldesk = await startAt();
  const page = await stage.open('stop', 'admin');
  await page.getByRole('button', { name: 'Lock (kill switch)' }).click();
  await page.getByRole('button', { name: 'Yes, do it' }).click();

  await page.getByRole('link', { name: 'Sign in again' }).waitFor();
  expect((await skilldesk.operate('status')).state).toBe('active');
});

/** By number, the controls that Tab must come to; of a group of radio buttons the one that is chosen. */
const controlsOf = (page: Page) =>
  page.evaluate(() => {
    const within = (root: Element | ShadowRoot): Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const wanted =
      'a[href], button:enabled, input:enabled:not([type=radio]:not(:checked)), select, textarea, summary, [tabindex="0"]';
    return within(document.documentElement)
      .filter((one) => one.matches(wanted) && one.checkVisibility())
      .map((one, at) => {
        const name = `${at} ${one.localName} ${one.textContent.trim().slice(0, 30)}`;
        one.setAttribute('data-control', name);
        return name;
      });
  });

function nameOfFocus(): string {
  let focus = document.activeElement;
  while (focus?.shadowRoot?.activeElement) focus = focus.shadowRoot.activeElement;
  return focus?.getAttribute('data-control') ?? '';
}
