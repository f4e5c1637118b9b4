import { expect, test } from 'vitest';
import { largeOrganization, manyAgentsSize, supervisorDesktopSize } from './large-organization.ts';
import type { Organization } from './organization.ts';
import { people, skillProfileIds, standardOrganization, teamIds } from './standard-organization.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function sizes({ users, teams, skills, skillProfiles, queues }: Organization) {
  return {
    users: users.size,
    teams: teams.size,
    skills: skills.size,
    skillProfiles: skillProfiles.size,
    queues: queues.size,
  };
}

/** Every value of a key that names an id, anywhere. */
function idsWithin(organization: Organization): string[] {
  const plain = JSON.stringify(
    Object.values(organization).map((part: unknown) =>
      part instanceof Map ? [...(part as Map<string, unknown>).values()] : part,
    ),
  );
  return [...plain.matchAll(/"(?:id|\w+Id)":"([^"]*)"/g)].map(([, id]) => id ?? '');
}

test('the standard organization is as large as promised', () => {
  const organization = standardOrganization();
  expect(sizes(organization)).toEqual({ users: 40, teams: 5, skills: 16, skillProfiles: 8, queues: 19 });
  const types = new Set([...organization.skills.values()].map(({ skillType }) => skillType));
  expect(types).toEqual(new Set(['PROFICIENCY', 'BOOLEAN', 'TEXT', 'ENUM']));
  const skillBased = [...organization.queues.values()].filter(
    ({ queueRoutingType }) => queueRoutingType === 'SKILL_BASED',
  );
  expect(skillBased).toHaveLength(15);
  expect([...organization.users.values()].filter(({ active }) => !active)).toHaveLength(1);
});

test('three profiles belong to Nadia’s teams alone and hold all four types, one is shared, one is nobody’s', () => {
  const { users, teams, skillProfiles, skills } = standardOrganization();
  const usedBy = (id: string): Set<string> => {
    const of = [...users.values()]
      .filter(({ skillProfileId }) => skillProfileId === id)
      .flatMap((user) => user.teamIds);
    return new Set([...of, ...[...teams.values()].filter((team) => team.skillProfileId === id).map((team) => team.id)]);
  };
  const nadias = new Set<string>([teamIds.billing, teamIds.support]);
  const { billingSpecialist, supportGeneralist, supportExpert, bilingualService, peakReserve } = skillProfileIds;
  for (const id of [billingSpecialist, supportGeneralist, supportExpert]) {
    expect(usedBy(id).size).toBeGreaterThan(0);
    expect([...usedBy(id)].every((team) => nadias.has(team))).toBe(true);
    const profile = skillProfiles.get(id);
    const types = profile?.activeSkills.map(({ skillId }) => skills.get(skillId)?.skillType) ?? [];
    expect(new Set(types)).toEqual(new Set(['PROFICIENCY', 'BOOLEAN', 'TEXT']));
    expect(profile?.activeEnumSkills.length).toBeGreaterThan(1);
  }
  expect(usedBy(bilingualService)).toContain(teamIds.sales);
  expect(usedBy(peakReserve).size).toBe(0);
});

test('everybody whom tests sign in exists', () => {
  const { users } = standardOrganization();
  for (const { id, ciUserId, email } of Object.values(people)) expect(users.get(id)).toMatchObject({ ciUserId, email });
});

test.each([
  ['500 users', supervisorDesktopSize, { users: 500, teams: 100, skills: 130, skillProfiles: 60, queues: 250 }],
  [
    '2,000 users on 20 profiles',
    manyAgentsSize,
    { users: 2_000, teams: 100, skills: 130, skillProfiles: 20, queues: 250 },
  ],
])('an organization of %s is generated, the same each time', (_what, size, expected) => {
  const organization = largeOrganization(size);
  expect(sizes(organization)).toEqual(expected);
  expect(organization).toEqual(largeOrganization(size));
  expect(organization.users.get(people.nadiaNorth.id)?.email).toBe(people.nadiaNorth.email);
});

test('every id is a uuid', () => {
  for (const organization of [standardOrganization(), largeOrganization()]) {
    const ids = idsWithin(organization);
    expect(ids.length).toBeGreaterThan(500);
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  }
});
