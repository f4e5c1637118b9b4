import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage } from './desk.ts';
import { lurk } from './lurker.ts';

let browser: Browser;
let stage: Stage;
let found: string[];
let looks: number;
const sessions: string[] = [];
const desktopTokens = new Set<string>();

const finds = (secret: string) =>
  [secret, encodeURIComponent(secret), btoa(secret)].some((form) => found.some((text) => text.includes(form)));

/** A whole edit, with somebody else's widget beside ours: open, change, review, save, read the history. */
beforeAll(async () => {
  browser = await launchChromium();
  stage = await Stage.open(browser);
  const known = new Set(stage.webex.secrets());
  const desk = await stage.enter('page', people.nadiaNorth, '', lurk, (page) =>
    page.on('response', async (response) => {
      if (!response.url().endsWith('/api/session') || response.status() !== 201) return;
      sessions.push(((await response.json()) as { token: string }).token);
      const offered = (await response.request().allHeaders())['authorization'];
      if (offered) desktopTokens.add(offered.replace('Bearer ', ''));
    }),
  );
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  await desk.review();
  await desk.save('Somebody is watching');
  await desk.result('verified');
  await desk.page.evaluate(() => window.agentDesktop.rotateToken());
  await desk.widget.getByRole('button', { name: 'Recent changes', exact: true }).click();
  await desk.says('Somebody is watching');
  await desk.page.waitForTimeout(500);
  ({ found, looks } = await desk.page.evaluate(() => window.lurker.report()));
  for (const secret of stage.webex.secrets()) {
    if (!known.has(secret) && /desktop/.test(secret)) desktopTokens.add(secret);
  }
  expect(desk.errors).toEqual([]);
});
afterAll(async () => {
  await stage.close();
  await browser.close();
});

test('the neighbour looked often, and saw what a page shows to everybody in it', () => {
  expect(looks).toBeGreaterThan(10);
  for (const seen of ['Billing Specialist', 'Somebody is watching', 'Nadia North']) expect(finds(seen)).toBe(true);
  // The desktop's own token is a property that the desktop itself set.
  expect([...desktopTokens].some(finds)).toBe(true);
});

test('it found no session of Skilldesk', () => {
  expect(sessions.length).toBeGreaterThan(0);
  for (const session of sessions) {
    for (const part of [session, ...session.split('.').slice(1)]) expect(finds(part)).toBe(false);
  }
});

test('it found no secret of the organization', () => {
  const secrets = stage.webex.secrets().filter((secret) => !desktopTokens.has(secret));

  expect(secrets.length).toBeGreaterThan(8);
  expect(secrets.filter(finds)).toEqual([]);
});
