import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../shared/policy.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { Keyboard } from './keyboard.ts';
import { violations } from './violations.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

/** The page of this title: whole, clean for axe, with a text for the administrator that the keyboard gets at. */
async function page(desk: Desk, title: string): Promise<string> {
  await desk.widget.getByRole('heading', { name: title }).waitFor({ timeout: 15_000 });
  expect(await violations(desk)).toEqual([]);
  const keys = new Keyboard(desk);
  await keys.goTo('button', 'Copy for your administrator');
  await keys.press('Enter');
  const field = desk.widget.getByRole('textbox', { name: 'Text for your administrator' });
  // A sandboxed frame may not copy: there the text is selected for him.
  if (desk.hosting === 'iframe') await keys.waitFor('textbox', 'Text for your administrator');
  expect(desk.errors).toEqual([]);
  return desk.hosting === 'iframe'
    ? field.inputValue()
    : desk.widget.locator('skilldesk-problem-page .column').innerText();
}
const works = (desk: Desk) => desk.widget.getByText('Stan Standard').first().waitFor({ timeout: 20_000 });
async function retry(desk: Desk): Promise<void> {
  const keys = new Keyboard(desk);
  await keys.goTo('button', 'Retry');
  await keys.press('Enter');
}
const requestId = /Reference for your administrator: [0-9a-f-]{36}/;
const portOf = (url: string) => new URL(url).port;

describe.each(['page', 'iframe'] as const)('in the %s', (hosting) => {
  test('who is no supervisor is told so, until he is one', async () => {
    const desk = await stage.enter(hosting, people.standardAgent);
    const told = await page(desk, 'Skilldesk is for supervisors');
    expect(told).toContain('user profile of type Supervisor');
    expect(told).toMatch(requestId);

    const { users } = stage.webex.organization;
    const [agent, nadia] = [users.get(people.standardAgent.id), users.get(people.nadiaNorth.id)];
    if (agent && nadia) agent.userProfileId = nadia.userProfileId;
    await retry(desk);
    await works(desk);
  });

  test('who belongs to another organization is told so', async () => {
    const desk = await stage.enter(hosting, people.nadiaNorth, 'without=accessToken&sdk=empty');
    const token = stage.webex.issueDesktopToken(people.nadiaNorth.ciUserId, {
      organizationId: 'aaaaaaaa-0000-4000-8000-000000000000',
    });
    await desk.widget.evaluate((element, given) => Object.assign(element, { accessToken: given }), token);

    expect(await page(desk, 'Another organization')).toMatch(requestId);
  });

  test('a desktop session that has ended is told, and a new token is enough', async () => {
    const desk = await stage.enter(hosting, people.nadiaNorth, 'without=accessToken&sdk=empty');
    await desk.widget.evaluate((element) => Object.assign(element, { accessToken: 'long-expired' }));
    expect(await page(desk, 'Your desktop session has ended')).toMatch(requestId);

    const token = stage.webex.issueDesktopToken(people.nadiaNorth.ciUserId);
    await desk.widget.evaluate((element, given) => Object.assign(element, { accessToken: given }), token);
    await works(desk);
  });

  test('no desktop session at all is told, with the property that the layout lacks', async () => {
    const desk = await stage.enter(hosting, people.nadiaNorth, 'without=accessToken&sdk=empty');

    expect(await page(desk, 'No desktop session')).toContain('$STORE.auth.accessToken');
  });

  test('a layout without the address of the server is told', async () => {
    const desk = await stage.enter(hosting);
    await works(desk);
    await desk.widget.evaluate((element) => Object.assign(element, { apiBase: 'nonsense' }));

    expect(await page(desk, 'No server is set')).toContain('apiBase');
  });

  test('a server that the desktop’s content security policy blocks is named, with the directive', async () => {
    const desk = await stage.enter(hosting, people.nadiaNorth, 'api=blocked');

    const told = await page(desk, 'Blocked by Agent Desktop');
    expect(told).toContain(`The directive “connect-src” blocks ${stage.skilldesk.url}.`);
    expect(told).toContain('Content Security Policy Allowed List');
    expect(await desk.widget.getByRole('button', { name: 'Retry' }).count()).toBe(0);
  });
});

