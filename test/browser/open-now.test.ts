import type { Browser } from 'playwright-core';
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
let colin: Supervisor;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
  nadia = await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
  colin = await stage.skilldesk.signIn(people.colinColleague.ciUserId);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

const inAnHour = () => new Date(Date.now() + 60 * 60_000).toISOString();
const lease = async (value: number, reason = 'Mondays are busy') =>
  nadia.ended(await nadia.set(billingSpecialist, german, value, { reason, until: inAnHour() }));
const read = async ({ id }: Change) => (await nadia.call('GET', `/api/changes/${id}`)).body as Change;
const atWebex = () => stage.webex.proficiency(billingSpecialist, german);
const minutesFromNow = (time = '') => Math.round((Date.parse(time) - Date.now()) / 60_000);
/** Its end fails, since somebody changed the value at Webex. */
async function incident(): Promise<Change> {
  const change = await lease(9, 'Storm in the north');
  stage.webex.setElsewhere(billingSpecialist, german, 2);
  await nadia.call('PATCH', `/api/changes/${change.id}`, {}, { until: new Date().toISOString() });
  await expect.poll(async () => (await read(change)).incident?.code, { timeout: 30_000 }).toBe('superseded');
  return change;
}
async function openNow(desk: Desk): Promise<Keyboard> {
  const keys = new Keyboard(desk);
  await keys.goTo('button', /^Open now/);
  await keys.press('Enter');
  await desk.widget.getByRole('heading', { name: 'Open now' }).waitFor();
  return keys;
}

describe.each(['page', 'iframe'] as const)('hosted in the %s, by the keyboard alone', (hosting) => {
  test('what is open says whose, why and until when; its end is moved, and brought on', async () => {
    const change = await lease(9);
    const desk = await stage.enter(hosting);
    const keys = await openNow(desk);
    await desk.says('Mondays are busy');
    await desk.says(/^Nadia North, since/);
    await desk.says(/^Ends in (59 minutes|1 hour), /);

    await keys.goTo('button', '1 hour longer: Mondays are busy');
    await keys.press('Enter');
    await desk.says(/^Ends in (2 hours|1[12]\d minutes), /);
    expect(minutesFromNow((await read(change)).until)).toBeGreaterThan(117);

    await keys.goTo('button', 'Other end…: Mondays are busy');
    await keys.press('Enter');
    await keys.goTo('combobox', 'Ends');
    await keys.press('Home');
    await keys.goTo('button', 'Set this end');
    await keys.press('Enter');
    await expect.poll(async () => minutesFromNow((await read(change)).until)).toBe(30);

    await keys.goTo('button', 'End now: Mondays are busy');
    await keys.press('Enter');
    await desk.says('Nothing is open: everything is as it is to stay.');
    await keys.waitFor('heading', 'Open now');
    expect(atWebex()).toBe(5);
    expect(desk.errors).toEqual([]);
  });

  test('what is kept for good is open no more', async () => {
    const change = await lease(9);
    const desk = await stage.enter(hosting);
    const keys = await openNow(desk);
    await keys.goTo('button', 'Keep for good: Mondays are busy');
    await keys.press('Enter');

    await desk.says('Nothing is open: everything is as it is to stay.');
    expect(await read(change)).toMatchObject({ terms: [{ until: null }] });
    expect(atWebex()).toBe(9);
  });

  test('an incident is a banner in every view until somebody takes care of it', async () => {
    const change = await incident();
    const desk = await stage.enter(hosting, people.colinColleague);
    await desk.says(
      /Somebody changed a value since, so it was left and not put back\. Storm in the north \(Nadia North\)/,
    );
    const keys = new Keyboard(desk);
    await keys.goTo('button', 'I take care of it');
    await keys.press('Enter');

    await expect.poll(() => desk.widget.getByRole('button', { name: 'I take care of it' }).count()).toBe(0);
    expect(await read(change)).toMatchObject({
      ownerName: 'Colin Clarke',
      incident: { takenAt: expect.any(String) as string },
    });
  });

  test('when her shift ends, a supervisor hands all of hers to a colleague', async () => {
    const changes = [await lease(8, 'Morning'), await lease(9, 'Noon')];
    await stage.skilldesk.whenQueuesAreRead();
    const desk = await stage.enter(hosting);
    const keys = await openNow(desk);
    await keys.goTo('button', 'My shift ends');
    await keys.press('Enter');
    await keys.waitFor('combobox', 'Hand over to');
    await keys.press('ArrowDown');
    const options = () => desk.widget.getByRole('option').allInnerTexts();
    await expect.poll(async () => (await options()).length).toBe(3);
    expect(await violations(desk)).toEqual([]);
    await keys.type('nobody like that');
    await desk.says('Nobody of that name supervises your teams.');
    await keys.press('Control+a');
    await keys.type('cla');
    await expect.poll(options).toEqual(['Colin Clarke Billing and Support']);
    await keys.press('Escape', 'ArrowDown', 'Enter');
    await keys.goTo('button', 'Hand over all');
    await keys.press('Enter');

    await desk.widget.getByRole('heading', { name: 'Of others' }).waitFor();
    for (const change of changes) await expect.poll(async () => (await read(change)).ownerName).toBe('Colin Clarke');
  });

  test('the text for the agents is copied, or selected where the frame may not copy', async () => {
    await lease(9);
    const desk = await stage.enter(hosting);
    const keys = await openNow(desk);
    await keys.goTo('button', 'Copy text for the agents: Mondays are busy');
    await keys.press('Enter');

    const field = desk.widget.getByRole('textbox', { name: 'Text for the agents' });
    if (hosting === 'page') await desk.page.waitForTimeout(300);
    else {
      await keys.waitFor('textbox', 'Text for the agents');
      expect(await field.inputValue()).toMatch(
        /^Billing Specialist: German: 5 → 9\nFrom .* until .*\.\nBy Nadia North: Mondays are busy$/,
      );
    }
    expect(desk.errors).toEqual([]);
  });
});

