import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { Keyboard } from './keyboard.ts';
import { violations } from './violations.ts';

const { billingSpecialist } = skillProfileIds;
const { german } = skillIds;
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

const inAnHour = () => new Date(Date.now() + 60 * 60_000).toISOString();
const setGerman = (value: number, more: object = {}) => nadia.set(billingSpecialist, german, value, more);
const assign = () =>
  nadia.change(
    [{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: skillProfileIds.supportExpert }],
    'Support is swamped',
  );
const read = async ({ id }: Change) => (await nadia.call('GET', `/api/changes/${id}`)).body as Change;
const outcomeOf = async (change: Change) => (await read(change)).items[0]?.outcome;
const atWebex = () => stage.webex.proficiency(billingSpecialist, german);
const shown = (desk: Desk) => desk.widget.locator('skilldesk-change-entry').count();
const filter = (desk: Desk, name: string): Locator => desk.widget.getByLabel(name, { exact: true });
const day = (ahead: number) => {
  const at = new Date(Date.now() + ahead * 24 * 60 * 60_000);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

describe.each(['page', 'iframe'] as const)('hosted in the %s', (hosting) => {
  test('what waits is stopped from “Open now”, and goes on from the history, by the keyboard', async () => {
    await stage.skilldesk.operate('pause');
    const change = await setGerman(9, { until: inAnHour() });
    const desk = await stage.enter(hosting);
    const keys = new Keyboard(desk);
    await keys.goTo('button', /^Open now/);
    await keys.press('Enter');
    await keys.goTo('button', 'Stop the rest: Mondays are busy');
    await keys.press('Enter');
    await expect.poll(() => outcomeOf(change)).toBe('stopped');
    await keys.goTo('button', 'Go on with the rest: Mondays are busy');
    expect(await violations(desk)).toEqual([]);

    await keys.goTo('button', 'Recent changes');
    await keys.press('Enter');
    await keys.goTo('button', 'Go on with the rest: Mondays are busy');
    await keys.press('Enter');
    await expect.poll(() => outcomeOf(change)).toBe('pending');
    await stage.skilldesk.operate('resume');
    await expect.poll(() => outcomeOf(change), { timeout: 10_000 }).toBe('verified');
    expect(desk.errors).toEqual([]);
  });

  test('an undo whose answer is lost, and whose view is left, is found again and done once', async () => {
    await nadia.ended(await setGerman(8));
    const desk = await stage.enter(hosting);
    const sent: string[] = [];
    await desk.page.route('**/undo', async (route) => {
      if (route.request().method() === 'POST') sent.push((await route.request().allHeaders())['idempotency-key'] ?? '');
      if (sent.length !== 1) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await desk.view('Recent changes');
    await desk.widget.getByRole('button', { name: 'Undo…: Mondays are busy' }).click();
    await desk.widget.getByRole('textbox', { name: 'Reason for the undo' }).fill('It did not help');
    await desk.widget.getByRole('button', { name: 'Undo this change' }).click();
    await desk.says('Skilldesk’s server cannot be reached. Check your network and try again.');
    await desk.view('Agents');
    await desk.view('Recent changes');

    await desk.says('Takes an earlier change back.');
    // The list may know of it before it is asked for again.
    await expect.poll(() => sent.length).toBe(2);
    expect(new Set(sent).size).toBe(1);
    await expect.poll(atWebex).toBe(5);
    expect(stage.webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(2);
  });

  test('before an end is undone, it is said that the value is set for good then', async () => {
    const change = await nadia.ended(await setGerman(9, { until: inAnHour() }));
    await nadia.call('PATCH', `/api/changes/${change.id}`, {}, { until: new Date().toISOString() });
    await expect.poll(atWebex, { timeout: 10_000 }).toBe(5);
    const desk = await stage.enter(hosting);
    await desk.view('Recent changes');
    const end = desk.widget.locator('skilldesk-change-entry').filter({ hasText: 'Put back by Skilldesk' });
    await end.getByRole('button', { name: 'Undo…: Mondays are busy' }).click();

    await desk.says(/^An end has put this back\. To undo that sets it again for good/);
    await desk.says(/^Reaches \d agents/);
    expect(await violations(desk)).toEqual([]);
  });
});

test('the history is narrowed by agent, team and days, and an agent leads to his own', async () => {
  await nadia.ended(await setGerman(8));
  await assign();
  const desk = await stage.enter('page');
  await desk.widget.getByRole('button', { name: 'History of Stan Standard' }).click();
  await expect.poll(() => shown(desk)).toBe(1);
  await desk.says('Support is swamped');

  await filter(desk, 'Agent').selectOption({ label: 'All' });
  await expect.poll(() => shown(desk)).toBe(2);
  await filter(desk, 'Team').selectOption({ label: 'Support' });
  await desk.says('No change fits.');
  await filter(desk, 'Team').selectOption({ label: 'Billing' });
  await expect.poll(() => shown(desk)).toBe(2);
  await filter(desk, 'From').fill(day(1));
  await desk.says('No change fits.');
  await filter(desk, 'From').fill(day(0));
  await expect.poll(() => shown(desk)).toBe(2);
  await filter(desk, 'Until').fill(day(0));
  await expect.poll(() => shown(desk)).toBe(2);
  await filter(desk, 'Until').fill(day(-1));
  await desk.says('No change fits.');
  expect(await violations(desk)).toEqual([]);
});

test('an undo whose end cannot be heard of says so, and how it ended as soon as it is known', async () => {
  await nadia.ended(await setGerman(9));
  const desk = await stage.enter('page');
  await desk.view('Recent changes');
  await desk.widget.getByRole('button', { name: /^Undo…/ }).click();
  await desk.widget.getByRole('textbox', { name: 'Reason for the undo' }).fill('It did not help');
  await stage.skilldesk.operate('pause');
  await desk.page.route(/\/api\/changes\/[^/?]+$/, (route) => route.abort());
  await desk.page.keyboard.press('Enter');
  await desk.says('Skilldesk keeps asking how it ends.');
  await stage.skilldesk.operate('resume');
  await desk.page.unroute(/\/api\/changes\/[^/?]+$/);

  await desk.widget.locator('skilldesk-undo-form').getByText('All written and read back').waitFor({ timeout: 15_000 });
  expect(await desk.widget.getByText('Skilldesk keeps asking how it ends.').count()).toBe(0);
});

test('what one filter has found is not shown as what another finds', async () => {
  await nadia.ended(await setGerman(9));
  const desk = await stage.enter('page');
  await desk.view('Recent changes');
  await expect.poll(() => shown(desk)).toBe(1);
  await desk.page.route('**/api/changes*', (route) => route.abort());
  await desk.view('Recent changes');

  await desk.says('cannot be reached');
  expect(await shown(desk)).toBe(0);
});

describe('where nothing fits among what the server looks through at once', () => {
  /** Behind which are all Changes. */
  const nextCursor = `${Date.now() + 24 * 60 * 60_000}~z`;
  const json = { changes: [], nextCursor };
  const ofHistory = ({ pathname, searchParams }: URL) => pathname === '/api/changes' && !searchParams.has('open');
  let desk: Desk;
  let asked: (string | null)[];

  beforeEach(async () => {
    await nadia.ended(await setGerman(9));
    desk = await stage.enter('page');
    asked = [];
  });

  test('the history goes on by itself until something does, and says what it is doing', async () => {
    let go: () => void = () => undefined;
    const shownLooking = new Promise<void>((resolve) => (go = resolve));
    await desk.page.route(ofHistory, async (route) => {
      asked.push(new URL(route.request().url()).searchParams.get('cursor'));
      if (asked.length < 3) return route.fulfill({ json });
      await shownLooking;
      return route.continue();
    });
    await desk.view('Recent changes');
    await desk.says('None of the newest changes fits; looking through older ones…');
    expect(await violations(desk)).toEqual([]);
    go();

    await expect.poll(() => shown(desk)).toBe(1);
    expect(asked).toEqual([null, nextCursor, nextCursor]);
    expect(await desk.widget.getByText('looking through older ones').count()).toBe(0);
  });

  test('it does not do so for ever: it says that there may be older ones, which are asked for by hand', async () => {
    await desk.page.route(ofHistory, (route) => {
      asked.push(null);
      return route.fulfill({ json });
    });
    await desk.view('Recent changes');
    await desk.says('No change that was looked through fits. There may be older ones.');
    expect(asked).toHaveLength(20);
    await desk.page.unroute(ofHistory);
    await desk.widget.getByRole('button', { name: 'Show older changes' }).click();

    await expect.poll(() => shown(desk)).toBe(1);
  });
});
