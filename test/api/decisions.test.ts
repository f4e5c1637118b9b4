import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultPolicy, type Policy } from '../../shared/policy.ts';
import { verdict, type Person, type Wish, type World } from '../decisions/reference-model.ts';
import type { Organization, Resource, SkillProfile } from '../simulator/organization.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// The same model as test/decisions, but asked over HTTP, of the simulator's organization, while what is allowed is really written.

const persons = [people.nadiaNorth, people.gwenGlobal, people.rosaReskill, people.victorViewer, people.admin];
const proficiencies = [skillIds.german, skillIds.english, skillIds.french, skillIds.troubleshooting];
const agents = [people.standardAgent, people.premiumAgent, people.twoTeamAgent, people.unskilledAgent].map(
  ({ id }) => id,
);
const unknown = 'aaaaaaaa-0000-4000-8000-000000000000';
const profiles = [...Object.values<string>(skillProfileIds), unknown];

let skilldesk: Skilldesk;
beforeAll(async () => {
  skilldesk = await Skilldesk.start({
    simulator: { requestsPerMinute: 100_000 },
    environment: { WEBEX_REQUESTS_PER_MINUTE: '100000' },
  });
});
afterAll(() => skilldesk.close());

function valuesOf({ skills }: Organization, { activeSkills, activeEnumSkills }: SkillProfile): Map<string, unknown> {
  const chosen = new Set(activeEnumSkills.map(({ enumSkillValueId }) => enumSkillValueId));
  const choices = [...skills.values()].map(
    ({ id, enumSkillValues }) =>
      [id, enumSkillValues.map((choice) => choice.id).filter((choice) => chosen.has(choice))] as const,
  );
  return new Map<string, unknown>([
    ...activeSkills.map(
      (active) => [active.skillId, active.proficiencyValue ?? active.booleanValue ?? active.textValue] as const,
    ),
    ...choices.filter(([, ids]) => ids.length > 0),
  ]);
}

const worldOf = (organization: Organization): World => ({
  teams: [...organization.teams.values()].map(({ id, skillProfileId }) => ({ id, profile: skillProfileId ?? null })),
  users: [...organization.users.values()].map(({ id, teamIds: teams, skillProfileId }) => ({
    id,
    teams,
    profile: skillProfileId ?? null,
  })),
  profiles: new Map([...organization.skillProfiles].map(([id, profile]) => [id, valuesOf(organization, profile)])),
});

function personOf({ users, userProfiles, teams, skillProfiles }: Organization, ciUserId: string): Person {
  const user = [...users.values()].find((one) => one.ciUserId === ciUserId);
  const profile = userProfiles.get(user?.userProfileId ?? '');
  if (!profile) throw new Error('nobody');
  const resources: Resource[] = profile.resourceCollections.flatMap((collection) => collection.resources);
  const reached = (name: string): readonly string[] | 'all' => {
    const resource = resources.find((one) => one.name === name);
    return profile.resourceAccessLevel === 'ALL' || resource?.accessLevel === 'ALL' ? 'all' : (resource?.ids ?? []);
  };
  const permits = (name: string, access: string) =>
    profile.permissionAccessLevel === 'ALL' ||
    profile.permissions.some((permission) => permission.name === name && permission.access === access);
  const [hisTeams, hisProfiles] = [reached('team'), reached('skill-profile')];
  return {
    id: ciUserId,
    isAdministrator: profile.profileType === 'ADMINISTRATOR',
    editsValues: permits('skill-profile', 'EDIT'),
    assigns: permits('skill-profile', 'EDIT') || permits('reskill-agent', 'ENABLED'),
    teams: hisTeams === 'all' ? [...teams.keys()] : hisTeams,
    reads: hisProfiles === 'all' ? [...skillProfiles.keys()] : hisProfiles,
    namedProfiles: hisProfiles,
  };
}

const policies: fc.Arbitrary<Policy> = fc.record({
  edit: fc.constantFrom('strict', 'strict', 'open'),
  protectedSkills: fc.subarray([...proficiencies, skillIds.vip], { maxLength: 2 }),
  stage: fc.oneof(
    { weight: 3, arbitrary: fc.constant('all' as const) },
    {
      weight: 2,
      arbitrary: fc.record({
        named: fc.record({
          persons: fc.subarray(persons.map(({ ciUserId }) => ciUserId)),
          teams: fc.subarray(Object.values<string>(teamIds), { minLength: 1 }),
        }),
      }),
    },
  ),
  defaultEndMinutes: fc.constant(defaultPolicy.defaultEndMinutes),
  shiftEnds: fc.constant(defaultPolicy.shiftEnds),
  retentionDays: fc.constant(defaultPolicy.retentionDays),
  limits: fc.constant({ ...defaultPolicy.limits, changesPerMinute: 10_000 }),
});
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({
    profile: fc.constantFrom(...profiles),
    skills: fc.subarray(proficiencies, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ user: fc.constantFrom(...agents, unknown), to: fc.option(fc.constantFrom(...profiles), { freq: 4 }) }),
);

async function editOf(wish: Wish, revision: string) {
  if (!('user' in wish)) {
    const set = wish.skills.map((skillId, at) => ({ skillId, value: 1 + at }));
    return { skillProfileId: wish.profile, revision, set };
  }
  const own = skilldesk.webex.organization.users.get(wish.user)?.skillProfileId ?? null;
  return Promise.resolve({ userId: wish.user, fromSkillProfileId: own, toSkillProfileId: wish.to });
}

async function decisionOf(person: Supervisor, wish: Wish): Promise<string> {
  const listed = 'user' in wish ? [] : (await person.skillProfiles()).skillProfiles;
  const revision = listed.find(({ id }) => 'profile' in wish && id === wish.profile)?.revision ?? '0'.repeat(64);
  const answer = await person.post({ edits: [await editOf(wish, revision)], reason: 'a decision' });
  // Whoever may write nothing at all is told so at once, and nothing is journaled.
  if (answer.status === 403) return 'not-allowed';
  const [item] = (await person.ended(answer.body as Parameters<Supervisor['ended']>[0])).items;
  return item?.outcome === 'refused'
    ? (item.rule ?? '')
    : item?.outcome === 'verified' || item?.outcome === 'unchanged'
      ? 'allowed'
      : JSON.stringify(item);
}

test('over HTTP too every decision is that of the reference model', { timeout: 120_000 }, async () => {
  const { organization } = skilldesk.webex;
  const seed = Date.now();
  const drawn = fc.sample(fc.tuple(policies, fc.array(wishes, { minLength: 5, maxLength: 5 })), { seed, numRuns: 8 });
  const decided: string[] = [];

  for (const [policy, asked] of drawn) {
    await skilldesk.importPolicy(policy);
    for (const { ciUserId } of persons) {
      const person = await skilldesk.signIn(ciUserId);
      const who = personOf(organization, ciUserId);
      for (const wish of asked) {
        const expected = person.session.user.mayEdit
          ? verdict(worldOf(organization), who, policy, wish)
          : 'not-allowed';
        const is = await decisionOf(person, wish);
        expect({ ciUserId, policy, wish, is }, `seed ${seed}`).toEqual({ ciUserId, policy, wish, is: expected });
        decided.push(is);
      }
    }
  }

  expect(decided).toHaveLength(200);
  expect(new Set(decided).size, `seed ${seed}: ${[...new Set(decided)].join()}`).toBeGreaterThanOrEqual(4);
});
