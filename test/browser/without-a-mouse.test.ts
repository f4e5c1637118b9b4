import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Supervisor } from '../api/skilldesk.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';
import { GridDesk } from './grid-desk.ts';
import { Keyboard } from './keyboard.ts';

const { billingSpecialist } = skillProfileIds;
const billing = 'Billing Specialist';
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

const atWebex = (skillId: string) => stage.webex.proficiency(billingSpecialist, skillId);

/** For somebody who does not look: waits until this has been said aloud, later than what he heard before. */
async function listen({ widget }: Desk): Promise<(text: string) => Promise<void>> {
  await widget.evaluate((editor) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const hear = () => {
      const text = editor.shadowRoot?.querySelector('.frame > [role="status"]')?.textContent ?? '';
      if (text !== '' && text !== said.at(-1)) said.push(text);
    };
    if (editor.shadowRoot)
      new MutationObserver(hear).observe(editor.shadowRoot, { subtree: true, childList: true, characterData: true });
  });
  let heard = 0;
  return async (text) => {
    const said = () => widget.evaluate(() => (globalThis as unknown as { said: string[] }).said);
    await expect.poll(async () => (await said()).slice(heard).join('\n'), { timeout: 10_000 }).toContain(text);
    heard = (await said()).length;
  };
}

describe.each(['page', 'iframe'] as const)('hosted in the %s, with nothing but the keyboard,', (hosting) => {
  test.each(['light', 'dark', 'forced colours'] as const)(
    'in %s: a profile is found, five values changed, previewed, saved with reason and end, a conflict resolved, and all undone',
    async (look) => {
      const desk = await stage.enter(hosting, people.nadiaNorth, `toolbar=0&dark=${look === 'dark' ? 1 : 0}`);
      if (look === 'forced colours') await desk.page.emulateMedia({ forcedColors: 'active' });
      const keys = new Keyboard(desk);
      const grid = new GridDesk(desk.widget);
      const hears = await listen(desk);

      await keys.goTo('button', 'Skill profiles');
      await keys.press('Enter');
      await keys.goTo('searchbox', 'Search skill profiles');
      await keys.type('billing');
      await desk.says(/^1 skill profile$/);
      await keys.goTo('gridcell', /./);
      await keys.press('Control+Home', 'ArrowRight');
      await goToSkill(keys, grid, 'English');
      await keys.press('3');
      expect(await grid.said()).toBe('Billing Specialist, English: 3, unsaved, was 8');
      await goToSkill(keys, grid, 'German');
      await keys.press('8');
      expect(await grid.said()).toBe('Billing Specialist, German: 8, unsaved, was 5');
      expect(await grid.focus()).toBe(`${billing} / German`);

      await keys.press('Home', 'ArrowLeft', 'Enter');
      await keys.waitFor('button', /All skill profiles/);
      await desk.widget.getByRole('heading', { name: billing, level: 2 }).waitFor();
      for (const choice of ['Complaints', 'television', 'silver']) {
        await keys.goTo('checkbox', choice);
        await keys.press('Space');
      }
      await desk.says('5 unsaved changes in 1 profile');
      await desk.says(/Billing German: 0 → \d agents? qualif/);
      await hears('What this would do is shown');

      await keys.press('F6');
      await keys.waitFor('heading', '5 unsaved changes in 1 profile');
      await keys.goTo('textbox', 'Reason');
      await keys.type('Monday is busy');
      await keys.goTo('combobox', 'Ends');
      await keys.press('ArrowDown');
      expect(await desk.widget.getByRole('combobox', { name: 'Ends' }).inputValue()).toBe('after 120');
      stage.webex.setElsewhere(billingSpecialist, skillIds.german, 2);
      await keys.goTo('button', 'Save');
      await keys.press('Enter');
      await desk.result('conflict');
      await hears('Nothing was written');
      await keys.goTo('button', 'Keep mine: 8');
      await keys.press('Enter');
      await keys.goTo('button', 'Save again');
      await keys.press('Enter');
      await desk.result('verified');
      await hears('All written and read back');
      await keys.waitFor('heading', 'Result of saving');
      expect([atWebex(skillIds.german), atWebex(skillIds.english)]).toEqual([8, 3]);
      const { until = '', createdAt = '' } = (await nadia.newestChange()) ?? {};
      expect(Math.round((Date.parse(until) - Date.parse(createdAt)) / 60_000)).toBe(120);

      await keys.goTo('button', 'Recent changes');
      await keys.press('Enter');
      await keys.goTo('button', 'Undo…: Monday is busy');
      await keys.press('Enter');
      await keys.waitFor('textbox', 'Reason for the undo');
      await keys.type('It did not help');
      await keys.press('Enter');
      await desk.says('Takes an earlier change back.');
      await hears('All written and read back');
      await keys.goTo('button', 'Agents');
      expect([atWebex(skillIds.german), atWebex(skillIds.english)]).toEqual([2, 8]);
      expect(desk.errors).toEqual([]);
    },
  );
});

async function goToSkill(keys: Keyboard, grid: GridDesk, skill: string): Promise<void> {
  await keys.press('Home');
  while (!(await grid.focus()).endsWith(`/ ${skill}`)) await keys.press('ArrowRight');
}
