import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergePage } from '../../server/layout/merge-layout.ts';
import { signInAtConsole } from '../api/admin.ts';
import type { LayoutDesk } from '../../shared/layout-api.ts';
import { people } from '../simulator/standard-organization.ts';
import { defaultLayout } from '../simulator/standard-layouts.ts';
import { launchChromium } from './chromium.ts';
import { Stage } from './desk.ts';
import { asItIs, later } from '../api/later.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await launchChromium();
  stage = await Stage.open(browser);
});
afterAll(async () => {
  await stage.close();
  await browser.close();
});

test.each(['supervisor', 'supervisorAgent'])(
  'a layout that was downloaded, merged and uploaded shows a %s the page under the name that was chosen, and it works',
  async (persona) => {
    const choice = { publicUrl: stage.skilldesk.url, label: 'Re-skill', route: 're-skill' };
    stage.uploadLayout(mergePage(defaultLayout(), choice).layout);

    const desk = await stage.enter('page', people.nadiaNorth, `persona=${persona}`);

    await desk.page.getByRole('button', { name: 'Re-skill', exact: true }).waitFor();
    await desk.says('Stan Standard');
    expect(desk.errors).toEqual([]);
    await stage.leave();
  },
);

test.each(['page', 'iframe'] as const)(
  'where nobody has allowed the API’s host, the bundle runs (%s), no request arrives, and the console says what is missing',
  async (hosting) => {
    const closed = await Stage.open(browser);
    const operator = await signInAtConsole(closed.skilldesk, 'operator');
    await closed.enter(hosting, people.nadiaNorth, 'api=blocked');

    later(121_000);
    const { body } = await operator.call('GET', '/admin/api/layout').finally(() => asItIs());

    expect((body as LayoutDesk).reach).toMatchObject({ state: 'api-never-reached', sessionAlive: false });
    await closed.close();
  },
);
