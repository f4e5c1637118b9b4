import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import type { ChangePreview } from '../../shared/preview.ts';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { focusOf } from './focus.ts';
import { Keyboard } from './keyboard.ts';

const { billingSpecialist, bilingualService } = skillProfileIds;
const limits = { ...defaultPolicy.limits, sessionExchangesPerMinute: 1_000 };
let browser: Browser;
let stage: Stage;
let nadia: Supervisor;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
  nadia = await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
  await stage.skilldesk.whenQueuesAreRead();
});
afterEach(() => stage.close());
afterAll(() => browser.close());

const proficiency = (skillId: string, skillProfileId: string = billingSpecialist) =>
  stage.webex.proficiency(skillProfileId, skillId);
const minutesAhead = (change: Change | undefined) =>
  Math.round((Date.parse(change?.until ?? '') - Date.parse(change?.createdAt ?? '')) / 60_000);
const choose = (desk: Desk, label: string) =>
  desk.widget.getByRole('combobox', { name: 'Ends' }).selectOption({ label });

describe.each(['page', 'iframe'] as const)('hosted in the %s, by the keyboard alone', (hosting) => {
  test('F6 goes to the review and back to where one was, and Escape closes the sheet and loses nothing', async () => {
    const desk = await stage.enter(hosting, people.nadiaNorth, 'toolbar=0&size=430x370');
    const keys = new Keyboard(desk);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);

    await keys.press('F6');
    await keys.waitFor('heading', /1 unsaved change/);
    await keys.press('F6');
    await keys.waitFor('spinbutton', /^German/);
    await keys.goTo('button', 'Review 1 change');
    await keys.press('Enter');
    await desk.widget.getByRole('dialog', { name: 'Review and save' }).waitFor();
    await keys.goTo('textbox', 'Reason');
    await keys.type('half a reason');
    await keys.press('Escape');
    await keys.waitFor('button', 'Review 1 change');
    await keys.press('Enter');

    expect(await desk.widget.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('half a reason');
    expect(await desk.widget.getByText('German: 5 → 8').isVisible()).toBe(true);
  });
});

test.each<[string, number | undefined]>([
  ['in 1 hour', 60],
  ['in 30 minutes', 30],
  ['for good', undefined],
])('the end “%s” is sent as such', async (label, minutes) => {
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  expect(await desk.widget.getByRole('combobox', { name: 'Ends' }).inputValue()).toBe('after 60');
  await choose(desk, label);
  await desk.save('Monday is busy');
  await desk.result('verified');

  const change = await nadia.newestChange();
  if (minutes === undefined) expect(change).not.toHaveProperty('until');
  else expect(minutesAhead(change)).toBe(minutes);
});

test('what is edited stays in sight when its review takes room', async () => {
  const desk = await stage.enter('page', people.nadiaNorth, 'toolbar=0&size=430x370');
  const { name } = people.standardAgent;
  await desk.widget.getByRole('button', { name: `Change skill profile of ${name}` }).click();
  const select = desk.widget.getByRole('combobox', { name: `Skill profile of ${name}` });
  await select.evaluate((element) => element.scrollIntoView({ block: 'end' }));
  await select.selectOption({ label: 'Support Expert' });
  await desk.widget.locator('skilldesk-road-panel:not([hidden])').waitFor();

  await expect.poll(async () => (await focusOf(desk)).inSight).toBe(true);
});

test('where the policy proposes no end, none is chosen; the end of a shift is offered for the teams concerned', async () => {
  const desk = await stage.enter('page');
  const [team] = (await nadia.agents()).find(({ id }) => id === people.standardAgent.id)?.teams ?? [];
  const soon = new Date(Date.now() + 3 * 60 * 60_000);
  const time = `${String(soon.getUTCHours()).padStart(2, '0')}:${String(soon.getUTCMinutes()).padStart(2, '0')}`;
  await stage.skilldesk.importPolicy({
    limits,
    defaultEndMinutes: null,
    shiftEnds: [{ teamId: team ?? '', time, zone: 'UTC' }],
  });
  await desk.page.reload();
  await desk.page.evaluate(() => window.agentDesktop.ready);
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);

  const ends = desk.widget.getByRole('combobox', { name: 'Ends' });
  expect(await ends.inputValue()).toBe('never');
  await ends.selectOption({ label: (await ends.locator('option', { hasText: 'end of shift' }).innerText()).trim() });
  await desk.save('Monday is busy');
  await desk.result('verified');
  expect(new Date((await nadia.newestChange())?.until ?? '').toISOString().slice(11, 16)).toBe(time);
});

