import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { launchChromium } from './chromium.ts';
import { Stage, type Desk } from './desk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
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

const profile = () => {
  const stored = stage.webex.organization.skillProfiles.get(billingSpecialist);
  if (!stored) throw new Error('the profile is gone');
  return structuredClone(stored);
};
const proficiency = (skillId: string) => stage.webex.proficiency(billingSpecialist, skillId);
const elsewhere = (skillId: string, value: number) => stage.webex.setElsewhere(billingSpecialist, skillId, value);
const raiseGerman = async (desk: Desk) => {
  await desk.openProfile('Billing Specialist');
  await desk.setProficiency('German', 8);
  await desk.save('Monday is busy');
};

describe.each(['page', 'iframe'] as const)('hosted in the %s, with the real SDK', (hosting) => {
  test('a supervisor changes a proficiency from 5 to 8 with a reason and sees that it is written and read back', async () => {
    const before = profile();
    const desk = await stage.enter(hosting);

    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    expect(await desk.unsaved()).toContain('Unsaved, was 5');
    await desk.save('Monday is busy');

    expect((await desk.result('verified')).join()).toMatch(
      /Billing Specialist:\s*Written and read back\s*German: 5 → 8/,
    );
    expect(await desk.unsaved()).toEqual([]);
    expect(profile()).toEqual({
      ...before,
      version: before.version + 1,
      lastUpdatedTime: expect.any(Number) as number,
      activeSkills: before.activeSkills.map((active) =>
        active.skillId === skillIds.german
          ? {
              ...active,
              version: active.version + 1,
              lastUpdatedTime: expect.any(Number) as number,
              proficiencyValue: 8,
            }
          : active,
      ),
    });
    expect(desk.errors).toEqual([]);
    expect(await desk.page.evaluate(() => window.agentDesktop.cspViolations)).toEqual([]);
  });

  test('a boolean, a text and an enum skill are changed in one step', async () => {
    const desk = await stage.enter(hosting);
    const { organization } = stage.webex;
    const typeOf = (skillId: string) => organization.skills.get(skillId);
    const yesOrNo = profile().activeSkills.find(({ skillId }) => typeOf(skillId)?.skillType === 'BOOLEAN');
    const text = profile().activeSkills.find(({ skillId }) => typeOf(skillId)?.skillType === 'TEXT');
    const choice = organization.skills.get(skillIds.productLine);
    const chosen = () => profile().activeEnumSkills.map(({ enumSkillValueId }) => enumSkillValueId);
    const unchosen = choice?.enumSkillValues.find(({ id }) => !chosen().includes(id));
    await desk.openProfile('Billing Specialist');

    await desk.widget.getByRole('checkbox', { name: typeOf(yesOrNo?.skillId ?? '')?.name ?? '', exact: true }).click();
    await desk.widget
      .getByRole('textbox', { name: typeOf(text?.skillId ?? '')?.name ?? '', exact: true })
      .fill('Refunds up to 500 €');
    const group = desk.widget.getByRole('group', { name: choice?.name ?? '', exact: true });
    await group.getByRole('checkbox', { name: unchosen?.name ?? '', exact: true }).check();
    await desk.save('New rules');

    await desk.result('verified');
    const after = profile().activeSkills;
    expect(after.find(({ id }) => id === yesOrNo?.id)?.booleanValue).toBe(!yesOrNo?.booleanValue);
    expect(after.find(({ id }) => id === text?.id)?.textValue).toBe('Refunds up to 500 €');
    expect(chosen()).toContain(unchosen?.id);
  });

  test('an agent is given another profile, and later the team’s again', async () => {
    const desk = await stage.enter(hosting);
    const { id, name } = people.standardAgent;
    const assigned = () => stage.webex.organization.users.get(id)?.skillProfileId ?? null;
    await desk.widget.getByRole('button', { name: 'Agents', exact: true }).click();
    const choose = async (profileName: string) => {
      await desk.widget.getByRole('button', { name: `Change skill profile of ${name}` }).click();
      await desk.widget
        .getByRole('combobox', { name: `Skill profile of ${name}` })
        .selectOption({ label: profileName });
    };

    await choose('Support Expert');
    await desk.save('Support is short of people');
    expect((await desk.result('verified')).join()).toContain('Written and read back; no sign-out needed');
    expect(assigned()).toBe(supportExpert);

    await desk.widget.getByRole('button', { name: 'Close result' }).click();
    await choose('The team’s (Billing Specialist)');
    await desk.save('Support has enough again');
    await desk.result('verified');
    expect(assigned()).toBeNull();
  });

  test('a person who is only an agent is refused, and told why', async () => {
    const desk = await stage.enter(hosting, people.standardAgent);

    await desk.says('Skilldesk is for supervisors');
    await desk.says(/for supervisors and administrators/);
    expect(await desk.widget.getByRole('button', { name: 'Billing Specialist' }).count()).toBe(0);
  });

  test('a supervisor who may only view sees everything and can change nothing', async () => {
    const desk = await stage.enter(hosting, people.victorViewer);

    await desk.openProfile('Billing Specialist');

    await desk.says('You may look at everything here, but not change it.');
    expect(await desk.widget.getByRole('spinbutton').count()).toBe(0);
  });

  test('an edit that a colleague crossed is a conflict with both values; keeping mine writes it', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    elsewhere(skillIds.german, 2);
    await desk.save('Monday is busy');

    await desk.result('conflict');
    expect(proficiency(skillIds.german)).toBe(2);
    await desk.widget.getByRole('button', { name: 'Keep mine: 8' }).click();
    await desk.widget.getByRole('button', { name: 'Save again' }).click();

    await desk.result('verified');
    expect(proficiency(skillIds.german)).toBe(8);
  });

  test('taking theirs in a conflict writes nothing and leaves nothing unsaved', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    elsewhere(skillIds.german, 2);
    await desk.save('Monday is busy');
    await desk.result('conflict');

    await desk.widget.getByRole('button', { name: 'Take theirs: 2' }).click();

    expect(await desk.unsaved()).toEqual([]);
    expect(proficiency(skillIds.german)).toBe(2);
  });

  test('a colleague’s edit of another skill is merged without a word', async () => {
    const desk = await stage.enter(hosting);
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    elsewhere(skillIds.english, 1);
    await desk.save('Monday is busy');

    await desk.result('verified');
    expect([proficiency(skillIds.german), proficiency(skillIds.english)]).toEqual([8, 1]);
  });

  describe('what goes wrong ends in plain words, and nothing is lost:', () => {
    test('a profile deleted meanwhile', async () => {
      const desk = await stage.enter(hosting);
      await desk.openProfile('Billing Specialist');
      await desk.setProficiency('German', 8);
      stage.webex.organization.skillProfiles.delete(billingSpecialist);
      await desk.save('Monday is busy');

      expect((await desk.result('refused')).join()).toContain('It does not exist any more, or is outside your scope.');
    });

    test('an expired desktop token: the edit waits until the desktop has a new one', async () => {
      const desk = await stage.enter(hosting);
      await desk.openProfile('Billing Specialist');
      await desk.setProficiency('German', 8);
      await stage.skilldesk.stopProcess();
      await stage.skilldesk.endSessions();
      await desk.page.evaluate(() => window.agentDesktop.expireToken());
      await stage.skilldesk.startProcess(new URL(stage.skilldesk.url).port);
      await desk.save('Monday is busy');

      await desk.says(/Your desktop session has expired/);
      expect(await desk.unsaved()).toContain('Unsaved, was 5');
      await desk.page.evaluate(() => window.agentDesktop.rotateToken());
      await desk.widget
        .getByRole('button', { name: /^(Save|Try again)/ })
        .first()
        .click();

      await desk.result('verified');
      expect(proficiency(skillIds.german)).toBe(8);
    });

    test('a 429 is waited out', async () => {
      const desk = await stage.enter(hosting);
      stage.webex.faults.push({ method: 'PUT', status: 429, headers: { 'Retry-After': '2' } });
      await raiseGerman(desk);

      await desk.result('verified');
    });

    test('a 500', async () => {
      const desk = await stage.enter(hosting);
      stage.webex.faults.push({ method: 'PUT', status: 500 });
      await raiseGerman(desk);

      expect((await desk.result('failed')).join()).toContain('Webex could not be reached.');
      expect(await desk.unsaved()).toContain('Unsaved, was 5');
      await desk.widget.getByRole('button', { name: /^Save/ }).click();
      await desk.result('verified');
    });

    test('a write that Webex accepts but ignores is never called saved', async () => {
      const desk = await stage.enter(hosting);
      stage.webex.switches.ignoredWrites = 'stale-answer';
      await raiseGerman(desk);

      expect((await desk.result('not-effective')).join()).toContain('it did not take effect');
      expect(await desk.widget.getByText('Written and read back').count()).toBe(0);
    });

    test('a colleague’s edit between our write and our reading is named as such', async () => {
      const desk = await stage.enter(hosting);
      stage.webex.switches.colleagueEditsAfterPut = ({ activeSkills }) => {
        for (const active of activeSkills) if (active.skillId === skillIds.german) active.proficiencyValue = 1;
      };
      await raiseGerman(desk);

      expect((await desk.result('superseded')).join()).toContain(
        'changed by somebody else before it could be read back',
      );
    });

    test('a backend that is gone for a moment: the page sends the same request again by itself, and it is written once', async () => {
      const desk = await stage.enter(hosting);
      await desk.openProfile('Billing Specialist');
      await desk.setProficiency('German', 8);
      await stage.skilldesk.stopProcess();
      await desk.save('Monday is busy');
      await desk.says(/server cannot be reached/);
      await stage.skilldesk.startProcess(new URL(stage.skilldesk.url).port);

      await desk.result('verified');
      expect(stage.webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    });
  });
});

test('a skill that only administrators may change is shown with its reason and without a way to change it', async () => {
  await stage.skilldesk.importPolicy({ protectedSkills: [skillIds.german] });
  const desk = await stage.enter('page');
  await desk.openProfile('Billing Specialist');

  const row = desk.widget.locator(`li[data-skill-id="${skillIds.german}"] .row`);
  expect(await row.innerText()).toMatch(/German\s+only administrators may change it\s+5/);
  expect(await row.locator('button, input').count()).toBe(0);
  await desk.setProficiency('English', 9);
  await desk.save('Monday is busy');
  await desk.result('verified');
});
