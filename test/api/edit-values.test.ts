import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ActiveSkill } from '../simulator/organization.ts';
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

const stored = () => {
  const profile = skilldesk.webex.organization.skillProfiles.get(billingSpecialist);
  if (!profile) throw new Error('the profile is gone');
  return structuredClone(profile);
};
const entry = (skillId: string): ActiveSkill => {
  const found = stored().activeSkills.find((active) => active.skillId === skillId);
  if (!found) throw new Error('no such entry');
  return found;
};
const edit = async (set: { skillId: string; value: unknown }[], remove: string[] = []) => ({
  skillProfileId: billingSpecialist,
  revision: (await nadia.skillProfile(billingSpecialist)).revision,
  set,
  remove,
});
/** All of the profile but what every write changes, and but the entries of one skill. */
const restOf = (skillId: string, valueIds: string[] = []) => {
  const profile = stored();
  return {
    ...profile,
    version: 'any',
    lastUpdatedTime: 'any',
    activeSkills: profile.activeSkills.filter((active) => active.skillId !== skillId),
    activeEnumSkills: profile.activeEnumSkills.filter(({ enumSkillValueId }) => !valueIds.includes(enumSkillValueId)),
  };
};

test('a proficiency goes from 5 to 8, is read back, and nothing else of the profile changes', async () => {
  const before = restOf(skillIds.german);
  const { id } = entry(skillIds.german);
  expect(entry(skillIds.german).proficiencyValue).toBe(5);

  const { items } = await nadia.change([await edit([{ skillId: skillIds.german, value: 8 }])]);

  expect(items).toMatchObject([
    {
      skillProfileId: billingSpecialist,
      outcome: 'verified',
      diff: [{ skillId: skillIds.german, before: 5, after: 8 }],
    },
  ]);
  expect(entry(skillIds.german)).toMatchObject({ id, proficiencyValue: 8 });
  expect(restOf(skillIds.german)).toEqual(before);
});

test('a boolean and a text skill are written likewise, in one step', async () => {
  const { activeSkills } = stored();
  const yesOrNo = activeSkills.find(({ booleanValue }) => booleanValue !== undefined);
  const text = activeSkills.find(({ textValue }) => textValue !== undefined);

  const { items } = await nadia.change([
    await edit([
      { skillId: yesOrNo?.skillId ?? '', value: !yesOrNo?.booleanValue },
      { skillId: text?.skillId ?? '', value: 'Refunds up to 500 €' },
    ]),
  ]);

  expect(items[0]?.outcome).toBe('verified');
  expect(entry(yesOrNo?.skillId ?? '')).toMatchObject({ id: yesOrNo?.id, booleanValue: !yesOrNo?.booleanValue });
  expect(entry(text?.skillId ?? '')).toMatchObject({ id: text?.id, textValue: 'Refunds up to 500 €' });
});

test('an enum skill takes another choice: kept values keep their entry, others of the profile are untouched', async () => {
  const values =
    skilldesk.webex.organization.skills.get(skillIds.productLine)?.enumSkillValues.map(({ id }) => id) ?? [];
  const chosen = (await nadia.skillProfile(billingSpecialist)).values?.find(
    ({ skillId }) => skillId === skillIds.productLine,
  )?.value as string[];
  const kept = chosen[0] ?? '';
  const added = values.find((id) => !chosen.includes(id)) ?? '';
  const keptEntry = stored().activeEnumSkills.find(({ enumSkillValueId }) => enumSkillValueId === kept);
  const before = restOf('', values);

  const { items } = await nadia.change([await edit([{ skillId: skillIds.productLine, value: [added, kept] }])]);

  expect(items[0]?.outcome).toBe('verified');
  const after = stored().activeEnumSkills.filter(({ enumSkillValueId }) => values.includes(enumSkillValueId));
  expect(after.map(({ enumSkillValueId }) => enumSkillValueId).sort()).toEqual([added, kept].sort());
  expect(after).toContainEqual(keptEntry);
  expect(restOf('', values)).toEqual(before);
});

test('a skill is added to the profile and taken away again', async () => {
  const absent = [...skilldesk.webex.organization.skills.values()].find(
    ({ id, skillType }) => skillType === 'PROFICIENCY' && !stored().activeSkills.some(({ skillId }) => skillId === id),
  );
  const skillId = absent?.id ?? '';
  const before = restOf('');

  const added = await nadia.change([await edit([{ skillId, value: 3 }])]);
  expect(added.items[0]).toMatchObject({ outcome: 'verified', diff: [{ skillId, before: null, after: 3 }] });
  expect(entry(skillId).proficiencyValue).toBe(3);

  const removed = await nadia.change([await edit([], [skillId])]);
  expect(removed.items[0]).toMatchObject({ outcome: 'verified', diff: [{ skillId, before: 3, after: null }] });
  expect(restOf('')).toEqual(before);
});

test('a member of the profile that Skilldesk does not know survives an edit', async () => {
  skilldesk.webex.editElsewhere(billingSpecialist, (profile) => {
    Object.assign(profile, { futureField: { kept: true } });
  });

  await nadia.change([await edit([{ skillId: skillIds.german, value: 8 }])]);

  const put = skilldesk.webex.requests.find(({ method }) => method === 'PUT');
  expect(put?.body).toMatchObject({ futureField: { kept: true } });
  expect(put?.body).not.toHaveProperty('version');
  // The published document cannot know a field of the future.
  skilldesk.webex.requests.length = 0;
});

test('the last skill cannot be taken out of a profile', async () => {
  const { values = [] } = await nadia.skillProfile(billingSpecialist);

  const { items } = await nadia.change([
    await edit(
      [],
      values.map(({ skillId }) => skillId),
    ),
  ]);

  expect(items).toMatchObject([{ outcome: 'refused', rule: 'last-skill' }]);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
});

test('a value that is there already is unchanged, and nothing is written', async () => {
  const { items } = await nadia.change([await edit([{ skillId: skillIds.german, value: 5 }])]);

  expect(items).toMatchObject([{ outcome: 'unchanged', diff: [] }]);
  expect(skilldesk.webex.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
});

test('several profiles are edited in one step, each item with its own outcome', async () => {
  const other = await nadia.skillProfile(skillProfileIds.supportGeneralist);
  const numeric = other.values?.find(({ value }) => typeof value === 'number');
  const foreign = {
    skillProfileId: skillProfileIds.claimsHandler,
    revision: other.revision,
    set: [{ skillId: skillIds.german, value: 1 }],
  };

  const { items } = await nadia.change([
    await edit([{ skillId: skillIds.german, value: 9 }]),
    foreign,
    {
      skillProfileId: other.id,
      revision: other.revision,
      set: [{ skillId: numeric?.skillId, value: (Number(numeric?.value) + 1) % 11 }],
    },
  ]);

  expect(items.map(({ outcome, rule }) => [outcome, rule])).toEqual([
    ['verified', undefined],
    ['refused', 'not-found'],
    ['verified', undefined],
  ]);
});
