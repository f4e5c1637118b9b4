import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChangePreview } from '../../shared/preview.ts';
import { people, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
const { standardAgent, premiumAgent, twoTeamAgent } = people;
let skilldesk: Skilldesk;
let nadia: Supervisor;

/** So many users have Support Expert, most of them by their own. */
async function start(holders: number): Promise<void> {
  skilldesk = await Skilldesk.start({
    webex: ({ organization: { users } }) => {
      const already = [...users.values()].filter(({ skillProfileId }) => skillProfileId === supportExpert).length;
      const pattern = users.get(premiumAgent.id);
      if (!pattern) throw new Error('nobody to copy');
      for (let more = already; more < holders; more += 1) {
        const id = `eeeeeeee-0000-4000-8000-${String(more).padStart(12, '0')}`;
        users.set(id, { ...structuredClone(pattern), id, ciUserId: id, email: `${id}@velocity.example` });
      }
    },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
}
beforeEach(() => start(499));
afterEach(() => skilldesk.close());

const give = (userId: string, from: string | null, to: string | null) => ({
  userId,
  fromSkillProfileId: from,
  toSkillProfileId: to,
});
const outcomes = async (edits: unknown[]) =>
  (await nadia.change(edits)).items.map(({ outcome, rule }) => (rule ? `${outcome}: ${rule}` : outcome));
const patches = () => skilldesk.webex.requests.filter(({ method }) => method === 'PATCH');
const ownOf = (id: string) => skilldesk.webex.organization.users.get(id)?.skillProfileId ?? null;

test('the 500th agent gets a profile, the 501st is refused before anything is written, in the same Change too', async () => {
  expect(
    await outcomes([
      give(standardAgent.id, ownOf(standardAgent.id), supportExpert),
      give(twoTeamAgent.id, ownOf(twoTeamAgent.id), supportExpert),
    ]),
  ).toEqual(['verified', 'refused: too-many-agents']);
  expect(patches()).toHaveLength(1);

  const edits = [give(twoTeamAgent.id, ownOf(twoTeamAgent.id), supportExpert)];
  const { items } = (await nadia.call('POST', '/api/changes/preview', {}, { edits })).body as ChangePreview;
  expect(items[0]?.warnings.map(({ code }) => code)).toContain('too-many-agents');
});

test('who gets it by his team counts like any other, and who has it already may keep it', async () => {
  await skilldesk.close();
  skilldesk = await Skilldesk.start({
    webex: ({ organization: { users, teams } }) => {
      const billing = teams.get(teamIds.billing);
      if (billing) billing.skillProfileId = supportExpert;
      const pattern = users.get(standardAgent.id);
      if (!pattern) throw new Error('nobody to copy');
      const own = users.get(standardAgent.id);
      if (own) own.skillProfileId = billingSpecialist;
      const inTeam = [...users.values()].filter(
        (user) => !user.skillProfileId && user.teamIds.some((id) => teams.get(id)?.skillProfileId === supportExpert),
      );
      const byOwn = [...users.values()].filter(({ skillProfileId }) => skillProfileId === supportExpert);
      for (let more = inTeam.length + byOwn.length; more < 500; more += 1) {
        const id = `eeeeeeee-0000-4000-8000-${String(more).padStart(12, '0')}`;
        const copy = { ...structuredClone(pattern), id, ciUserId: id, email: `${id}@velocity.example` };
        delete copy.skillProfileId;
        users.set(id, copy);
      }
    },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

  expect(await outcomes([give(standardAgent.id, billingSpecialist, null)])).toEqual(['refused: too-many-agents']);
  const sharer = 'eeeeeeee-0000-4000-8000-000000000499';
  expect(await outcomes([give(sharer, null, supportExpert)])).toEqual(['verified']);
});
