import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { focusOf } from './focus.ts';

const { billingSpecialist } = skillProfileIds;
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

/** Presses what is named, by keyboard; it may go away by that. */
async function press(desk: Desk, name: string | RegExp, where = '.main, skilldesk-road-panel'): Promise<void> {
  const button = desk.widget.locator(where).getByRole('button', { name }).first();
  await button.waitFor({ timeout: 30_000 });
  await button.focus();
  await desk.page.keyboard.press('Enter');
}
const focus = async (desk: Desk) => (await focusOf(desk)).what;
const goesTo = (desk: Desk, what: string | RegExp) => expect.poll(() => focus(desk), { timeout: 15_000 }).toMatch(what);

async function edit(desk: Desk): Promise<void> {
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('English', 3);
  await desk.setProficiency('German', 8);
}

describe.each(['page', 'iframe'] as const)('in the %s, the focus goes on', (hosting) => {
  test('where a skill is taken out of a profile and put back', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await press(desk, 'Remove from profile: German');
    await goesTo(desk, /Undo change of German/);
    await press(desk, 'Undo change of German');
    await goesTo(desk, /Remove from profile: German/);
  });

  test('where one of several edits is taken back in the review', async () => {
    const desk = await stage.enter(hosting);
    await edit(desk);
    await desk.review();
    await press(desk, /^Undo English/, 'skilldesk-review-list');
    await goesTo(desk, /^button “Undo German/);
    await desk.page.keyboard.press('Enter');
    await goesTo(desk, /^button “Skill profiles/);
  });

  test('to the next conflict where one has been decided', async () => {
    const desk = await stage.enter(hosting);
    await edit(desk);
    const gwen = await stage.skilldesk.signIn(people.gwenGlobal.ciUserId);
    await gwen.ended(await gwen.set(billingSpecialist, skillIds.german, 1));
    await gwen.ended(await gwen.set(billingSpecialist, skillIds.english, 1));
    await press(desk, 'Reload lists');
    await desk.says('2 conflicts need your choice');
    await desk.review();
    await press(desk, /^Keep/, 'skilldesk-review-list');
    await goesTo(desk, /^button “Keep/);
    await press(desk, /^Keep/, 'skilldesk-review-list');
    await goesTo(desk, /^h2 “2 unsaved/);
  });

  test('where a begin is chosen, and chosen no more', async () => {
    const desk = await stage.enter(hosting);
    await edit(desk);
    await desk.review();
    await press(desk, 'Begin later');
    await goesTo(desk, /^input/);
    await press(desk, 'Begin at once');
    await goesTo(desk, /Begin later/);
  });

  test('where what kept somebody from everything is over', async () => {
    const desk = await stage.enter(hosting, people.standardAgent);
    await desk.says('Skilldesk is for supervisors');
    const { users } = stage.webex.organization;
    const [agent, supervisor] = [users.get(people.standardAgent.id), users.get(people.nadiaNorth.id)];
    if (agent && supervisor) agent.userProfileId = supervisor.userProfileId;
    await press(desk, 'Retry', 'skilldesk-problem-page');
    await goesTo(desk, /^button “Agents/);
  });

  test('where a review that was beside the lists has no room there any more', async () => {
    const desk = await stage.enter(hosting);
    await edit(desk);
    await desk.widget.getByRole('button', { name: 'Begin later' }).focus();
    await desk.page.setViewportSize({ width: 700, height: 800 });
    await goesTo(desk, /^button “Review 2 changes/);
  });

  test('where a view that was missed has come after all', async () => {
    const desk = await stage.enter(hosting);
    await desk.page.route('**/api/changes*', (route) => route.abort());
    await desk.view('Recent changes');
    await desk.says('cannot be reached');
    await desk.page.unroute('**/api/changes*');
    await press(desk, 'Retry', 'skilldesk-change-history');
    await goesTo(desk, /^h2 “Recent changes/);
  });
});
