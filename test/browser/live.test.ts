import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage } from './desk.ts';
import { GridDesk } from './grid-desk.ts';

const { billingSpecialist, bilingualService } = skillProfileIds;
let browser: Browser;
let stage: Stage;
let gwen: Supervisor;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  stage = await Stage.open(browser);
  gwen = await stage.skilldesk.signIn(people.gwenGlobal.ciUserId);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

/** A colleague writes it by way of Skilldesk, on a page of her own. */
async function colleagueSetsGerman(value: number): Promise<void> {
  await gwen.ended(await gwen.set(billingSpecialist, skillIds.german, value));
}

describe.each(['page', 'iframe'] as const)('in the %s, without a reload', (hosting) => {
  test('a value that a colleague has saved is there, and marks the edit that it meets, in grid and editor', async () => {
    const desk = await stage.enter(hosting);
    const grid = new GridDesk(desk.widget);
    await grid.open();
    await grid.stand('Billing Specialist', 'German');
    await grid.press('8', 'Enter');
    expect(await grid.value('Billing Specialist', 'German')).toContain('8, unsaved');
    await colleagueSetsGerman(2);

    const cell = await grid.cell('Billing Specialist', 'German');
    await expect.poll(() => cell.getAttribute('class'), { timeout: 20_000 }).toContain('conflict');
    const said = desk.widget.locator('.frame > [role="status"]');
    await expect.poll(() => said.innerText()).toContain('Somebody else has just changed');
    // What is marked once is not said with each reading.
    await desk.page.waitForTimeout(6_000);
    expect((await said.innerText()).match(/Somebody else has just changed/g)).toHaveLength(1);
    await desk.openProfile('Billing Specialist');
    await desk.widget.locator('skilldesk-skill-row .mark.conflict').waitFor();
    await desk.review();
    await desk.widget.getByRole('button', { name: 'Take theirs: 2' }).click();
    await expect.poll(() => desk.unsaved()).toEqual([]);
  });
});

test('an agent who was given another profile meanwhile is marked in the list of agents', async () => {
  const desk = await stage.enter('page');
  const row = desk.widget.locator('skilldesk-agent-row', { hasText: 'Paula Premium' });
  await row.getByRole('button', { name: /^Change skill profile/ }).click();
  await row.getByRole('combobox').selectOption({ label: 'Support Generalist' });
  await desk.says('1 unsaved change in 1 agent');
  const agent = (await gwen.agents()).find(({ name }) => name === 'Paula Premium');
  const edit = { userId: agent?.id, fromSkillProfileId: agent?.skillProfileId, toSkillProfileId: bilingualService };
  expect((await gwen.change([edit], 'Meanwhile')).items).toMatchObject([{ outcome: 'verified' }]);

  await row.locator('.mark.conflict').waitFor({ timeout: 20_000 });
});

test('while the page is out of sight nothing is asked, and at once when it is seen again', async () => {
  const desk = await stage.enter('page');
  await desk.says('Paula Premium');
  const asked: string[] = [];
  desk.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const see = (state: 'hidden' | 'visible') =>
    desk.page.evaluate((visibility) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: visibility === 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await see('hidden');
  await desk.page.waitForTimeout(1_000);
  asked.length = 0;
  await desk.page.waitForTimeout(12_000);
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  await see('visible');
  await expect.poll(() => asked).toContain('/api/agents');
});
