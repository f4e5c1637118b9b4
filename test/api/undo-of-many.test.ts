import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { defaultPolicy } from '../../shared/policy.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { SeededGenerator } from '../simulator/seeded-generator.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// shared/merge-operations.test.ts takes 1,000 random changes back by the same merge; here 60 go the whole road, journal and Webex included.
const rounds = 60;
const { billingSpecialist, supportExpert, supportGeneralist } = skillProfileIds;
const profiles = [billingSpecialist, supportExpert, supportGeneralist];
const skills = [skillIds.german, skillIds.english, skillIds.french, skillIds.troubleshooting];
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeAll(async () => {
  skilldesk = await Skilldesk.start({
    simulator: { requestsPerMinute: 100_000 },
    environment: { WEBEX_REQUESTS_PER_MINUTE: '100000' },
  });
  await skilldesk.importPolicy({ limits: { ...defaultPolicy.limits, changesPerMinute: 10_000 } });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterAll(() => skilldesk.close());

/** What stands at Webex of these skills. */
const stored = (skillProfileId: string) => {
  const active = skilldesk.webex.organization.skillProfiles.get(skillProfileId)?.activeSkills ?? [];
  return new Map(
    active.filter(({ skillId }) => skills.includes(skillId as never)).map((one) => [one.skillId, one.proficiencyValue]),
  );
};

test(`${rounds} random Changes, partly overwritten by others, are taken back exactly where nobody touched them`, async () => {
  const random = new SeededGenerator(5);
  let restored = 0;
  let superseded = 0;
  for (let round = 0; round < rounds; round += 1) {
    const targets = random.pickSeveral(profiles, 1 + random.below(3));
    const known = (await nadia.skillProfiles()).skillProfiles;
    const edits = targets.map((id) => {
      const named = random.pickSeveral(skills, 1 + random.below(3));
      const removed = named.filter(() => random.below(4) === 0);
      return {
        skillProfileId: id,
        revision: known.find((one) => one.id === id)?.revision,
        set: named.filter((skill) => !removed.includes(skill)).map((skillId) => ({ skillId, value: random.below(11) })),
        remove: removed,
      };
    });
    const change = await nadia.change(edits);
    for (const id of targets) overwrite(id, random);
    const standing = new Map(targets.map((id) => [id, stored(id)]));

    const answer = await nadia.call(
      'POST',
      `/api/changes/${change.id}/undo`,
      { 'idempotency-key': randomUUID() },
      { reason: 'a round' },
    );
    const wrote = change.items.some(({ outcome }) => outcome === 'verified');
    expect(answer.status).toBe(wrote ? 201 : 409);
    const back = wrote ? (answer.body as Change) : undefined;

    for (const { skillProfileId = '', outcome, diff } of change.items) {
      const expected = new Map(standing.get(skillProfileId));
      for (const { skillId, before, after } of outcome === 'verified' ? diff : []) {
        const untouched = (expected.get(skillId) ?? null) === after;
        if (!untouched) superseded += 1;
        else if (before === null) expected.delete(skillId);
        else expected.set(skillId, Number(before));
        if (untouched) restored += 1;
      }
      expect([...stored(skillProfileId)].sort()).toEqual([...expected].sort());
      const item = back?.items.find((one) => one.skillProfileId === skillProfileId);
      expect(['verified', 'superseded', 'unchanged', undefined]).toContain(item?.outcome);
    }
  }
  // The generator must not have grown tame.
  expect(restored).toBeGreaterThan(rounds);
  expect(superseded).toBeGreaterThan(rounds / 6);
}, 240_000);

function overwrite(skillProfileId: string, random: SeededGenerator): void {
  if (random.below(2) === 0) return;
  skilldesk.webex.editElsewhere(skillProfileId, ({ activeSkills }) => {
    for (const active of activeSkills)
      if (skills.includes(active.skillId) && random.below(3) === 0) active.proficiencyValue = random.below(11);
  });
}
