import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Draft } from '../../shared/draft.ts';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';

const { billingSpecialist } = skillProfileIds;
const hostings = ['page', 'iframe'] as const;
let browser: Browser;
let stage: Stage;
let nadia: Supervisor;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
  nadia = await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

const kept = async () => (await nadia.call('GET', '/api/draft')).body as Draft | undefined;
/** By skill, what the draft wants in Billing Specialist. */
const wanted = async () => {
  const edits = (await kept())?.edits ?? [];
  return Object.fromEntries(
    edits.flatMap((edit) =>
      'userId' in edit ? [] : edit.set.map((one) => [one.skillId, 'value' in one && one.value]),
    ),
  );
};
/** German in Billing Specialist, by way of Skilldesk. */
async function colleagueSets(german: number): Promise<void> {
  const gwen = await stage.skilldesk.signIn(people.gwenGlobal.ciUserId);
  await gwen.ended(await gwen.set(billingSpecialist, skillIds.german, german));
}
const value = (desk: Desk, skill: string) =>
  desk.widget.getByRole('spinbutton', { name: `${skill}, number from 0 to 10` }).inputValue();
const back = (desk: Desk, text: RegExp) => desk.widget.locator('skilldesk-draft-notice').getByText(text).waitFor();

describe.each(hostings)('in the %s', (hosting) => {
  test('a task accepted in mid-edit takes the page away and loses no cell', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('English', 3);
    await expect.poll(wanted).toEqual({ [skillIds.english]: 3 });
    // Typed and gone, in the same moment.
    await desk.setProficiency('German', 8);
    await desk.page.getByRole('button', { name: 'Accept a task' }).click();
    await expect.poll(wanted).toEqual({ [skillIds.english]: 3, [skillIds.german]: 8 });

    await desk.page.evaluate(() => window.agentDesktop.navigateBack());
    await desk.openProfile('Billing Specialist');
    await desk.says('2 unsaved changes in 1 profile');
    expect([await value(desk, 'English'), await value(desk, 'German')]).toEqual(['3', '8']);
    // In the page, they never were away.
    if (hosting === 'iframe') await back(desk, /^2 unsaved changes of .* are back\.$/);
    else expect(await desk.widget.locator('skilldesk-draft-notice').innerText()).toBe('');
    expect(desk.errors).toEqual([]);
  });

  test('with reason and end they come back in another browser, and once saved they are kept no longer', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await desk.review();
    await desk.widget.getByRole('textbox', { name: 'Reason' }).fill('Monday is busy');
    await desk.widget.getByRole('combobox', { name: 'Ends' }).selectOption({ label: 'for good' });
    await desk.page.goto('about:blank');
    await expect.poll(kept).toMatchObject({ reason: 'Monday is busy', until: null });

    const other = await stage.enter(hosting);
    await back(other, /^1 unsaved change of .* is back\.$/);
    await other.openProfile('Billing Specialist');
    expect(await value(other, 'German')).toBe('8');
    await other.review();
    expect(await other.widget.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Monday is busy');
    await other.widget.getByRole('button', { name: /^Save/ }).click();
    await other.result('verified');
    await expect.poll(async () => (await nadia.call('GET', '/api/draft')).status).toBe(204);
    expect(await other.widget.locator('skilldesk-draft-notice').innerText()).toBe('');
  });

  test('what somebody else changed meanwhile is a conflict, not overwritten and not lost', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await desk.setProficiency('English', 3);
    await expect.poll(wanted).toEqual({ [skillIds.german]: 8, [skillIds.english]: 3 });
    await desk.page.close();
    await colleagueSets(2);

    const again = await stage.enter(hosting);
    await again.openProfile('Billing Specialist');
    await again.says('1 conflict needs your choice');
    await again.says('2 unsaved changes in 1 profile');
  });

  test('what is back can be discarded, and stays away', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await expect.poll(wanted).toEqual({ [skillIds.german]: 8 });
    await desk.page.close();
    const again = await stage.enter(hosting);
    await back(again, /is back/);
    await again.widget.getByRole('button', { name: 'Discard what is back' }).click();
    await expect.poll(async () => (await nadia.call('GET', '/api/draft')).status).toBe(204);
    expect(await again.widget.locator('skilldesk-road-panel').isVisible()).toBe(false);
  });
});

test('two pages of one person lose nothing of each other', async () => {
  const one = await stage.enter('page');
  const other = await stage.enter('iframe');
  await one.openProfile('Billing Specialist');
  await other.openProfile('Billing Specialist');
  await one.setProficiency('German', 8);
  await expect.poll(wanted).toEqual({ [skillIds.german]: 8 });
  await other.setProficiency('English', 3);
  await expect.poll(wanted).toEqual({ [skillIds.german]: 8, [skillIds.english]: 3 });
  await back(other, /^1 unsaved change of .* is back\.$/);

  // What one takes back is not brought back by the other, and the other's is not lost by it.
  await one.setProficiency('German', 0);
  await one.widget
    .getByRole('button', { name: /^Undo German/ })
    .first()
    .click();
  await expect.poll(wanted).toEqual({ [skillIds.english]: 3 });
  await back(one, /^1 unsaved change of .* is back\.$/);
  expect(await value(one, 'English')).toBe('3');
});

test('while the draft cannot be kept the page says so, lets edit, and keeps it as soon as it can', async () => {
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.page.context().route('**/api/draft', (route) => route.abort());
  await desk.setProficiency('German', 8);
  await desk.says(/Your unsaved changes are on this page only/);
  await desk.setProficiency('English', 3);
  await desk.page.context().unroute('**/api/draft');
  await expect.poll(wanted, { timeout: 15_000 }).toEqual({ [skillIds.german]: 8, [skillIds.english]: 3 });
  await desk.widget.getByText(/on this page only/).waitFor({ state: 'detached' });
});

test('the next person at the same desk gets nothing of the one before', async () => {
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  await desk.page.evaluate((id) => window.agentDesktop.becomePerson(id), people.colinColleague.ciUserId);
  const colin = await stage.skilldesk.signIn(people.colinColleague.ciUserId);
  await desk.view('Agents');
  await desk.widget.locator('skilldesk-road-panel[hidden]').waitFor({ state: 'attached' });
  await desk.page.waitForTimeout(1_000);
  expect((await colin.call('GET', '/api/draft')).status).toBe(204);
});

test('of whoever is let edit while he is here, edits are kept from then on', async () => {
  const { victorViewer, nadiaNorth } = people;
  const desk = await stage.enter('page', victorViewer);
  await desk.says('Billing Specialist');
  const { users } = stage.webex.organization;
  const [victor, supervisor] = [users.get(victorViewer.id), users.get(nadiaNorth.id)];
  if (victor && supervisor) victor.userProfileId = supervisor.userProfileId;
  const token = stage.webex.issueDesktopToken(victorViewer.ciUserId);
  await desk.widget.evaluate((element, given) => Object.assign(element, { accessToken: given }), token);
  await desk.widget.getByText('You may look').waitFor({ state: 'detached' });
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);

  nadia = await stage.skilldesk.signIn(victorViewer.ciUserId);
  await expect.poll(wanted).toEqual({ [skillIds.german]: 8 });
});

test('who may only view has no draft', async () => {
  const asked: string[] = [];
  const desk = await stage.enter('page', people.victorViewer, '', undefined, (page) =>
    page.on('request', (request) => asked.push(new URL(request.url()).pathname)),
  );
  await desk.says('Billing Specialist');
  await desk.page.evaluate(() => window.agentDesktop.navigateAway());
  expect(asked).toContain('/api/agents');
  expect(asked).not.toContain('/api/draft');
});
