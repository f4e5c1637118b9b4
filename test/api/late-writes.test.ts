import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
const { german, english } = skillIds;
let skilldesk: Skilldesk;

afterEach(() => skilldesk.close());

test('a write that was cut off and arrives late takes nothing from a colleague, who waits until it cannot arrive any more', async () => {
  skilldesk = await Skilldesk.start({ pauses: { readBack: [0, 20, 40], settle: 2_500 } });
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const edit = (skillId: string) => [{ skillProfileId: billingSpecialist, revision, set: [{ skillId, value: 1 }] }];

  skilldesk.webex.faults.push({ method: 'PUT', lateMs: 1_500 });
  const hers = nadia.change(edit(german));
  while (!skilldesk.webex.requests.some(({ method }) => method === 'PUT')) await pause(5);
  const his = await colin.change(edit(english));

  expect([(await hers).items[0], his.items[0]]).toMatchObject([{ outcome: 'verified' }, { outcome: 'verified' }]);
  const { activeSkills = [] } = skilldesk.webex.organization.skillProfiles.get(billingSpecialist) ?? {};
  const standing = new Map(activeSkills.map(({ skillId, proficiencyValue }) => [skillId, proficiencyValue]));
  expect([standing.get(german), standing.get(english)]).toEqual([1, 1]);
});
