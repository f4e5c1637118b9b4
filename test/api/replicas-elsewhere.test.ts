import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Elsewhere } from './elsewhere.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// On PostgreSQL only: on SQLite a second process is refused, which process.test.ts shows.
const { billingSpecialist, supportExpert, supportGeneralist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;
let elsewhere: Elsewhere;
let replica: Awaited<ReturnType<Skilldesk['startReplica']>>;

beforeEach(async () => {
  skilldesk = await Skilldesk.start({
    simulator: { requestsPerMinute: 3_000 },
    environment: { WEBEX_REQUESTS_PER_MINUTE: '3000' },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  elsewhere = await Elsewhere.begin(skilldesk);
  replica = await skilldesk.startReplica();
});
afterEach(async () => {
  await replica.stop();
  await skilldesk.close();
});

/** Both processes read the lists in the same moment. */
const pollBoth = () => Promise.all([elsewhere.poll(), nadia.call('GET', `${replica.url}/api/skill-profiles`)]);

test('what two processes notice in the same moment stands in the history once', async () => {
  for (let round = 1; round <= 3; round += 1) {
    for (const profile of [billingSpecialist, supportExpert, supportGeneralist])
      elsewhere.set(profile, skillIds.german, round + 6);
    skilldesk.webex.assignElsewhere('users', people.standardAgent.id, round === 2 ? null : supportExpert);
    skilldesk.webex.assignElsewhere('teams', teamIds.support, round === 2 ? supportGeneralist : billingSpecialist);
    await pollBoth();
    await elsewhere.noticed(5 * round);
  }

  expect(await elsewhere.allThereIs()).toHaveLength(15);
  expect(await skilldesk.verifyAudit()).toMatchObject({ valid: true });
});

test(
  'what one process writes the other does not take for somebody’s, however both poll meanwhile',
  { timeout: 60_000 },
  async () => {
    for (const value of [8, 2, 9]) {
      const { revision } = await nadia.skillProfile(billingSpecialist);
      const edits = [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value }] }];
      const change = nadia.change(edits);
      for (let turn = 0; turn < 4; turn += 1) await pollBoth();
      expect((await change).items[0]?.outcome).toBe('verified');
    }

    expect(await elsewhere.allThereIs()).toEqual([]);
  },
);
