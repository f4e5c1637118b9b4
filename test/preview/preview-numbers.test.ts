import { expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import type { Organization, Skill } from '../simulator/organization.ts';
import { SeededGenerator } from '../simulator/seeded-generator.ts';
import { people } from '../simulator/standard-organization.ts';
import { expectedPreview, type OracleEdit, type Value } from './oracle.ts';
import { variedOrganization } from './varied-organization.ts';

/** Others in every run. */
const editsInAll = 400;
const askedBy = [people.nadiaNorth, people.colinColleague];
const revision = 'a'.repeat(64);

function valueFor(skill: Skill, random: SeededGenerator): Value {
  switch (skill.skillType) {
    case 'PROFICIENCY':
      return random.below(11);
    case 'BOOLEAN':
      return random.below(2) === 1;
    case 'TEXT':
      return random.pick(['north', 'South', 'east', 'west']);
    case 'ENUM':
      return random.pickSeveral(skill.enumSkillValues, 1 + random.below(2)).map(({ id }) => id);
  }
}

/** One to three edits of different profiles and agents, as one person may ask for in one step. */
function someEdits(organization: Organization, profiles: string[], agents: string[], random: SeededGenerator) {
  const skills = [...organization.skills.values()];
  const targets = random.pickSeveral(profiles, 1 + random.below(2));
  const edits: OracleEdit[] = targets.map((skillProfileId) => {
    const [first, ...others] = random.pickSeveral(skills, 1 + random.below(4));
    const remove = random.below(3) === 0 ? others.map(({ id }) => id) : [];
    const set = [first, ...(remove.length > 0 ? [] : others)].flatMap((skill) =>
      skill ? [{ skillId: skill.id, value: valueFor(skill, random) }] : [],
    );
    return { skillProfileId, set, remove };
  });
  if (random.below(3) === 0) {
    const toSkillProfileId = random.below(4) === 0 ? null : random.pick(profiles);
    edits.push({ userId: random.pick(agents), toSkillProfileId });
  }
  return edits;
}

test.each([1, 2])(
  'a preview counts every queue as brute force does, over the whole organization (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const organization = variedOrganization(seed);
    const skilldesk = await Skilldesk.start({
      simulator: { organization, requestsPerMinute: 100_000 },
      // What is refused does not count for the others, and brute force knows nothing of rules.
      environment: { WEBEX_REQUESTS_PER_MINUTE: '100000', EDIT_POLICY: 'open' },
    });
    // Nobody may have so many previews in a minute.
    const askers = await Promise.all(askedBy.map(({ ciUserId }) => skilldesk.signIn(ciUserId)));
    await skilldesk.whenQueuesAreRead();
    const scopes = await Promise.all(
      askers.map(async (asker) => ({
        asker,
        teams: asker.session.scope.teams.map(({ id }) => id),
        profiles: (await asker.skillProfiles()).skillProfiles.map(({ id }) => id),
        agents: (await asker.agents()).map(({ id }) => id),
      })),
    );

    const random = new SeededGenerator(seed);
    const met = { counted: 0, 'not-served': 0, unknown: 0, moved: 0, unclear: 0 };
    for (let done = 0; done < editsInAll / 2;) {
      const { asker, teams, profiles, agents } = random.pick(scopes);
      const edits = someEdits(organization, profiles, agents, random);
      done += edits.length;
      const { status, body } = await asker.call('POST', '/api/changes/preview', {}, { edits: edits.map(asSent) });
      expect(status).toBe(200);
      const expected = expectedPreview(organization, edits, teams);
      for (const [at, item] of (body as ChangePreview).items.entries()) {
        const found = item.queues.map(({ id, effect, eligibleBefore, eligibleAfter, unclear, enter, leave }) => [
          id,
          { effect, eligibleBefore, eligibleAfter, unclear, enter: enter.toSorted(), leave: leave.toSorted() },
        ]);
        const wanted = [...(expected[at] ?? [])].map(([id, { enter, leave, ...rest }]) => [
          id,
          { ...rest, enter: enter.toSorted(), leave: leave.toSorted() },
        ]);
        expect(Object.fromEntries(found), JSON.stringify(edits)).toEqual(Object.fromEntries(wanted));
        for (const { effect, enter, leave, unclear } of item.queues) {
          met[effect] += 1;
          met.moved += enter.length + leave.length;
          met.unclear += unclear ?? 0;
        }
      }
    }
    // Each kind was met, or the comparison would prove little.
    expect(Object.values(met).every((times) => times > 50)).toBe(true);
    await skilldesk.close();
  },
);

const asSent = ({ skillProfileId, set, remove, userId, toSkillProfileId }: OracleEdit) =>
  userId === undefined
    ? { skillProfileId, revision, set, remove }
    : { userId, fromSkillProfileId: null, toSkillProfileId };
