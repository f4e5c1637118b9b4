import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startAgentDesktop } from '../desktop/agent-desktop-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { launchChromium } from './chromium.ts';
import { serveProbeWidget, type ProbeElement } from './probe-widget.ts';

let browser: Browser;
let simulator: WebexSimulator;
let probe: Awaited<ReturnType<typeof serveProbeWidget>>;
let desktop: Awaited<ReturnType<typeof startAgentDesktop>>;
const pages: Page[] = [];

beforeAll(async () => {
  [browser, simulator, probe] = await Promise.all([launchChromium(), startWebexSimulator(), serveProbeWidget()]);
  desktop = await startAgentDesktop({ widgetUrl: probe.widgetUrl, apiBase: probe.url, simulatorUrl: simulator.url });
});
afterEach(() => Promise.all(pages.splice(0).map((page) => page.close())));
afterAll(() => Promise.all([browser.close(), desktop.close(), probe.close(), simulator.close()]));

async function openDesktop(query = ''): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  pages.push(page);
  await page.goto(`${desktop.url}/desktop?${query}`);
  await page.evaluate(() => window.agentDesktop.ready);
  return page;
}

/** The document that the widget stands in. */
function widgetDocument(page: Page, mode: string): Page | Frame {
  const frame = page.frames()[1];
  if (mode === 'page') return page;
  if (!frame) throw new Error('There is no frame.');
  return frame;
}

const given = (page: Page | Frame) =>
  page.locator('skilldesk-editor').evaluate((element) => (element as ProbeElement).given);
const lastGiven = async (page: Page | Frame) => Object.fromEntries(await given(page)) as Record<string, unknown>;
const probeSdk = (page: Page | Frame, poll = 0) =>
  page.locator('skilldesk-editor').evaluate((element, ms) => (element as ProbeElement).probeSdk(ms), poll);
const currentToken = (page: Page) => page.evaluate(() => String(window.agentDesktop.accessToken));

