import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import { idOf } from '../simulator/organization-builder.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import type { WebexSimulator } from '../simulator/webex-simulator.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { supportExpert } = skillProfileIds;
const eventCover = idOf('skill', 'Event Cover');
const { id: paula } = people.premiumAgent;
const hugo = idOf('user', 'Hugo Stein');
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start({ webex: germanNeedsEventCover });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await skilldesk.whenQueuesAreRead();
});
afterEach(() => skilldesk.close());

/** Paula by Support Expert, and Hugo by Support Generalist, are all who remain. */
function germanNeedsEventCover({ organization }: WebexSimulator): void {
  const queue = [...organization.queues.values()].find(({ name }) => name === 'Support German');
  queue?.queueSkillRequirements.push({ id: eventCover, skillId: eventCover, condition: '>=', skillValue: '5' });
  for (const id of [paula, hugo]) hasEventCover(organization, id, 7);
}

function hasEventCover({ users }: WebexSimulator['organization'], id: string, proficiencyValue: number): void {
  const user = users.get(id);
  if (!user) throw new Error(`no user ${id}`);
  user.dynamicSkills = [{ id: `${id}-cover`, skillId: eventCover, proficiencyValue }];
}

/** As after two minutes: what is asked next is read again first. */
const snapshotGrowsOld = () => skilldesk.tamper('update snapshots set as_of = as_of - 120000, changed = changed + 1');

/** What the queues become when Support Expert loses its German. */
async function queuesWithoutGerman(): Promise<ChangePreview['items'][number]['queues']> {
  const { revision } = await nadia.skillProfile(supportExpert);
  const edits = [{ skillProfileId: supportExpert, revision, set: [{ skillId: skillIds.german, value: 2 }] }];
  const { status, body } = await nadia.call('POST', '/api/changes/preview', {}, { edits });
  expect(status).toBe(200);
  return (body as ChangePreview).items[0]?.queues ?? [];
}
const supportGerman = async () => (await queuesWithoutGerman()).find(({ name }) => name === 'Support German');

test('a queue that asks for a dynamic skill counts who has it', async () => {
  expect(await supportGerman()).toMatchObject({
    effect: 'counted',
    eligibleBefore: 2,
    eligibleAfter: 1,
    leave: [paula],
  });
});

test('who has it is read again with each refresh', async () => {
  hasEventCover(skilldesk.webex.organization, hugo, 1);
  await snapshotGrowsOld();

  expect(await supportGerman()).toMatchObject({ eligibleBefore: 1, eligibleAfter: 0 });
});

test('a queue whose dynamic skill cannot be read any more is unknown, and does not count by what was read before', async () => {
  expect(await supportGerman()).toMatchObject({ effect: 'counted' });
  skilldesk.webex.faults.push({ path: `/by-dynamic-skill-id/${eventCover}`, status: 500, times: 10 });
  await snapshotGrowsOld();

  expect(await supportGerman()).toMatchObject({
    effect: 'unknown',
    eligibleBefore: null,
    eligibleAfter: null,
    enter: [],
    leave: [],
    reason: 'It requires a dynamic skill, and who has it could not be read.',
  });
});

test('and counts again as soon as it can be read, by the values of then', async () => {
  skilldesk.webex.faults.push({ path: `/by-dynamic-skill-id/${eventCover}`, status: 500, times: 10 });
  await snapshotGrowsOld();
  expect(await supportGerman()).toMatchObject({ effect: 'unknown' });
  skilldesk.webex.faults.length = 0;
  hasEventCover(skilldesk.webex.organization, hugo, 1);

  // A new process need not give Webex the rest that this one owes it after a failure.
  await skilldesk.stopProcess();
  await snapshotGrowsOld();
  await skilldesk.startProcess();

  await expect.poll(supportGerman).toMatchObject({ effect: 'counted', eligibleBefore: 1, eligibleAfter: 0 });
});
