import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { GridDesk } from './grid-desk.ts';
import type { Hosting } from './surroundings.ts';

let browser: Browser;
let stage: Stage;
let desk: Desk;
let grid: GridDesk;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
});
afterEach(async () => {
  expect(desk.errors).toEqual([]);
  await stage.close();
});
afterAll(() => browser.close());

async function enter(hosting: Hosting, person = people.nadiaNorth): Promise<void> {
  desk = await stage.enter(hosting, person);
  grid = new GridDesk(desk.widget);
  await grid.open();
}
const billing = 'Billing Specialist';
const expert = 'Support Expert';
const stored = (skillProfileId: string) => {
  const profile = stage.webex.organization.skillProfiles.get(skillProfileId);
  return Object.fromEntries(profile?.activeSkills.map((active) => [active.skillId, active]) ?? []);
};

describe.each(['page', 'iframe'] as const)('in the grid, hosted in the %s,', (hosting) => {
  test('a person without a mouse goes to a cell, changes it, and saves', async () => {
    await enter(hosting);
    await desk.widget.getByRole('searchbox').focus();
    while ((await grid.focus()) === '') await grid.press('Tab');
    await grid.press('Home');
    while (!(await grid.focus()).startsWith(billing)) await grid.press('ArrowDown');
    while (!(await grid.focus()).endsWith('German')) await grid.press('ArrowRight');
    await grid.press('8');

    expect(await grid.value(billing, 'German')).toBe('8, unsaved, was 5');
    expect(await grid.said()).toBe('Billing Specialist, German: 8, unsaved, was 5');
    await grid.press('Tab');
    expect(await grid.focus()).toBe('');
    await desk.save('Monday is busy');
    await desk.result('verified');
    expect(stored(skillProfileIds.billingSpecialist)[skillIds.german]?.proficiencyValue).toBe(8);
    await expect.poll(() => grid.value(billing, 'German')).toBe('8');
  });

  test('a block is copied and pasted by the keyboard', async () => {
    await enter(hosting);
    await grid.stand(expert, 'English');
    await grid.press('Shift+ArrowRight', 'Shift+ArrowDown', 'Control+c');
    await expect.poll(() => grid.said()).toBe('4 cells copied');
    await grid.stand(billing, 'English');
    await grid.press('Control+v');

    await expect.poll(() => grid.said()).toMatch(/^\d cells? changed/);
    expect(await grid.value(billing, 'English')).toBe('9, unsaved, was 8');
  });

  test('where the clipboard is denied, a text field takes its place', async () => {
    await enter(hosting);
    await grid.stand(billing, 'English');
    await desk.document.evaluate(() => {
      for (const kind of ['copy', 'paste']) addEventListener(kind, (event) => event.stopPropagation(), true);
    });
    await grid.press('Control+v');
    const field = desk.widget.getByRole('textbox', { name: /^Copy the selected cells/ });
    await field.waitFor();
    expect(await field.inputValue()).toBe('8');
    await field.fill('3\t7\nnonsense');
    await desk.widget.getByRole('button', { name: 'Apply' }).click();

    expect(await grid.value(billing, 'English')).toBe('3, unsaved, was 8');
    expect(await grid.said()).toMatch(/left alone: .*does not fit/);
    await expect.poll(() => grid.focus()).toBe(`${billing} / English`);
  });

  test('each type has its editor: a number, yes or no, a text, choices', async () => {
    await enter(hosting);
    await grid.stand(billing, 'German');
    await grid.press('F2', '1', '0', 'Enter');
    expect(await grid.value(billing, 'German')).toBe('10, unsaved, was 5');

    await grid.stand(billing, 'Complaints');
    await grid.press('Space');
    expect(await grid.value(billing, 'Complaints')).toBe('No, unsaved, was Yes');

    await grid.stand(billing, 'Certification');
    await grid.press('R', 'e', 'Enter');
    expect(await grid.value(billing, 'Certification')).toBe('“Re”, unsaved, was “Refunds 2026”');

    await grid.stand(billing, 'Tier');
    await grid.press('Enter');
    await desk.widget.getByRole('group', { name: `Tier of ${billing}` }).waitFor();
    await grid.press('Space', 'Enter');
    expect(await grid.value(billing, 'Tier')).toBe('gold and bronze, unsaved, was gold');
    expect(await grid.focus()).toBe(`${billing} / Tier`);
  });

  test('new data that arrives takes neither the focus nor an unsaved value', async () => {
    await enter(hosting);
    await grid.stand(billing, 'German');
    await grid.press('7');
    const colin = await stage.skilldesk.signIn(people.colinColleague.ciUserId);
    const { skillProfiles } = await colin.skillProfiles();
    const revision = skillProfiles.find(({ id }) => id === skillProfileIds.supportExpert)?.revision;
    const set = [{ skillId: skillIds.german, value: 1 }];
    await colin.change([{ skillProfileId: skillProfileIds.supportExpert, revision, set }]);
    await desk.widget.locator('.reload').dispatchEvent('click');

    await expect.poll(() => grid.value(expert, 'German'), { timeout: 30_000 }).toBe('1');
    expect(await grid.value(billing, 'German')).toBe('7, unsaved, was 5');
    expect(await grid.focus()).toBe(`${billing} / German`);
  });
});

