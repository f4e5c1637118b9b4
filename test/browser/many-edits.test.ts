import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { people } from '../simulator/standard-organization.ts';
import type { Supervisor } from '../api/skilldesk.ts';
import { launchChromium } from './chromium.ts';
import { Stage } from './desk.ts';

let browser: Browser;
let stage: Stage;
let gwen: Supervisor;

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  const size = { users: 650, teams: 10, skills: 10, skillProfiles: 8, queues: 0 };
  stage = await Stage.open(browser, undefined, { simulator: { organization: largeOrganization(size) } });
  gwen = await stage.skilldesk.signIn(people.gwenGlobal.ciUserId);
});
afterEach(() => stage.close());
afterAll(() => browser.close());

test('600 edits come back from the draft, are told to be two changes, and each agent is asked for once', async () => {
  const [target] = (await gwen.skillProfiles()).skillProfiles;
  const agents = (await gwen.agents()).filter((agent) => agent.editable && agent.skillProfileId !== target?.id);
  const edits = agents.slice(0, 600).map(({ id, skillProfileId }) => ({
    userId: id,
    fromSkillProfileId: skillProfileId,
    toSkillProfileId: target?.id,
  }));
  expect(edits).toHaveLength(600);
  expect((await gwen.call('PUT', '/api/draft', {}, { edits })).status).toBe(200);

  const desk = await stage.enter('iframe', people.gwenGlobal);
  await desk.says(/^600 unsaved changes of .* are back/);
  await desk.review();
  await desk.says(/it will be saved as 2 changes/);
  await desk.says(/^Each of the 2 changes was looked at by itself/);
  // Tomorrow: Webex is not asked to write six hundred agents for this.
  await desk.widget.getByRole('button', { name: 'Begin later' }).click();
  const tomorrow = new Date(Date.now() + 24 * 60 * 60_000).toISOString().slice(0, 16);
  await desk.widget.locator('.begin input').fill(tomorrow);
  await desk.save('Season begins');
  await expect
    .poll(() => desk.widget.locator('skilldesk-save-result li[data-outcome="scheduled"]').count(), { timeout: 30_000 })
    .toBe(600);

  const { body } = await gwen.call('GET', '/api/changes?open=true');
  const { changes } = body as { changes: Change[] };
  expect(changes.map(({ items }) => items.length)).toEqual([100, 500]);
  expect(new Set(changes.map(({ reason, startsAt, until }) => JSON.stringify([reason, startsAt, until]))).size).toBe(1);
  expect(new Set(changes.flatMap(({ items }) => items.map(({ userId }) => userId))).size).toBe(600);
  await expect.poll(async () => (await gwen.call('GET', '/api/draft')).status).toBe(204);
});
