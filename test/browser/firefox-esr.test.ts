import type { Browser, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { FirefoxDesk } from './firefox-desk.ts';
import { findFirefox, launchFirefox } from './firefox.ts';
import { openSurroundings, type Hosting, type Surroundings } from './surroundings.ts';

const firefox = findFirefox();
const { billingSpecialist, supportExpert } = skillProfileIds;
const { german } = skillIds;

describe.skipIf(firefox === undefined)('in Firefox ESR', () => {
  let browser: Browser;
  let close: () => Promise<void>;
  let surroundings: Surroundings;
  let nadia: Supervisor;
  const pages: Page[] = [];

  beforeAll(async () => {
    ({ browser, close } = await launchFirefox(firefox ?? ''));
  });
  beforeEach(async () => {
    surroundings = await openSurroundings();
    nadia = await surroundings.skilldesk.signIn(people.nadiaNorth.ciUserId);
  });
  afterEach(async () => {
    const errors = await Promise.all(pages.map((page) => page.evaluate(() => window.agentDesktop.pageErrors)));
    for (const page of pages.splice(0)) await page.close();
    await surroundings.close();
    expect(errors.flat()).toEqual([]);
  });
  afterAll(() => close());

  async function enter(hosting: Hosting = 'page', person = people.nadiaNorth, query = ''): Promise<FirefoxDesk> {
    const page = await browser.newPage();
    pages.push(page);
    await page.goto(surroundings.urlFor(hosting, person.ciUserId, query));
    await page.evaluate(() => window.agentDesktop.ready);
    return new FirefoxDesk(page, hosting);
  }
  const webex = () => surroundings.skilldesk.webex;
  const atWebex = () => webex().proficiency(billingSpecialist, german);
  const editElsewhere = (value: number) => webex().setElsewhere(billingSpecialist, german, value);
  const change = async (value: number, reason: string, until?: string) =>
    nadia.ended(await nadia.set(billingSpecialist, german, value, { reason, ...(until && { until }) }));
  async function raiseGerman(desk: FirefoxDesk): Promise<void> {
    await desk.click('button', 'Skill profiles');
    await desk.click('button', 'Billing Specialist');
    await desk.fill('spinbutton', /^German/, '8');
    await desk.says(/Unsaved, was 5/);
  }
  async function save(desk: FirefoxDesk, reason: string): Promise<void> {
    await desk.fill('textbox', 'Reason', reason);
    await desk.click('button', 'Save');
  }

  test.each<[Hosting]>([['page'], ['iframe']])('hosted in the %s, a supervisor is signed in', async (hosting) => {
    const desk = await enter(hosting);
    await desk.says(/Billing Specialist/);

    expect(await desk.page.evaluate(() => window.agentDesktop.cspViolations)).toEqual([]);
  });

  test('the agents of her teams are listed and searched', async () => {
    const desk = await enter();
    await desk.says(new RegExp(people.standardAgent.name));
    await desk.fill('searchbox', 'Search agents', people.standardAgent.name);

    await desk.says(/1 agent /);
    expect(await desk.text()).toContain('from the team');
  });

  test('an agent is given another profile until a time', async () => {
    const { id, name } = people.standardAgent;
    const desk = await enter();
    await desk.fill('searchbox', 'Search agents', name);
    await desk.click('button', `Change skill profile of ${name}`);
    await desk.choose(`Skill profile of ${name}`, 'Support Expert');
    await desk.choose('Ends', 'in 2 hours');
    await save(desk, 'Support is short of people');

    await desk.says(/Written and read back; no sign-out needed/);
    expect(webex().organization.users.get(id)?.skillProfileId).toBe(supportExpert);
    const { body } = await nadia.call('GET', '/api/changes?open=true');
    const { until = '', createdAt = '' } = (body as { changes: Change[] }).changes[0] ?? {};
    expect(Math.round((Date.parse(until) - Date.parse(createdAt)) / 60_000)).toBe(120);
  });

  test('a cell of the grid is edited by the keyboard', async () => {
    const desk = await enter();
    await desk.click('button', 'Skill profiles');
    await desk.fill('searchbox', 'Search skill profiles', 'billing');
    await desk.says(/1 skill profile /);
    await desk.click('gridcell', '8');
    await desk.press('Home');
    while (!(await desk.text()).includes('Billing Specialist, German: 5')) await desk.press('ArrowRight');
    await desk.press('8');
    await desk.says(/Billing Specialist, German: 8, unsaved, was 5/);
    await desk.press('1', '0', 'ArrowLeft');
    await desk.find('gridcell', '10, unsaved, was 5');
  });

  test('what is saved is written and read back', async () => {
    const desk = await enter();
    await raiseGerman(desk);
    await save(desk, 'Monday is busy');

    await desk.says(/Written and read back/);
    expect(atWebex()).toBe(8);
  });

  test('a conflict shows both values, and keeping mine writes it', async () => {
    const desk = await enter();
    await raiseGerman(desk);
    editElsewhere(2);
    await save(desk, 'Monday is busy');
    await desk.click('button', 'Keep mine: 8');
    expect(atWebex()).toBe(2);
    await desk.click('button', 'Save again');

    await desk.says(/Written and read back/);
    expect(atWebex()).toBe(8);
  });

  test('a change is undone from the history', async () => {
    await change(9, 'Monday is busy');
    const desk = await enter();
    await desk.click('button', 'Recent changes');
    await desk.click('button', 'Undo…: Monday is busy');
    await desk.fill('textbox', 'Reason for the undo', 'It did not help');
    await desk.press('Enter');

    await desk.says(/Takes an earlier change back\./);
    expect(atWebex()).toBe(5);
  });

  test('the history is narrowed by outcome', async () => {
    await change(9, 'Monday is busy');
    const desk = await enter();
    await desk.click('button', 'Recent changes');
    await desk.says(/Monday is busy/);
    await desk.click('summary', 'Filter');
    await desk.choose(/^Outcome/, 'Failed');

    await desk.says(/No change fits\./);
    expect(await desk.text()).not.toContain('Monday is busy');
  });

  test('an incident is taken care of', async () => {
    const lease = await change(9, 'Storm in the north', new Date(Date.now() + 3_600_000).toISOString());
    editElsewhere(2);
    await nadia.call('PATCH', `/api/changes/${lease.id}`, {}, { until: new Date().toISOString() });
    const read = async () => (await nadia.call('GET', `/api/changes/${lease.id}`)).body as Change;
    await expect.poll(async () => (await read()).incident?.code, { timeout: 10_000 }).toBe('superseded');
    const desk = await enter('page', people.colinColleague);
    await desk.says(/it was left and not put back\. Storm in the north \(Nadia North\)/);
    await desk.click('button', 'I take care of it');

    await expect.poll(async () => (await read()).ownerName).toBe('Colin Clarke');
  });

  test('dark is the desktop’s choice', async () => {
    const desk = await enter('page', people.nadiaNorth, 'dark=1');
    await desk.says(/Billing Specialist/);
    const colours = () =>
      desk.page.evaluate(() => {
        const frame = window.agentDesktop.element()?.shadowRoot?.querySelector('.frame');
        const { backgroundColor, color } = getComputedStyle(frame ?? document.body);
        return [backgroundColor, color];
      });

    expect(await colours()).toEqual(['rgb(18, 18, 18)', 'rgb(242, 242, 242)']);
    await desk.page.evaluate(() => window.agentDesktop.setDarkMode(false));
    await expect.poll(colours).toEqual(['rgb(255, 255, 255)', 'rgb(26, 26, 26)']);
  });
});
