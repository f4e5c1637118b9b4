import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { violations } from './violations.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await launchChromium();
  stage = await Stage.open(browser);
});
afterEach(() => stage.leave());
afterAll(async () => {
  await stage.close();
  await browser.close();
});

/** Of German in Billing Specialist: each test changes it to another. */
let value = 5;

const hostings = ['page', 'iframe'] as const;
/** A frame has none of the desktop's theme in it. */
const looks = {
  page: ['dark=0&theme=lumos', 'dark=0&theme=none', 'dark=1&size=430x370'],
  iframe: ['dark=0', 'dark=1&size=430x370'],
};
const sees = (desk: Desk, name: string) => desk.widget.getByText(name).first().waitFor({ timeout: 30_000 });

describe.each(hostings)('in the %s', (hosting) => {
  test.each(['healthy', 'undeclared', 'undefined', 'empty', 'slow', 'late', 'silent', 'rejecting'])(
    'the widget works with the desktop’s SDK %s',
    async (sdk) => {
      const desk = await stage.enter(hosting, people.nadiaNorth, `sdk=${sdk}`);

      await sees(desk, 'Billing Specialist');
      expect(desk.errors).toEqual([]);
    },
  );

  test.each([
    'upgrade=before',
    'upgrade=after',
    'order=reversed',
    'late=1',
    'attributes=1',
    'wrapper=0',
    'scriptDelay=500',
    'instances=2',
    'sdk=slow&slow=100',
    'sdk=slow&slow=20000',
    'value.accessToken={$STORE.auth.accessToken}',
    'value.orgId=$STORE.agent.nothing&value.teamId={$STORE.agent.nothing}&value.locale=$STORE.app.nothing',
    'language=zh-TW',
  ])('the widget works when the desktop hosts it with %s', async (query) => {
    const desk = await stage.enter(hosting, people.nadiaNorth, query);

    await desk.widget.first().getByText('Billing Specialist').first().waitFor({ timeout: 30_000 });
    expect(desk.errors).toEqual([]);
  });

  test.each(['healthy', 'slow', 'late'])('without a token from the layout, the real SDK (%s) gives it', async (sdk) => {
    const desk = await stage.enter(hosting, people.nadiaNorth, `without=accessToken&sdk=${sdk}`);

    await sees(desk, 'Billing Specialist');
    expect(desk.errors).toEqual([]);
  });

  test.each(['undeclared', 'empty', 'silent'])(
    'without any token (SDK %s) the page says what is missing, and goes on when it comes',
    async (sdk) => {
      const desk = await stage.enter(hosting, people.nadiaNorth, `without=accessToken&sdk=${sdk}`);

      await desk.says(/has not received your desktop session/);
      const token = await desk.page.evaluate(() => window.agentDesktop.accessToken);
      await desk.widget.evaluate((element, accessToken) => Object.assign(element, { accessToken }), token);
      await sees(desk, 'Billing Specialist');
      expect(desk.errors).toEqual([]);
    },
  );

  test('a rotated token is taken up without a word, as often as it comes', async () => {
    const desk = await stage.enter(hosting);
    await sees(desk, 'Billing Specialist');
    for (let turn = 0; turn < 3; turn += 1) {
      await stage.skilldesk.stopProcess();
      await stage.skilldesk.startProcess(new URL(stage.skilldesk.url).port);
      await desk.page.evaluate(() => window.agentDesktop.rotateToken());
      await desk.widget.getByRole('button', { name: 'Reload lists' }).click();
      await sees(desk, 'Billing Specialist');
    }
    expect(await desk.widget.getByRole('alert').count()).toBe(0);
  });

  test('an expired token is offered once, and not again until there is another', async () => {
    const offered: string[] = [];
    const desk = await stage.enter(hosting, people.nadiaNorth, '', undefined, (page) =>
      page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().endsWith('/api/session'))
          offered.push(request.headers()['authorization'] ?? '');
      }),
    );
    await sees(desk, 'Billing Specialist');
    await stage.skilldesk.stopProcess();
    await stage.skilldesk.endSessions();
    await desk.page.evaluate(() => window.agentDesktop.expireToken());
    await stage.skilldesk.startProcess(new URL(stage.skilldesk.url).port);
    await desk.widget.getByRole('button', { name: 'Reload lists' }).click();
    await desk.says(/Your desktop session has expired/);
    await desk.view('Recent changes');
    await desk.page.waitForTimeout(3_000);
    expect(offered).toHaveLength(2);

    await desk.page.evaluate(() => window.agentDesktop.rotateToken());
    await expect.poll(() => desk.widget.getByRole('alert').count(), { timeout: 30_000 }).toBe(0);
    expect(offered).toHaveLength(3);
    expect(new Set(offered).size).toBe(2);
  });

  test('coming back twenty times leaves nothing behind', async () => {
    const desk = await stage.enter(hosting);
    const comeBack = async (times: number) => {
      for (let turn = 0; turn < times; turn += 1) {
        await desk.page.evaluate(() => window.agentDesktop.navigateAway());
        await desk.page.evaluate(() => window.agentDesktop.navigateBack());
        await sees(desk, 'Billing Specialist');
      }
      await desk.page.waitForTimeout(300);
      return desk.page.evaluate(() => window.agentDesktop.hostCounts());
    };

    const before = await comeBack(2);
    const after = await comeBack(18);

    expect(after).toEqual(before);
    expect(desk.errors).toEqual([]);
  });

  test('dark and light are the host’s choice, at any time', async () => {
    const desk = await stage.enter(hosting);
    await sees(desk, 'Billing Specialist');
    const background = () =>
      desk.widget.evaluate(
        (element) => getComputedStyle(element.shadowRoot?.querySelector('.frame') ?? element).backgroundColor,
      );
    const light = await background();

    await desk.page.evaluate(() => window.agentDesktop.setDarkMode(true));
    await desk.page.waitForTimeout(100);
    expect(await background()).not.toBe(light);

    await desk.page.evaluate(() => window.agentDesktop.setDarkMode(false));
    await desk.page.waitForTimeout(100);
    expect(await background()).toBe(light);
  });

  test.each(looks[hosting])('no accessibility violation with %s', async (query) => {
    const desk = await stage.enter(hosting, people.nadiaNorth, `toolbar=0&${query}`);
    const found: unknown[] = [];
    const look = async () => found.push(...(await violations(desk)));

    await sees(desk, 'Billing Specialist');
    await look();
    await desk.view('Skill profiles');
    await sees(desk, 'Billing Specialist');
    await look();
    await desk.openProfile('Billing Specialist');
    value = (value + 1) % 11;
    await desk.setProficiency('German', value);
    await desk.review();
    await look();
    await desk.save('Monday is busy');
    await desk.result('verified');
    await look();
    await desk.leaveReview();
    await desk.widget.getByRole('button', { name: 'Agents', exact: true }).click();
    await look();
    await desk.widget.getByRole('button', { name: 'Recent changes' }).click();
    await desk.says('Monday is busy');
    await look();
    await desk.widget.getByText('Filter', { exact: true }).click();
    await desk.widget.getByRole('button', { name: 'Undo…: Monday is busy' }).first().click();
    await desk.says(/^Reaches \d agents/);
    await look();
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.widget.getByRole('button', { name: 'Other end…: Monday is busy' }).first().click();
    await look();

    expect(found).toEqual([]);
  });
});
