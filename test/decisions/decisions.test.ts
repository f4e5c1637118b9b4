import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groundsOf, refusalOf } from '../../server/skill-profiles/editable.ts';
import type { Organization } from '../../server/skill-profiles/organization.ts';
import type { Session } from '../../server/identity/session.ts';
import type { Edit } from '../../shared/edit.ts';
import { defaultPolicy, type Policy } from '../../shared/policy.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { verdict, type Person, type Rules, type Wish, type World } from './reference-model.ts';

interface Generated extends World {
  profiles: ReadonlyMap<string, ReadonlyMap<string, SkillValue> | null>;
  users: (World['users'][number] & { active: boolean })[];
}

const pool = (letter: string, size: number) => Array.from({ length: size }, (_, at) => `${letter}${at}`);
const teamPool = pool('t', 4);
const userPool = pool('u', 7);
const profilePool = pool('p', 6);
const skillPool = pool('s', 3);
const personPool = pool('c', 3);

const some = (ids: readonly string[]) => fc.subarray([...ids]);
const mostly = (ids: readonly string[]) => fc.oneof({ weight: 3, arbitrary: fc.constant([...ids]) }, some(ids));
const often = fc.integer({ min: 0, max: 7 }).map((n) => n > 0);
/** Of the last of each pool only names are left: nothing with that id exists. */
const existing = (ids: readonly string[]) => mostly(ids.slice(0, -1));

const value = fc.oneof(
  fc.integer({ min: 4, max: 5 }),
  fc.constantFrom<SkillValue>(true, 'text', ['e1', 'e2'], ['e2', 'e1']),
);
const values = fc
  .dictionary(fc.constantFrom(...skillPool), value)
  .map((written) => new Map<string, SkillValue>(Object.entries(written)));
const profile = fc.option(fc.constantFrom(...profilePool), { freq: 3 });

const world: fc.Arbitrary<Generated> = fc
  .tuple(existing(teamPool), existing(userPool), existing(profilePool))
  .chain(([teams, users, profiles]) =>
    fc.record({
      teams: fc.tuple(...teams.map((id) => fc.record({ id: fc.constant(id), profile }))),
      users: fc.tuple(
        ...users.map((id) =>
          fc.record({
            id: fc.constant(id),
            teams: fc.subarray([...teamPool], { maxLength: 2 }),
            profile,
            active: often,
          }),
        ),
      ),
      profiles: fc
        .tuple(...profiles.map((id) => fc.tuple(fc.constant(id), fc.option(values, { freq: 9 }))))
        .map((entries) => new Map(entries)),
    }),
  );

const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom(...personPool),
  isAdministrator: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  editsValues: often,
  assigns: often,
  teams: mostly(teamPool),
  reads: mostly(profilePool),
  namedProfiles: fc.oneof(fc.constant<'all'>('all'), some(profilePool), fc.constant([])),
});

const stage: fc.Arbitrary<Rules['stage']> = fc.oneof(
  { weight: 5, arbitrary: fc.constant('all' as const) },
  { weight: 1, arbitrary: fc.constant('preview' as const) },
  { weight: 4, arbitrary: fc.record({ named: fc.record({ persons: some(personPool), teams: mostly(teamPool) }) }) },
);
const rules: fc.Arbitrary<Rules> = fc.record({
  edit: fc.constantFrom('strict', 'strict', 'acknowledge', 'open'),
  protectedSkills: some(skillPool),
  stage,
});

const wish: fc.Arbitrary<Wish> = fc.oneof(
  fc.record({ profile: fc.constantFrom(...profilePool), skills: fc.subarray([...skillPool], { minLength: 1 }) }),
  fc.record({ user: fc.constantFrom(...userPool), to: fc.option(fc.constantFrom(...profilePool), { freq: 3 }) }),
);

