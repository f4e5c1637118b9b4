import type { Change } from '../../shared/change.ts';
import type { Desk, Stage } from '../browser/desk.ts';
import { GridDesk } from '../browser/grid-desk.ts';
import type { Hosting } from '../browser/surroundings.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';

/** How the desktop shows the page. */
export interface Look {
  readonly hosting: Hosting;
  readonly query: string;
}

/** Opens the page on `stage` and brings it into one state. */
export type Scene = (stage: Stage, look: Look) => Promise<Desk>;

const { billingSpecialist } = skillProfileIds;
const billing = 'Billing Specialist';

const enter = (stage: Stage, { hosting, query }: Look, person: { ciUserId: string } = people.nadiaNorth) =>
  stage.enter(hosting, person, `toolbar=0&${query}`);

/** What the backend answers under `path` is changed on its way; without `change` it never arrives. */
const enterWith = (stage: Stage, look: Look, path: string, change?: (body: object) => object) =>
  stage.enter(look.hosting, people.nadiaNorth, `toolbar=0&${look.query}`, undefined, (page) => {
    void page.route(`**${path}`, async (route) => {
      if (!change) return;
      const response = await route.fetch();
      await route.fulfill({ response, json: change((await response.json()) as object) });
    });
  });

const inGrid = (play: (grid: GridDesk, desk: Desk) => Promise<void>): Scene => {
  return async (stage, look) => {
    const desk = await enter(stage, look);
    const grid = new GridDesk(desk.widget);
    await desk.view('Skill profiles');
    await desk.says(billing);
    // Where it has no room there is a list.
    if ((await grid.grid.count()) === 0) return desk;
    await grid.stand(billing, 'German');
    await play(grid, desk);
    return desk;
  };
};

async function editing(stage: Stage, look: Look, value = 8): Promise<Desk> {
  await stage.skilldesk.whenQueuesAreRead();
  const desk = await enter(stage, look);
  await desk.openProfile(billing);
  await desk.setProficiency('German', value);
  return desk;
}

/** Some Changes of two supervisors: one for good, one with an end, one whose end failed. */
async function changed(stage: Stage, incident = false): Promise<void> {
  const nadia = await stage.skilldesk.signIn(people.nadiaNorth.ciUserId);
  const colin = await stage.skilldesk.signIn(people.colinColleague.ciUserId);
  const until = new Date(Date.now() + 90 * 60_000).toISOString();
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const set = [{ skillId: skillIds.german, value: 9 }];
  const edits = [{ skillProfileId: billingSpecialist, revision, set }];
  const lease = await nadia.ended((await nadia.post({ edits, reason: 'Storm in the north', until })).body as Change);
  const { id: userId } = people.standardAgent;
  const assignment = { userId, fromSkillProfileId: null, toSkillProfileId: skillProfileIds.supportExpert };
  await colin.ended((await colin.post({ edits: [assignment], reason: 'Support is short', until })).body as Change);
  if (!incident) return;
  editGermanElsewhere(stage, 2);
  await nadia.call('PATCH', `/api/changes/${lease.id}`, {}, { until: new Date().toISOString() });
}

function editGermanElsewhere({ webex }: Stage, value: number): void {
  webex.setElsewhere(billingSpecialist, skillIds.german, value);
}

