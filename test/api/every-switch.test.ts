import { describe, expect, test } from 'vitest';
import type { SkillProfileList } from '../../shared/api.ts';
import type { Outcome } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { switchPositions, type SwitchName } from '../simulator/switches.ts';
import { Skilldesk } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;

/** What the main job ends with where it is not `verified`; every other position must make no difference at all. */
const otherwise: Partial<Record<SwitchName, Record<string, Outcome | 'no session' | 'no list'>>> = {
  desktopTokenScopes: { 'no-people-read': 'no session', 'no-contact-center': 'no session' },
  serviceAppProfileCheck: { denied: 'no list' },
  ignoredWrites: { 'stale-answer': 'not-effective', 'echo-answer': 'not-effective' },
};

/** Opens the page as a supervisor, edits a value of each type, gives an agent another profile; the outcome, if it is one. */
async function mainJob(skilldesk: Skilldesk): Promise<string> {
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId).catch(() => undefined);
  if (!nadia) return 'no session';
  const { status, body } = await nadia.call('GET', '/api/skill-profiles');
  if (status !== 200) return 'no list';
  const list = body as SkillProfileList;
  const profile = list.skillProfiles.find(({ id }) => id === billingSpecialist);
  if (!profile?.values) return 'no list';

  const set = profile.values.map(({ skillId, value }) => {
    if (typeof value === 'number') return { skillId, value: (value + 3) % 11 };
    if (typeof value === 'boolean') return { skillId, value: !value };
    if (typeof value === 'string') return { skillId, value: `${value} and more` };
    const all = list.skills.find(({ id }) => id === skillId)?.enumSkillValues.map(({ id }) => id) ?? [];
    return { skillId, value: all.filter((id) => !value.includes(id)).slice(0, 1) };
  });
  const { items } = await nadia.change([
    { skillProfileId: billingSpecialist, revision: profile.revision, set },
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert },
  ]);
  const [outcome, ...others] = new Set(items.map((item) => item.outcome));
  if (outcome === 'verified') {
    const stored = skilldesk.webex.organization.skillProfiles.get(billingSpecialist);
    expect(stored?.activeSkills.find(({ skillId }) => skillId === skillIds.german)?.proficiencyValue).toBe(8);
    expect(skilldesk.webex.organization.users.get(people.standardAgent.id)?.skillProfileId).toBe(supportExpert);
  }
  return others.length === 0 ? (outcome ?? '') : [outcome, ...others].join(' and ');
}

describe.each(Object.entries(switchPositions))('with Webex’s unknown %s', (name, positions) => {
  test.each<unknown>(positions)('at %j the main job ends as it should', async (position) => {
    const skilldesk = await Skilldesk.start({ pauses: { readBack: [0, 600, 1_200], settle: 1_600 } });
    Object.assign(skilldesk.webex.switches, { [name]: position });

    const outcome = await mainJob(skilldesk);

    expect(outcome).toBe(otherwise[name as SwitchName]?.[String(position)] ?? 'verified');
    await skilldesk.close();
  });
});