describe.each(['page', 'iframe'])('the real SDK, hosted in mode %s', (mode) => {
  test.each([
    ['undeclared', /AGENTX_SERVICE is not defined/, '-', '-'],
    ['undefined', /^ok$/, 'undefined', 'undefined'],
    ['empty', /^ok$/, 'pending', 'undefined'],
    ['silent', /^ok$/, 'undefined', 'pending'],
    ['rejecting', /^ok$/, 'undefined', 'resolved '],
  ])('with the global %s: init %s and getToken as in the real desktop', async (sdk, imported, init, token) => {
    const page = await openDesktop(`mode=${mode}&sdk=${sdk}`);
    const findings = await probeSdk(widgetDocument(page, mode));
    expect(findings).toEqual({ imported: expect.stringMatching(imported) as string, init, token });
  });

  test.each([
    ['healthy', 0],
    ['slow', 0],
    ['late', 3000],
  ])('with the global %s, getToken answers the current token', async (sdk, poll) => {
    const page = await openDesktop(`mode=${mode}&sdk=${sdk}`);
    const findings = await probeSdk(widgetDocument(page, mode), poll);
    expect(findings).toEqual({ imported: 'ok', init: 'undefined', token: `resolved ${await currentToken(page)}` });

    await page.evaluate(() => window.agentDesktop.rotateToken());
    const again = await widgetDocument(page, mode).evaluate('Desktop.actions.getToken()');
    expect(again).toBe(await currentToken(page));
    expect(`resolved ${String(again)}`).not.toBe(findings.token);
  });

  test('a silent notification reaches the desktop, an auto-dismissed one is never answered', async () => {
    const page = await openDesktop(`mode=${mode}`);
    const document = widgetDocument(page, mode);
    await probeSdk(document);
    const outcome = await document.evaluate(`{
      const raw = (mode) => ({ data: { type: 'info', mode, title: 'Skilldesk', data: mode } });
      Desktop.actions.fireGeneralSilentNotification(raw('silent'));
      Promise.race([
        Desktop.actions.fireGeneralAutoDismissNotification(raw('autodismiss')).then(() => 'answered'),
        new Promise((resolve) => setTimeout(resolve, 500, 'pending')),
      ]);
    }`);
    expect(outcome).toBe('pending');
    expect(await page.evaluate(() => window.agentDesktop.notifications)).toEqual([
      { mode: 'silent', type: 'info', title: 'Skilldesk', text: 'silent' },
      { mode: 'autodismiss', type: 'info', title: 'Skilldesk', text: 'autodismiss' },
    ]);
  });

  test.each(['before', 'after'])('values arrive with the element created %s its script', async (upgrade) => {
    const page = await openDesktop(`mode=${mode}&upgrade=${upgrade}&scriptDelay=200&dark=1&language=de-DE`);
    const values = await lastGiven(widgetDocument(page, mode));
    expect(values).toMatchObject({
      accessToken: await currentToken(page),
      orgId: simulator.organization.id,
      darkMode: true,
      locale: 'de-DE',
      teamId: '',
      apiBase: probe.url,
    });
  });

  test('a change in the desktop reaches the same element, one property at a time', async () => {
    const page = await openDesktop(`mode=${mode}`);
    const document = widgetDocument(page, mode);
    const before = (await given(document)).length;
    await page.evaluate(() => {
      window.agentDesktop.setToken('another');
      window.agentDesktop.setDarkMode(true);
      window.agentDesktop.setLanguage('ja-JP');
    });
    await expect
      .poll(async () => (await given(document)).slice(before))
      .toEqual([
        ['accessToken', 'another'],
        ['darkMode', true],
        ['locale', 'ja-JP'],
      ]);
  });

  test('late values come undefined first, reversed ones last to first', async () => {
    const page = await openDesktop(`mode=${mode}&late=1&order=reversed`);
    const document = widgetDocument(page, mode);
    await expect.poll(async () => (await given(document)).length).toBe(16);
    const values = await given(document);
    expect(values.slice(0, 8).every(([, value]) => value === undefined || value === null)).toBe(true);
    expect(values.slice(8).map(([name]) => name)).toEqual([
      'apiBase',
      'teamId',
      'agentName',
      'agentId',
      'locale',
      'darkMode',
      'orgId',
      'accessToken',
    ]);
  });

  test('attributes come as texts under lower-case names', async () => {
    const page = await openDesktop(`mode=${mode}&attributes=1`);
    expect(await lastGiven(widgetDocument(page, mode))).toMatchObject({
      accesstoken: await currentToken(page),
      darkmode: 'false',
    });
  });

  test('leaving and coming back makes a new element and leaves nothing of the old one', async () => {
    const page = await openDesktop(`mode=${mode}`);
    const counts = () => page.evaluate(() => window.agentDesktop.hostCounts());
    const before = await counts();
    for (let round = 0; round < 5; round += 1) {
      await page.evaluate(() => window.agentDesktop.navigateAway());
      await expect.poll(() => page.locator('skilldesk-editor').count()).toBe(0);
      await page.evaluate(() => window.agentDesktop.navigateBack());
    }
    expect(await counts()).toEqual(before);
    expect(await lastGiven(widgetDocument(page, mode))).toMatchObject({ accessToken: await currentToken(page) });
  });

  test('nothing is blocked and nothing fails', async () => {
    const page = await openDesktop(`mode=${mode}`);
    await probeSdk(widgetDocument(page, mode));
    const { violations, errors } = await page.evaluate(() => ({
      violations: window.agentDesktop.cspViolations,
      errors: window.agentDesktop.pageErrors,
    }));
    expect(violations).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('what the policy forbids is blocked and recorded', async () => {
    const page = await openDesktop(`mode=${mode}`);
    await widgetDocument(page, mode).evaluate("fetch('http://127.0.0.1:9/').catch(() => undefined)");
    await expect
      .poll(() => page.evaluate(() => window.agentDesktop.cspViolations))
      .toEqual([{ directive: 'connect-src', blocked: 'http://127.0.0.1:9/' }]);
  });
});

test('in the page the element stands below three open shadow roots', async () => {
  const page = await openDesktop();
  const roots = await page.evaluate(() => {
    const hosts: string[] = [];
    let root = window.agentDesktop.element()?.getRootNode();
    while (root instanceof ShadowRoot) {
      hosts.push(root.host.localName);
      root = root.host.getRootNode();
    }
    return hosts;
  });
  expect(roots).toEqual(['uuip-dynamic-widget', 'router-view', 'md-theme']);
});

test('in the page the theme is inherited, and changes', async () => {
  const page = await openDesktop();
  const textColor = () =>
    page
      .locator('skilldesk-editor')
      .evaluate((element) => getComputedStyle(element).getPropertyValue('--md-primary-text-color'));
  expect(await textColor()).toBe('rgba(0,0,0,.95)');
  await page.evaluate(() => window.agentDesktop.setDarkMode(true));
  expect(await textColor()).toBe('rgba(255,255,255,.95)');
});

test('coming back may bring the same element, which then has what changed meanwhile', async () => {
  const page = await openDesktop();
  await page.evaluate(async () => {
    const { agentDesktop } = window;
    const first = agentDesktop.element();
    agentDesktop.navigateAway();
    agentDesktop.setToken('meanwhile');
    await agentDesktop.navigateBack({ reuse: true });
    if (agentDesktop.element() !== first) throw new Error('It is another element.');
  });
  expect(await lastGiven(page)).toMatchObject({ accessToken: 'meanwhile' });
  const connections = await page
    .locator('skilldesk-editor')
    .evaluate((element) => (element as ProbeElement).connections);
  expect(connections).toBe(2);
});

test('two instances evaluate the script twice', async () => {
  const page = await openDesktop('instances=2');
  expect(await page.locator('skilldesk-editor').count()).toBe(2);
  expect(await page.evaluate('probeEvaluations')).toBe(2);
});

test('an expired token is refused by Webex, and becoming another person brings that person’s', async () => {
  const page = await openDesktop();
  const contactCenter = async () => {
    const headers = { Authorization: `Bearer ${await currentToken(page)}` };
    return (await fetch(`${simulator.url}/organization/${simulator.organization.id}/v2/team`, { headers })).status;
  };
  expect(await contactCenter()).toBe(200);
  await page.evaluate(() => window.agentDesktop.expireToken());
  expect(await contactCenter()).toBe(401);

  const other = [...simulator.organization.users.values()].find(({ firstName }) => firstName === 'Gwen');
  await page.evaluate((ciUserId) => window.agentDesktop.becomePerson(ciUserId), other?.ciUserId ?? '');
  expect(await contactCenter()).toBe(200);
  expect(await lastGiven(page)).toMatchObject({ agentId: other?.ciUserId, agentName: 'Gwen Global' });
});

test.each([
  ['opaque', 'SecurityError'],
  ['shimmed', 'kept'],
  ['same-origin', 'kept'],
])('in a frame of kind %s, storage answers %s', async (frame, answer) => {
  const page = await openDesktop(`mode=iframe&frame=${frame}`);
  const stored = await widgetDocument(page, 'iframe').evaluate(`{
    try { sessionStorage.setItem('a', 'kept'); sessionStorage.getItem('a') } catch (fault) { fault.name }
  }`);
  expect(stored).toBe(answer);
});

test('a frame that is left takes its channels and listeners with it', async () => {
  const page = await openDesktop('mode=iframe');
  const counts = () => page.evaluate(() => window.agentDesktop.hostCounts());
  const before = await counts();
  await probeSdk(widgetDocument(page, 'iframe'));
  expect((await counts()).sources).toBeGreaterThan(before.sources);
  await page.evaluate(() => window.agentDesktop.navigateAway());
  await page.evaluate(() => window.agentDesktop.navigateBack({ reuse: true }));
  expect(await counts()).toEqual(before);
});

test('the start page leads to the desktop of who was chosen', async () => {
  const page = await browser.newPage();
  pages.push(page);
  await page.goto(desktop.url);
  await page.getByLabel('Hosting').selectOption('iframe');
  await page.getByRole('button', { name: 'Nadia North' }).click();
  await page.waitForURL(/\/desktop\?.*mode=iframe/);
  await page.getByText('Nadia North · Supervisor').waitFor();
  await page.frameLocator('iframe').getByText('Probe').waitFor();
});