/** Every state that a person may find the page in. */
export const scenes: Readonly<Record<string, Scene>> = {
  checking: (stage, look) => enterWith(stage, look, '/api/session'),
  loading: (stage, look) => enterWith(stage, look, '/api/agents'),
  'empty-agents': (stage, look) => enterWith(stage, look, '/api/agents', (body) => ({ ...body, agents: [] })),
  'empty-profiles': async (stage, look) => {
    const desk = await enterWith(stage, look, '/api/skill-profiles', (body) => ({ ...body, skillProfiles: [] }));
    await desk.view('Skill profiles');
    return desk;
  },
  'empty-open': async (stage, look) => {
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.says(/^Nothing is open/);
    return desk;
  },
  agents: async (stage, look) => {
    const desk = await enter(stage, look);
    await desk.says(people.standardAgent.name);
    return desk;
  },
  assigning: async (stage, look) => {
    const { name } = people.standardAgent;
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: `Change skill profile of ${name}` }).click();
    const select = desk.widget.getByRole('combobox', { name: `Skill profile of ${name}` });
    await select.selectOption({ label: 'Support Expert' });
    return desk;
  },
  'assigning-many': async (stage, look) => {
    const desk = await enter(stage, look);
    for (const name of ['Aoife Byrne', 'Emma Nolan']) {
      await desk.widget.getByRole('checkbox', { name: `Select ${name}` }).check();
    }
    return desk;
  },
  grid: inGrid((grid) => grid.press('8', 'ArrowDown', 'Delete', 'ArrowDown', 'Shift+ArrowRight')),
  'grid-choices': inGrid(async (grid) => {
    await grid.stand(billing, 'Product Line');
    await grid.press('F2');
  }),
  'grid-text': inGrid(async (grid, { widget }) => {
    await grid.press('Shift+ArrowDown', 'Shift+ArrowRight');
    await widget.getByRole('button', { name: 'As text' }).click();
  }),
  'grid-columns': inGrid((_, { widget }) => widget.getByRole('button', { name: 'Columns' }).click()),
  'grid-keys': inGrid((_, { widget }) => widget.getByRole('button', { name: 'Keys' }).click()),
  'grid-filters': inGrid(async (_, { widget }) => {
    await widget.getByRole('button', { name: 'Filters' }).click();
    await widget.getByRole('combobox', { name: 'With skill' }).selectOption({ label: 'Troubleshooting' });
  }),
  'grid-hidden': inGrid(async (grid, { widget }) => {
    await grid.press('Shift+Control+ArrowDown');
    await widget.getByRole('button', { name: 'Filters' }).click();
    await widget.getByRole('combobox', { name: 'With skill' }).selectOption({ label: 'Troubleshooting' });
    await widget.locator('[role="grid"] [tabindex="0"]').focus();
    await grid.press('Delete');
  }),
  editor: (stage, look) => editing(stage, look),
  preview: async (stage, look) => {
    const desk = await editing(stage, look);
    await desk.review();
    await desk.says(/^Reaches \d agents/);
    return desk;
  },
  progress: async (stage, look) => {
    const desk = await enter(stage, look);
    for (const profile of [billing, 'Support Expert', 'Support Generalist']) {
      const back = desk.widget.getByRole('button', { name: 'All skill profiles' });
      if (await back.isVisible()) await back.click();
      await desk.openProfile(profile);
      await desk.setProficiency('German', 9);
    }
    stage.webex.faults.push({ method: 'PUT', delayMs: 3_500, times: 2 });
    await desk.save('Monday is busy');
    await desk.widget.getByRole('button', { name: 'Stop the rest' }).waitFor({ timeout: 15_000 });
    return desk;
  },
  written: async (stage, look) => {
    const desk = await editing(stage, look);
    await desk.save('Monday is busy');
    await desk.result('verified');
    return desk;
  },
  conflict: async (stage, look) => {
    const desk = await editing(stage, look, 3);
    editGermanElsewhere(stage, 1);
    await desk.save('Tuesday is not');
    await desk.result('conflict');
    return desk;
  },
  refused: async (stage, look) => {
    const desk = await editing(stage, look);
    stage.webex.organization.skillProfiles.delete(billingSpecialist);
    await desk.save('Monday is busy');
    await desk.result('refused');
    return desk;
  },
  failed: async (stage, look) => {
    const desk = await editing(stage, look);
    stage.webex.faults.push({ method: 'PUT', status: 500, times: 3 });
    await desk.save('Monday is busy');
    await desk.result('failed');
    return desk;
  },
  history: async (stage, look) => {
    await changed(stage);
    const desk = await enter(stage, look);
    await desk.view('Recent changes');
    await desk.says('Storm in the north');
    return desk;
  },
  'history-filters': async (stage, look) => {
    await changed(stage);
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: 'History of Stan Standard' }).click();
    await desk.says('Support is short');
    return desk;
  },
  undo: async (stage, look) => {
    await changed(stage);
    const desk = await enter(stage, look);
    await desk.view('Recent changes');
    await desk.widget.getByText('Filter', { exact: true }).click();
    await desk.widget.getByRole('button', { name: 'Undo…: Storm in the north' }).click();
    await desk.says(/^Reaches \d agents/);
    return desk;
  },
  deviations: async (stage, look) => {
    await changed(stage);
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.widget.getByRole('button', { name: 'Other end…: Storm in the north' }).click();
    return desk;
  },
  'handing-over': async (stage, look) => {
    await changed(stage);
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: /^Open now/ }).click();
    await desk.widget.getByRole('button', { name: 'My shift ends' }).click();
    return desk;
  },
  incident: async (stage, look) => {
    await changed(stage, true);
    const desk = await enter(stage, look);
    await desk.widget.getByRole('button', { name: 'I take care of it' }).first().waitFor({ timeout: 15_000 });
    return desk;
  },
  'only-looking': async (stage, look) => {
    const desk = await enter(stage, look, people.victorViewer);
    await desk.openProfile(billing);
    return desk;
  },
  'error-not-a-supervisor': async (stage, look) => {
    const desk = await enter(stage, look, people.standardAgent);
    await desk.says('Skilldesk is for supervisors');
    return desk;
  },
  'error-no-session': async (stage, { hosting, query }) => {
    const desk = await enter(stage, { hosting, query: `${query}&without=accessToken&sdk=undeclared` });
    await desk.says(/has not received your desktop session/);
    return desk;
  },
  'error-unreachable': async (stage, look) => {
    const desk = await enter(stage, look);
    await desk.says(people.standardAgent.name);
    await desk.page.route('**/api/**', (route) => route.abort());
    await desk.widget.getByRole('button', { name: 'Reload lists' }).click();
    await desk.says(/server cannot be reached/);
    return desk;
  },
};