describe('in the page, as in a frame', () => {
  const hosting = 'page';

  test('a server that is gone is told apart from a browser that is offline; both go by themselves', async () => {
    const { url } = stage.skilldesk;
    const desk = await stage.enter(hosting);
    const arriveAnew = async () => {
      await desk.widget.evaluate((element) => Object.assign(element, { apiBase: 'nonsense' }));
      await desk.says('No server is set');
      await desk.widget.evaluate((element, base) => Object.assign(element, { apiBase: base }), url);
    };
    await works(desk);
    await stage.skilldesk.stopProcess();
    await arriveAnew();
    expect(await page(desk, 'Skilldesk’s server cannot be reached')).toContain(`Server: ${url}`);
    await desk.says(/Skilldesk tries again by itself at \d/);
    await stage.skilldesk.startProcess(portOf(url));
    await works(desk);

    await desk.page.context().setOffline(true);
    await arriveAnew();
    await page(desk, 'You are offline');
    await desk.page.context().setOffline(false);
    await works(desk);
  });

  test.each([
    [503, 'text/html', 'Something went wrong in Skilldesk'],
    [200, 'text/html', 'Something else answered'],
  ])('a proxy that answers %i in its place is told as such', async (status, contentType, title) => {
    const desk = await stage.enter(hosting, people.nadiaNorth, '', undefined, (opened) => {
      void opened.route('**/api/session', (route) => {
        const headers = { 'access-control-allow-origin': '*', 'content-type': contentType };
        const preflight = route.request().method() === 'OPTIONS';
        return preflight ? route.continue() : route.fulfill({ status, headers, body: '<h1>no</h1>' });
      });
    });
    await page(desk, title);
    await desk.page.unroute('**/api/session');
    await works(desk);
  });

  test.each([
    [2, 'This page is too old', 'old-page'],
    [0, 'Skilldesk’s server is too old', 'old-server'],
  ])('a server of contract %i is told: %s', async (contract, title) => {
    const desk = await stage.enter(hosting, people.nadiaNorth, '', undefined, (opened) => {
      void opened.route('**/api/session', async (route) => {
        if (route.request().method() === 'OPTIONS') return route.continue();
        const response = await route.fetch();
        return route.fulfill({ response, json: { ...((await response.json()) as object), contract } });
      });
    });
    await page(desk, title);
    await desk.page.unroute('**/api/session');
    await works(desk);
  });

  test('too many requests are told with the time of the next try', async () => {
    await stage.skilldesk.importPolicy({ limits: { ...defaultPolicy.limits, sessionExchangesPerMinute: 1 } });
    await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
    const desk = await stage.enter(hosting);

    expect(await page(desk, 'Too many requests')).toMatch(requestId);
    await desk.says(/Skilldesk tries again by itself at \d/);
  });

  test('writing that an administrator has stopped is a notice, until it goes on', async () => {
    const desk = await stage.enter(hosting);
    await stage.skilldesk.operate('pause');
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await desk.save('Monday is busy');
    const notice = desk.widget
      .locator('skilldesk-incident-banner')
      .getByText(/^An administrator has stopped all writing/);
    await notice.waitFor({ timeout: 15_000 });
    expect(await violations(desk)).toEqual([]);
    await stage.skilldesk.operate('resume');
    await desk.result('verified');
    await expect.poll(() => notice.count(), { timeout: 15_000 }).toBe(0);
  });
});

test.each([
  ['is not connected yet', undefined, 'Not connected to Webex'],
  ['is locked by an administrator', 'lock', 'Stopped'],
] as const)('an organization that %s is told', async (_what, command, title) => {
  await stage.close();
  const notConnected = {
    WEBEX_SERVICE_APP_CLIENT_ID: '',
    WEBEX_SERVICE_APP_CLIENT_SECRET: '',
    WEBEX_SERVICE_APP_REFRESH_TOKEN: '',
  };
  stage = await Stage.open(browser, undefined, {
    environment: command ? {} : notConnected,
    // Nothing has been read when it is locked.
    webex: ({ faults }) => faults.push({ path: '/v2/user?', status: 503, times: 99 }),
  });
  if (command) {
    await expect
      .poll(async () => (await stage.skilldesk.call('GET', '/readyz')).body)
      .toMatchObject({ token: 'active' });
    await stage.skilldesk.operate(command);
  }
  const desk = await stage.enter('page');

  expect(await page(desk, title)).toMatch(requestId);
});

test('Webex that does not answer, before anything is known of the organization, is told until it does', async () => {
  await stage.close();
  stage = await Stage.open(browser, undefined, {
    webex: ({ faults }) => faults.push({ path: '/v2/user?', status: 503, times: 999 }),
  });
  const desk = await stage.enter('page');
  expect(await page(desk, 'Webex does not answer')).toMatch(requestId);

  stage.webex.faults.splice(0);
  await works(desk);
});

test('an organization that is being read for the first time is told, and is there by itself when it has been', async () => {
  await stage.close();
  const organization = largeOrganization({ users: 650, teams: 10, skills: 10, skillProfiles: 8, queues: 0 });
  stage = await Stage.open(browser, undefined, {
    simulator: { organization },
    // Page after page, and none so slow that Webex were given up.
    webex: ({ faults }) => faults.push({ path: '/v2/user?', delayMs: 4_000, times: 999 }),
  });
  const desk = await stage.enter('page', people.gwenGlobal);
  // The backend waits for the reading before it answers.
  await desk.widget.locator('skilldesk-problem-page').waitFor({ timeout: 40_000 });
  expect(await page(desk, 'Your organization is being read')).toMatch(requestId);

  stage.webex.faults.splice(0);
  await desk.widget.locator('skilldesk-agent-row').first().waitFor({ timeout: 40_000 });
});