test('a value that somebody else changed meanwhile is marked in its cell', async () => {
  await enter('page');
  await grid.stand(billing, 'German');
  await grid.press('8');
  stage.webex.setElsewhere(skillProfileIds.billingSpecialist, skillIds.german, 2);
  await desk.save('Monday is busy');
  await desk.result('conflict');

  expect(await grid.value(billing, 'German')).toBe('8, unsaved, was 5, changed by somebody else to 2');
});

test('what cannot be changed says why: a protected skill, a profile of others, a person who may only look', async () => {
  await stage.skilldesk.importPolicy({ protectedSkills: [skillIds.german] });
  await enter('page');
  await grid.stand(billing, 'German');
  await grid.press('8');
  expect(await grid.said()).toBe('Billing Specialist, German: only administrators may change the skill');
  expect(await (await grid.cell(billing, 'German')).getAttribute('aria-readonly')).toBe('true');
  await grid.stand('Bilingual Service', 'English');
  await grid.press('Delete');
  expect(await grid.said()).toBe('0 cells changed. 1 left alone: you cannot change this profile');

  await enter('page', people.victorViewer);
  await grid.stand(billing, 'English');
  await grid.press('Enter');
  expect(await grid.said()).toBe('Billing Specialist, English: you may only look');
});

test('a head sorts by its skill, or opens its profile and comes back', async () => {
  await enter('page');
  await grid.stand(billing, 'German');
  await grid.press('Control+ArrowUp', 'ArrowUp');
  expect(await grid.focus()).toBe('/ German');
  await grid.press('Enter');
  expect(await grid.head('German').getAttribute('aria-sort')).toBe('descending');
  expect(await grid.grid.getByRole('rowheader').first().innerText()).toContain(expert);

  await grid.press('ArrowDown', 'Home', 'ArrowLeft', 'Enter');
  await desk.widget.getByRole('heading', { name: expert }).waitFor();
  await grid.press('Enter');
  await expect.poll(() => grid.focus()).not.toBe('');
});

test('from a cell one comes to the history of its skill in its profile', async () => {
  await enter('page');
  await grid.stand(billing, 'German');
  await grid.press('Shift+F2');
  await desk.widget.getByRole('heading', { name: 'Recent changes' }).waitFor();

  const chosen = (name: string) =>
    desk.widget.getByRole('combobox', { name, exact: true }).evaluate((select: HTMLSelectElement) => {
      return select.selectedOptions[0]?.text.trim();
    });
  await expect.poll(() => chosen('Skill profile')).toBe(billing);
  expect(await chosen('Skill')).toBe('German');
});

test('profiles are picked out by what was changed today', async () => {
  await enter('page');
  await grid.stand(billing, 'German');
  await grid.press('8');
  await desk.save('Monday is busy');
  await desk.result('verified');
  await desk.widget.getByRole('button', { name: 'Filters' }).click();
  await desk.widget.getByRole('checkbox', { name: 'Changed today' }).check();

  await expect.poll(() => grid.grid.getByRole('rowheader').count()).toBe(1);
  await desk.widget.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(() => grid.grid.getByRole('rowheader').count()).toBeGreaterThan(3);
});
