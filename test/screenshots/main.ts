import { mkdirSync } from 'node:fs';
import { buildWidget } from '../demo/widget-build.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { GridDesk } from '../browser/grid-desk.ts';
import { Stage, type Desk, type Hosting } from '../browser/desk.ts';

const folder = 'test/output/screenshots';

/** What a person looks at, saved as pictures: `npm run screenshots`. */
const scenes: Record<string, (desk: Desk) => Promise<void>> = {
  profiles: async (desk) => {
    await desk.view('Skill profiles');
    await desk.widget.getByText('Billing Specialist').first().waitFor();
  },
  grid: (desk) => editing(desk, (grid) => grid.press('8', 'ArrowDown', 'Delete', 'ArrowDown', 'Shift+ArrowRight')),
  'grid-choices': (desk) =>
    editing(desk, async (grid) => {
      await grid.stand('Billing Specialist', 'Product Line');
      await grid.press('F2');
    }),
  'grid-text': (desk) =>
    editing(desk, async (grid) => {
      await grid.press('Shift+ArrowDown', 'Shift+ArrowRight');
      await desk.widget.getByRole('button', { name: 'As text' }).click();
    }),
  'grid-hidden': (desk) =>
    editing(desk, async (grid) => {
      await grid.press('Shift+Control+ArrowDown');
      await desk.widget.getByRole('button', { name: 'Filters' }).click();
      await desk.widget.getByRole('combobox', { name: 'With skill' }).selectOption({ label: 'Troubleshooting' });
      await desk.widget.locator('[role="grid"] [tabindex="0"]').focus();
      await grid.press('Delete');
    }),
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

/** Begins to edit in the grid, where there is room for it. */
async function editing(desk: Desk, play: (grid: GridDesk) => Promise<void>): Promise<void> {
  const grid = new GridDesk(desk.widget);
  await desk.view('Skill profiles');
  await desk.widget.getByText('Billing Specialist').first().waitFor();
  if ((await grid.grid.count()) === 0) return;
  await grid.stand('Billing Specialist', 'German');
  await play(grid);
}

const looks: [name: string, hosting: Hosting, query: string][] = [
  ['light', 'page', 'dark=0'],
  ['dark', 'iframe', 'dark=1'],
  ['wide', 'page', 'dark=1'],
  ['small', 'iframe', 'dark=0&size=430x370'],
  ['least', 'page', 'dark=1&size=500x500'],
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
  await refused.says('Skilldesk is for supervisors');
  await refused.page.screenshot({ path: `${folder}/refused-${look}.png` });
  await stage.close();
  await stage.browser.close();
}
process.stdout.write(`${(Object.keys(scenes).length + 1) * looks.length} pictures in ${folder}\n`);
