import { mkdirSync } from 'node:fs';
import { buildWidget } from '../demo/widget-build.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Stage, type Desk, type Hosting } from '../browser/desk.ts';

const folder = 'test/output/screenshots';

/** What a person looks at, saved as pictures: `npm run screenshots`. */
const scenes: Record<string, (desk: Desk) => Promise<void>> = {
  list: (desk) => desk.widget.getByRole('button', { name: /^Billing Specialist/ }).waitFor(),
  editor: async (desk) => {
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await desk.review();
  },
  written: async (desk) => {
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 8);
    await desk.save('Monday is busy');
    await desk.result('verified');
  },
  conflict: async (desk) => {
    await desk.openProfile('Billing Specialist');
    await desk.setProficiency('German', 3);
    stage.webex.editElsewhere(skillProfileIds.billingSpecialist, ({ activeSkills }) => {
      for (const active of activeSkills) if (active.skillId === skillIds.german) active.proficiencyValue = 1;
    });
    await desk.save('Tuesday is not');
    await desk.result('conflict');
  },
  agents: (desk) => desk.widget.getByRole('button', { name: 'Agents', exact: true }).click(),
  changes: async (desk) => {
    await desk.widget.getByRole('button', { name: 'Recent changes' }).click();
    await desk.says('Monday is busy');
  },
  undo: async (desk) => {
    await desk.widget.getByRole('button', { name: 'Recent changes' }).click();
    await desk.widget.getByText('Filter', { exact: true }).click();
    await desk.widget.getByRole('button', { name: 'Undo…: Monday is busy' }).click();
    await desk.says(/^Reaches \d agents/);
  },
  open: async (desk) => {
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.widget.getByRole('button', { name: 'Other end…: Monday is busy' }).first().click();
  },
  incident: async (desk) => {
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.widget.getByRole('button', { name: 'End now: Monday is busy' }).first().click();
    await desk.says('I take care of it');
  },
};

const looks: [name: string, hosting: Hosting, query: string][] = [
  ['light', 'page', 'dark=0'],
  ['dark', 'iframe', 'dark=1'],
  ['wide', 'page', 'dark=1'],
  ['small', 'iframe', 'dark=0&size=430x370'],
];

await buildWidget();
mkdirSync(folder, { recursive: true });
let stage: Stage;
for (const [look, hosting, query] of looks) {
  stage = await Stage.open();
  for (const [scene, play] of Object.entries(scenes)) {
    const desk = await stage.enter(hosting, people.nadiaNorth, `toolbar=0&${query}`);
    await play(desk);
    if (look === 'wide') await desk.page.setViewportSize({ width: 1400, height: 900 });
    await desk.page.waitForTimeout(700);
    await desk.page.screenshot({ path: `${folder}/${scene}-${look}.png` });
  }
  const refused = await stage.enter(hosting, people.standardAgent, `toolbar=0&${query}`);
  await refused.says('You cannot use Skilldesk here');
  await refused.page.screenshot({ path: `${folder}/refused-${look}.png` });
  await stage.close();
  await stage.browser.close();
}
process.stdout.write(`${(Object.keys(scenes).length + 1) * looks.length} pictures in ${folder}\n`);
