import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { people, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { Keyboard } from './keyboard.ts';

let browser: Browser;
let stage: Stage;
beforeAll(async () => {
  browser = await launchChromium();
});
// Each with a backend of its own: what is not saved waits there as a draft for whoever comes next.
beforeEach(async () => {
  stage = await Stage.open(browser);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

const profileOf = (id: string) => stage.webex.organization.users.get(id)?.skillProfileId;
const searchFor = (desk: Desk, text: string) => desk.widget.getByRole('searchbox').fill(text);
const pick = (desk: Desk, agent: string) => desk.widget.getByRole('checkbox', { name: `Select ${agent}` });

const rowOf = (desk: Desk, { id }: { id: string }) => desk.widget.locator(`li[data-user-id="${id}"] .row`);

const agents = [people.standardAgent, people.twoTeamAgent];

describe.each([
  { hosting: 'page', given: 'Support Expert', id: skillProfileIds.supportExpert },
  { hosting: 'iframe', given: 'Support Generalist', id: skillProfileIds.supportGeneralist },
] as const)('the agents of my teams, in the $hosting', ({ hosting, given, id: givenId }) => {
  test('each says his team, his profile, where it comes from, and its values', async () => {
    const desk = await stage.enter(hosting);
    const text = await rowOf(desk, people.standardAgent).innerText();

    expect(text).toContain('Billing');
    expect(text).toMatch(/from the team|own profile/);
    expect(text).toMatch(/German \d/);
  });

  test('several get another profile at once, by the keyboard alone, and it is written and read back', async () => {
    const desk = await stage.enter(hosting);
    const keyboard = new Keyboard(desk);
    for (const { name } of agents) {
      await keyboard.goTo('checkbox', `Select ${name}`);
      await keyboard.press('Space');
    }
    await keyboard.goTo('combobox', 'Skill profile for the selected agents');
    await keyboard.type(given);
    await keyboard.goTo('button', 'Give');
    await keyboard.press('Enter');
    await desk.says(`2 agents get ${given} when you save`);
    await keyboard.waitFor('checkbox', /^Select all/);
    await desk.save('Support is short of people');

    expect(await desk.result('verified')).toHaveLength(2);
    for (const { id } of agents) expect(profileOf(id)).toBe(givenId);
  });

  test('from an agent one comes to his profile, and sees whom else it reaches', async () => {
    const desk = await stage.enter(hosting);
    await rowOf(desk, people.standardAgent)
      .getByRole('button', { name: /^Open skill profile/ })
      .click();

    await desk.widget.getByRole('heading', { level: 2 }).waitFor();
    await desk.says(/^Used by \d+ agents?/);
  });
});

test('selected agents that the search hides are named, and changed only if that is wanted', async () => {
  const desk = await stage.enter('page');
  await pick(desk, people.standardAgent.name).check();
  await pick(desk, people.twoTeamAgent.name).check();
  await searchFor(desk, people.twoTeamAgent.name);
  await desk.widget.getByRole('combobox', { name: 'for the selected agents' }).selectOption({ label: 'The team’s' });
  await desk.widget.getByRole('button', { name: 'Give' }).click();

  const question = desk.widget.getByRole('alertdialog');
  expect(await question.innerText()).toContain(people.standardAgent.name);
  await question.getByRole('button', { name: 'Only the 1 that is shown' }).click();
  expect(await desk.unsaved()).toHaveLength(1);
  await desk.says('1 agent selected');
});

test('a profile must be chosen before it can be given', async () => {
  const desk = await stage.enter('page');
  await pick(desk, people.standardAgent.name).check();
  await desk.widget.getByRole('button', { name: 'Give' }).click();

  await desk.says('Choose a skill profile first.');
  expect(await desk.unsaved()).toEqual([]);
});

test('all that are shown are selected at once, or with Shift all up to one, and none again', async () => {
  const desk = await stage.enter('page');
  const each = desk.widget.locator('skilldesk-agent-row input[type=checkbox]');
  await each.first().waitFor();
  const count = await each.count();

  await desk.widget.getByRole('checkbox', { name: /^Select all/ }).check();
  expect(await desk.widget.locator('skilldesk-agent-row input:checked').count()).toBe(count);
  await desk.widget.getByRole('button', { name: 'Select none' }).click();
  expect(await desk.widget.locator('skilldesk-agent-row input:checked').count()).toBe(0);
  await each.nth(0).click();
  await each.nth(2).click({ modifiers: ['Shift'] });
  await desk.says('3 agents selected');
});

test('who may only look has nothing to select', async () => {
  const desk = await stage.enter('page', people.victorViewer);
  await desk.widget.locator('skilldesk-agent-row').first().waitFor();

  expect(await desk.widget.getByRole('checkbox').count()).toBe(0);
});
