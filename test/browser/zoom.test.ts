import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { scenes } from '../screenshots/scenes.ts';
import { skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { Keyboard } from './keyboard.ts';
import { layoutFaults } from './layout-faults.ts';
import { violations } from './violations.ts';

let browser: Browser;
let stage: Stage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => stage.close());
afterAll(() => browser.close());

/** A screen of 1280 × 1024 pixels. */
const zooms = { '200 %': { width: 640, height: 512 }, '400 %': { width: 320, height: 256 } };
/** Enough of them to show each part of the page; `npm run screenshots` has all. */
const states = [
  'loading',
  'empty-agents',
  'assigning',
  'grid',
  'preview',
  'progress',
  'conflict',
  'failed',
  'deviations',
  'incident',
  'error-unreachable',
];
/** The whole screen is the widget's: what the desktop needs of it at such a zoom is not ours to tell. */
const maximize = (desk: Desk) => desk.page.getByRole('button', { name: 'Maximize' }).click();

test.each(states)(
  'in the state “%s”, light and dark, nothing is lost, too small to hit, or wrong for axe, up to 400 percent',
  async (state) => {
    // A button on its way from light to dark is neither for a moment.
    stage = await Stage.open(browser, { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const desk = await scenes[state]?.(stage, { hosting: 'page', query: 'dark=0' });
    if (!desk) throw new Error(`There is no ${state}.`);
    await maximize(desk);
    const dark = (on: boolean) => desk.page.evaluate((wanted) => window.agentDesktop.setDarkMode(wanted), on);

    expect(await violations(desk)).toEqual([]);
    for (const [zoom, viewport] of Object.entries(zooms)) {
      await desk.page.setViewportSize(viewport);
      await expect.poll(() => layoutFaults(desk), { message: zoom }).toEqual([]);
    }
    await dark(true);
    expect(await violations(desk)).toEqual([]);
    expect(desk.errors).toEqual([]);
  },
);

test('at 400 % a value is changed and saved, a conflict resolved, and all undone; what has the focus is in sight', async () => {
  stage = await Stage.open(browser, { viewport: zooms['400 %'], deviceScaleFactor: 4 });
  const german = () => stage.webex.proficiency(skillProfileIds.billingSpecialist, skillIds.german);
  const desk = await stage.enter('page', undefined, 'toolbar=0');
  const keys = new Keyboard(desk);
  await maximize(desk);
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  stage.webex.setElsewhere(skillProfileIds.billingSpecialist, skillIds.german, 2);
  await desk.save('Monday is busy');
  await desk.result('conflict');
  await keys.goTo('button', 'Keep mine: 8');
  await keys.press('Enter');
  await keys.goTo('button', 'Save again');
  await keys.press('Enter');
  await desk.result('verified');
  expect(german()).toBe(8);
  await keys.goTo('button', 'Close review');
  await keys.press('Enter');
  await keys.goTo('button', 'Recent changes');
  await keys.press('Enter');
  await keys.goTo('button', 'Undo…: Monday is busy');
  await keys.press('Enter');
  await keys.waitFor('textbox', 'Reason for the undo');
  await keys.type('It did not help');
  await keys.press('Enter');

  await desk.says('Takes an earlier change back.');
  expect(german()).toBe(2);
});

test('nothing moves for whoever wants it still', async () => {
  stage = await Stage.open(browser);
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  await desk.review();
  const moving = () =>
    desk.widget.evaluate((editor) => {
      const everything = (root: ShadowRoot): Element[] =>
        [...root.querySelectorAll('*')].flatMap((element) =>
          element.shadowRoot ? [element, ...everything(element.shadowRoot)] : [element],
        );
      const moves = (element: Element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        const still = /^(0s(, )?)+$/.test(transitionDuration);
        return !still || animationName !== 'none' || scrollBehavior === 'smooth';
      };
      return editor.shadowRoot ? everything(editor.shadowRoot).filter(moves).length : -1;
    });
  expect(await moving()).toBeGreaterThan(0);

  await desk.page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toBe(0);
});
