import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// On PostgreSQL only: on SQLite a second process is refused, which process.test.ts shows.
const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

test('two processes on one database carry an item out once, and its outcome stays', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const first = skilldesk.url;
  skilldesk.webex.faults.push({ method: 'PUT', delayMs: 1_500 });
  const writing = nadia.post({
    edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
    reason: 'one process',
  });
  const stopSecond = await skilldesk.startAnother();

  const change = await nadia.ended((await writing).body as Parameters<Supervisor['ended']>[0]);
  await new Promise((resolve) => setTimeout(resolve, 2_500));

  expect(skilldesk.url).toBe(first);
  expect(change.items).toMatchObject([{ outcome: 'verified', diff: [{ before: 5, after: 8 }] }]);
  expect((await nadia.call('GET', `/api/changes/${change.id}`)).body).toEqual(change);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  await stopSecond();
});
