import { afterEach, beforeEach, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const set = (skillId: string, value: unknown, revision: string) => ({
  skillProfileId: billingSpecialist,
  revision,
  set: [{ skillId, value }],
});
const proficiency = (skillId: string) => skilldesk.webex.proficiency(billingSpecialist, skillId);
const elsewhere = (skillId: string, value: number) => skilldesk.webex.setElsewhere(billingSpecialist, skillId, value);

test('a colleague’s edit of another skill is kept, and mine is merged into it', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  elsewhere(skillIds.english, 2);

  const { items } = await nadia.change([set(skillIds.german, 8, revision)]);

  expect(items[0]?.outcome).toBe('verified');
  expect([proficiency(skillIds.german), proficiency(skillIds.english)]).toEqual([8, 2]);
});

test('a colleague’s edit of the same skill is a conflict that shows base, theirs and mine', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  elsewhere(skillIds.german, 2);

  const { items } = await nadia.change([set(skillIds.german, 8, revision)]);

  expect(items[0]).toMatchObject({
    outcome: 'conflict',
    conflict: { skills: [{ skillId: skillIds.german, base: 5, theirs: 2, mine: 8 }] },
  });
  expect(proficiency(skillIds.german)).toBe(2);
});

test('keeping mine after a conflict, on the revision that the conflict named, is written', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  elsewhere(skillIds.german, 2);
  const { items } = await nadia.change([set(skillIds.german, 8, revision)]);

  const again = await nadia.change([set(skillIds.german, 8, items[0]?.conflict?.revision ?? '')]);

  expect(again.items[0]).toMatchObject({ outcome: 'verified', diff: [{ before: 2, after: 8 }] });
});

test('of an edit of two skills with one in conflict nothing is written', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  elsewhere(skillIds.german, 2);

  const { items } = await nadia.change([
    {
      skillProfileId: billingSpecialist,
      revision,
      set: [
        { skillId: skillIds.german, value: 8 },
        { skillId: skillIds.english, value: 1 },
      ],
    },
  ]);

  expect(items[0]).toMatchObject({ outcome: 'conflict', conflict: { skills: [{ skillId: skillIds.german }] } });
  expect(proficiency(skillIds.english)).not.toBe(1);
});

test('two who want the same value do not disturb each other', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  elsewhere(skillIds.german, 8);

  const { items } = await nadia.change([set(skillIds.german, 8, revision)]);

  expect(items[0]?.outcome).toBe('unchanged');
});

test('an edit on a revision that nobody knows any more is a conflict without a base, never a merge', async () => {
  const { items } = await nadia.change([set(skillIds.german, 8, 'f'.repeat(64))]);

  expect(items[0]).toMatchObject({ outcome: 'conflict', conflict: { skills: [{ base: null, theirs: 5, mine: 8 }] } });
  expect(proficiency(skillIds.german)).toBe(5);
});

test('an edit whose base was handed out before a restart is still merged', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  await skilldesk.stopProcess();
  elsewhere(skillIds.english, 2);
  await skilldesk.startProcess();
  const back = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  const { items } = await back.change([set(skillIds.german, 8, revision)]);

  expect(items[0]?.outcome).toBe('verified');
  expect([proficiency(skillIds.german), proficiency(skillIds.english)]).toEqual([8, 2]);
});

test('and one whose skill was changed meanwhile is a conflict with its base, restart or not', async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  await skilldesk.stopProcess();
  elsewhere(skillIds.german, 2);
  await skilldesk.startProcess();
  const back = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  const { items } = await back.change([set(skillIds.german, 8, revision)]);

  expect(items[0]).toMatchObject({ outcome: 'conflict', conflict: { skills: [{ base: 5, theirs: 2, mine: 8 }] } });
});

test('two supervisors who save at the same moment are served one after the other: one is written, the other is a conflict', async () => {
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  const { revision } = await nadia.skillProfile(billingSpecialist);

  const changes = await Promise.all([
    nadia.change([set(skillIds.german, 8, revision)]),
    colin.change([set(skillIds.german, 2, revision)]),
  ]);

  expect(changes.map(({ items }) => items[0]?.outcome).sort()).toEqual(['conflict', 'verified']);
  const winner = changes.find(({ items }) => items[0]?.outcome === 'verified');
  expect(proficiency(skillIds.german)).toBe(winner?.items[0]?.diff[0]?.after);
});

test('the same request, sent again after the right to make it is gone, still finds the Change that it made', async () => {
  const key = 'sent-twice';
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const body = { edits: [set(skillIds.german, 8, revision)], reason: 'once' };
  const made = await nadia.post(body, key);
  const { users, userProfiles } = skilldesk.webex.organization;
  const rights = userProfiles.get(users.get(people.nadiaNorth.id)?.userProfileId ?? '')?.permissions ?? [];
  for (const right of rights)
    right.access = right.name === 'skill-profile' ? 'VIEW' : right.access === 'ENABLED' ? 'DISABLED' : right.access;
  const back = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  expect(await back.post(body, key)).toMatchObject({ status: 201, body: made.body as object });
  expect(await back.post(body, 'another-key')).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
});