test('what begins later is kept for its time, is unsaved no more, and can be cancelled', async () => {
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  await desk.widget.getByRole('button', { name: 'Begin later' }).click();
  const ahead = new Date(Date.now() + 2 * 60 * 60_000);
  const local = new Date(ahead.getTime() - ahead.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  await desk.save('Tonight');
  await desk.says('Enter the whole date and time.');
  await desk.widget.getByLabel(/Begin, by the clock of/).fill(local);
  await desk.save('Tonight');

  await desk.says('Kept for its time; see “Open now”');
  expect(await desk.unsaved()).toEqual([]);
  expect(proficiency(skillIds.german)).toBe(5);
  await desk.widget.getByRole('button', { name: /^Open now/ }).click();
  await desk.says(/Begins in 2 hours|Begins in 120 minutes|Begins in 1\d\d minutes/);
  await desk.widget.getByRole('button', { name: 'Cancel: Tonight' }).click();
  await desk.says('Nothing is open: everything is as it is to stay.');
  expect((await nadia.newestChange())?.items).toMatchObject([{ outcome: 'stopped' }]);
});

test('a preview that fails says so, and saving goes on without it', async () => {
  const desk = await stage.enter('page');
  await desk.page.route('**/api/changes/preview', (route) => route.abort());
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);

  await desk.says(/What this would do could not be found out/);
  await desk.says('You may save without it.');
  await desk.save('Monday is busy');
  await desk.result('verified');
});

test('where use outside the scope must be agreed to, nothing is sent before; and more of it by then is shown first', async () => {
  await stage.skilldesk.importPolicy({ limits, edit: 'acknowledge' });
  const desk = await stage.enter('page');
  await desk.openProfile('Bilingual Service');
  await desk.setProficiency('English', 9);
  await desk.says(/It is used by \d users? outside your scope\. You must agree to that below\./);
  await desk.save('Monday is busy');
  await desk.says(/^Tick that you have seen the use outside your scope/);
  await desk.widget.getByRole('checkbox', { name: /^I have seen that this reaches/ }).check();

  const ada = await stage.skilldesk.signIn(people.admin.ciUserId);
  const edits = [{ userId: people.unskilledAgent.id, fromSkillProfileId: null, toSkillProfileId: bilingualService }];
  const { previewId } = (await ada.call('POST', '/api/changes/preview', {}, { edits })).body as ChangePreview;
  await ada.ended((await ada.post({ edits, reason: 'One more', previewId })).body as Change);
  await desk.save('Monday is busy');
  await desk.says('This goes further by now than you were shown. Nothing was changed: look at it, and save again.');
  expect(await desk.unsaved()).toContain('Unsaved, was 8');
  expect(stage.webex.requests.filter(({ method }) => method === 'PUT')).toEqual([]);

  await desk.widget.getByRole('checkbox', { name: /^I have seen that this reaches/ }).check();
  await desk.save('Monday is busy');
  await desk.result('verified');
  expect(proficiency(skillIds.english, bilingualService)).toBe(9);
});

test('a save of several can be stopped midway, and gone on with', async () => {
  const desk = await stage.enter('page');
  for (const profile of ['Billing Specialist', 'Support Expert', 'Support Generalist']) {
    await desk.openProfile(profile);
    await desk.setProficiency('German', 9);
  }
  stage.webex.faults.push({ method: 'PUT', delayMs: 3_000, times: 3 });
  await desk.save('Monday is busy');
  await desk.widget.getByRole('button', { name: 'Stop the rest' }).click({ timeout: 30_000 });
  await desk.result('stopped');
  await desk.widget.getByRole('button', { name: 'Go on with the rest' }).click();

  await desk.says('All written and read back');
  expect(await desk.unsaved()).toEqual([]);
});