const organizationOf = ({ teams, users, profiles }: Generated): Organization => ({
  asOf: 0,
  skills: new Map(),
  queues: new Map(),
  dynamicSkills: new Map(),
  supervisorProfiles: new Map(),
  teams: new Map(teams.map(({ id, profile: skillProfileId }) => [id, { id, name: id, skillProfileId }])),
  users: new Map(
    users.map(({ id, teams: teamIds, profile: skillProfileId, active }) => [
      id,
      {
        ...{ id, ciUserId: `ci-${id}`, name: id, teamIds: [...teamIds], skillProfileId },
        ...{ userProfileId: null, active, contactCenterEnabled: true },
      },
    ]),
  ),
  skillProfiles: new Map(
    [...profiles].map(([id, content]) => [
      id,
      {
        id,
        name: id,
        description: '',
        stamp: '',
        stale: content === null,
        ...(content && { content: { values: content, revision: '' } }),
      },
    ]),
  ),
});

const sessionOf = ({ id, isAdministrator, editsValues, assigns, teams, reads, namedProfiles }: Person): Session => ({
  id: 'session',
  organizationId: 'organization',
  person: { id, name: id, email: '', role: isAdministrator ? 'administrator' : 'supervisor' },
  rights: { values: editsValues, assignments: assigns },
  scope: {
    teamIds: [...teams],
    teams: teams.map((team) => ({ id: team, name: team })),
    skillProfileIds: [...reads],
    profileAccess: namedProfiles === 'all' ? 'all' : [...namedProfiles],
  },
  fingerprint: '',
  expiresAt: Infinity,
});

/** Half of the skills are set and half are removed: the rules make no difference. */
function editOf(wished: Wish): Edit {
  // What an edit claims to come from says nothing about what may be done.
  if ('user' in wished) return { userId: wished.user, fromSkillProfileId: 'p0', toSkillProfileId: wished.to };
  const { profile: skillProfileId, skills } = wished;
  const [set, remove] = [skills.filter((_, at) => at % 2 === 0), skills.filter((_, at) => at % 2 === 1)];
  return { skillProfileId, revision: '', set: set.map((skillId) => ({ skillId, value: 1 })), remove };
}

/** Below this number a rule was not tried in earnest. */
const fewest: Readonly<Record<string, number>> = {
  'values allowed': 300,
  'values not-found': 300,
  'values no-skill-profile-permission': 300,
  'values stage': 300,
  'values outside-scope': 300,
  'values unused-profile': 100,
  'values protected-skill': 100,
  'assignment allowed': 300,
  'assignment not-found': 300,
  'assignment no-reskill-permission': 300,
  'assignment stage': 300,
  'assignment protected-skill': 300,
};

test('every decision is that of the reference model, over organizations nobody thought of', { timeout: 60_000 }, () => {
  const decided = new Map<string, number>();
  const decisions = fc.property(
    world,
    rules,
    fc.array(person, { minLength: 2, maxLength: 4 }),
    fc.array(wish, { minLength: 4, maxLength: 8 }),
    (around, policy, persons, wishes) => {
      const grounds = groundsOf({ ...defaultPolicy, ...(policy as Policy) }, organizationOf(around));
      for (const who of persons) {
        for (const wished of wishes) {
          const expected = verdict(around, who, policy, wished);
          const kind = `${'user' in wished ? 'assignment' : 'values'} ${expected}`;
          decided.set(kind, (decided.get(kind) ?? 0) + 1);
          expect({ who, wished, is: refusalOf(sessionOf(who), grounds, editOf(wished)) ?? 'allowed' }).toEqual({
            who,
            wished,
            is: expected,
          });
        }
      }
    },
  );

  fc.assert(decisions, { numRuns: 2_000 });

  const counted = Object.fromEntries(decided);
  // Those that end at the first rule already are left out of the count.
  const beyondSight = [...decided].filter(([kind]) => !kind.endsWith('not-found'));
  expect(beyondSight.reduce((sum, [, n]) => sum + n, 0)).toBeGreaterThanOrEqual(10_000);
  expect(Object.keys(counted).sort()).toEqual(Object.keys(fewest).sort());
  for (const [kind, least] of Object.entries(fewest)) expect.soft(counted[kind], kind).toBeGreaterThanOrEqual(least);
});