test('where there is least room, all views stand in one line beside the number of what is open', async () => {
  await lease(9);
  const desk = await stage.enter('page', people.nadiaNorth, 'toolbar=0&size=430x370');
  const views = desk.widget.getByRole('navigation').getByRole('button');
  await views.filter({ hasText: 'Open now 1' }).waitFor();

  const tops = await views.evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().top));
  expect(tops).toHaveLength(4);
  expect(new Set(tops).size).toBe(1);
});

test('where Webex does not tell who supervises, that is said; a list that cannot be read is asked for again', async () => {
  await lease(9);
  stage.webex.faults.push({ path: '/v3/user-profile', status: 403, times: 99 });
  await stage.skilldesk.tamper(
    "delete from snapshot_entities where kind = 'user-profile'",
    'update snapshots set changed = changed + 1',
  );
  const desk = await stage.enter('page');
  await desk.page.route('**/api/supervisors', (route) => route.abort(), { times: 1 });
  const keys = await openNow(desk);
  await keys.goTo('button', 'My shift ends');
  await keys.press('Enter');
  await desk.says('Skilldesk’s server cannot be reached. Check your network and try again.');
  await keys.goTo('button', 'Retry');
  await keys.press('Enter');

  await desk.says(/^\s*Who supervises your teams is not known yet/);
  expect(await violations(desk)).toEqual([]);
});

test('an end that has begun meanwhile is said so, and what is open is shown anew', async () => {
  const change = await lease(9);
  const desk = await stage.enter('page');
  await openNow(desk);
  await desk.says('Mondays are busy');
  await stage.skilldesk.operate('pause');
  await nadia.call('PATCH', `/api/changes/${change.id}`, {}, { until: new Date().toISOString() });
  await desk.widget.getByRole('button', { name: '1 hour longer: Mondays are busy' }).click();

  await desk.says(/^Its end has begun already/);
  await desk.says('Its end is being carried out…');
});

test('the history is narrowed by profile, person and outcome, and names who put back what', async () => {
  const change = await lease(9);
  await colin.change([
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: billingSpecialist },
  ]);
  await nadia.call('PATCH', `/api/changes/${change.id}`, {}, { until: new Date().toISOString() });
  await expect.poll(atWebex, { timeout: 30_000 }).toBe(5);
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');
  await desk.widget.getByRole('button', { name: 'Changes of this profile' }).click();

  const shown = () => desk.widget.locator('skilldesk-change-entry').count();
  await expect.poll(shown).toBe(2);
  await desk.says('Put back by Skilldesk');
  await desk.says('Taken back by a later change.');
  await desk.widget.getByRole('combobox', { name: 'Skill profile', exact: true }).selectOption({ label: 'All' });
  await expect.poll(shown).toBe(3);
  await desk.widget.getByRole('combobox', { name: 'Person', exact: true }).selectOption({ label: 'Colin Clarke' });
  await expect.poll(shown).toBe(1);
  await desk.widget.getByRole('combobox', { name: 'Outcome', exact: true }).selectOption({ label: 'Failed' });
  await desk.says('No change fits.');
});
