import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, bilingualService, claimsHandler, peakReserve, supportExpert } = skillProfileIds;
const { german, english, vip } = skillIds;
const stan = people.standardAgent.id;
const paula = people.premiumAgent.id;
const nobodyId = 'aaaaaaaa-0000-4000-8000-000000000000';
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(() => skilldesk.close());

const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PATCH' || method === 'PUT');
const setOf = async (who: Supervisor, skillProfileId: string, skillId: string, value: unknown) => ({
  skillProfileId,
  revision: (await who.skillProfile(skillProfileId)).revision,
  set: [{ skillId, value }],
});
const assign = (userId: string, from: string | null, to: string | null) => ({
  userId,
  fromSkillProfileId: from,
  toSkillProfileId: to,
});
const endOf = async (who: Supervisor, ...edits: unknown[]) =>
  (await who.change(edits)).items.map(({ outcome, rule }) => (rule ? `${outcome}: ${rule}` : outcome));

describe('a protected skill', () => {
  test('is changed, added and taken away by administrators only, and a profile with one is editable otherwise', async () => {
    await skilldesk.importPolicy({ protectedSkills: [german, vip] });
    const { revision } = await nadia.skillProfile(billingSpecialist);

    expect(
      await endOf(
        nadia,
        { skillProfileId: billingSpecialist, revision, set: [{ skillId: german, value: 8 }] },
        { skillProfileId: supportExpert, revision, set: [], remove: [german] },
      ),
    ).toEqual(['refused: protected-skill', 'refused: protected-skill']);
    expect(await endOf(nadia, await setOf(nadia, billingSpecialist, vip, true))).toEqual(['refused: protected-skill']);
    expect(writes()).toEqual([]);
    expect(await endOf(nadia, await setOf(nadia, billingSpecialist, english, 9))).toEqual(['verified']);

    const ada = await skilldesk.signIn(people.admin.ciUserId);
    expect(await endOf(ada, await setOf(ada, billingSpecialist, german, 8))).toEqual(['verified']);
  });

  test('is marked for whom it is kept from, and the profile stays editable', async () => {
    await skilldesk.importPolicy({ protectedSkills: [german] });

    const { skills, skillProfiles } = await nadia.skillProfiles();
    expect(skills.filter((skill) => skill.protected).map(({ id }) => id)).toEqual([german]);
    expect(skillProfiles.find(({ id }) => id === billingSpecialist)).toMatchObject({ editable: true });

    const ada = await skilldesk.signIn(people.admin.ciUserId);
    expect((await ada.skillProfiles()).skills.filter((skill) => skill.protected)).toEqual([]);
  });

  test('is not changed by way of another profile, given or taken, unless by an administrator', async () => {
    await skilldesk.importPolicy({ protectedSkills: [vip] });

    expect(await endOf(nadia, assign(stan, null, supportExpert))).toEqual(['refused: protected-skill']);
    expect(await endOf(nadia, assign(paula, supportExpert, null))).toEqual(['refused: protected-skill']);
    expect(writes()).toEqual([]);

    const ada = await skilldesk.signIn(people.admin.ciUserId);
    expect(await endOf(ada, assign(stan, null, supportExpert))).toEqual(['verified']);
  });

  test('does not stand in the way of a profile that says the same of it', async () => {
    await skilldesk.importPolicy({ protectedSkills: [english] });

    expect(await endOf(nadia, assign(stan, null, bilingualService))).toEqual(['verified']);
    expect(await endOf(nadia, assign(stan, bilingualService, null))).toEqual(['verified']);
  });

  test('is taken to change where nobody can say which profile will hold: an agent of two teams with different ones', async () => {
    const tomas = people.twoTeamAgent.id;
    await skilldesk.importPolicy({ protectedSkills: [german] });

    expect(await endOf(nadia, assign(tomas, bilingualService, null))).toEqual(['refused: protected-skill']);

    await skilldesk.importPolicy({ protectedSkills: [] });
    expect(await endOf(nadia, assign(tomas, bilingualService, null))).toEqual(['verified']);
  });

  test('is safe also where the agent has another profile at Webex than Skilldesk knows of', async () => {
    await nadia.agents();
    await skilldesk.importPolicy({ protectedSkills: [vip] });
    const user = skilldesk.webex.organization.users.get(stan);
    if (user) user.skillProfileId = supportExpert;

    expect(await endOf(nadia, assign(stan, supportExpert, billingSpecialist))).toEqual(['refused: protected-skill']);
    expect(writes()).toEqual([]);
  });
});

describe('the stage', () => {
  test('preview lets nobody write, administrators included, and says so beforehand', async () => {
    await skilldesk.importPolicy({ stage: 'preview' });

    for (const { ciUserId } of [people.nadiaNorth, people.admin]) {
      const person = await skilldesk.signIn(ciUserId);
      expect(person.session).toMatchObject({ policy: { stage: 'preview', mayWrite: false }, user: { mayEdit: true } });
      expect((await person.skillProfile(billingSpecialist)).reason).toContain('introduced step by step');
      expect((await person.agents()).filter(({ editable }) => editable)).toEqual([]);
      expect(
        await endOf(
          person,
          await setOf(person, billingSpecialist, german, 8),
          assign(stan, null, supportExpert),
          assign(nobodyId, null, supportExpert),
        ),
      ).toEqual(['refused: stage', 'refused: stage', 'refused: not-found']);
    }
    expect(writes()).toEqual([]);
  });

  test('a person who is named writes all that he may', async () => {
    await skilldesk.importPolicy({
      stage: { named: { persons: [people.nadiaNorth.ciUserId.toUpperCase()], teams: [] } },
    });

    expect(await endOf(nadia, await setOf(nadia, supportExpert, german, 7), assign(stan, null, supportExpert))).toEqual(
      ['verified', 'verified'],
    );
    const { policy } = (await skilldesk.signIn(people.nadiaNorth.ciUserId)).session;
    expect(policy).toEqual({
      edit: 'strict',
      protectedSkills: [],
      stage: 'named',
      mayWrite: true,
      defaultEndMinutes: 60,
      shiftEnds: [],
    });
    const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
    expect(colin.session.policy).toMatchObject({ mayWrite: false });
    expect(await endOf(colin, await setOf(colin, billingSpecialist, german, 7))).toEqual(['refused: stage']);
  });

  test('the supervisor of a named team writes what concerns named teams alone, and so does an administrator', async () => {
    await skilldesk.importPolicy({ stage: { named: { persons: [], teams: [teamIds.billing] } } });

    for (const [index, { ciUserId }] of [people.nadiaNorth, people.admin].entries()) {
      const person = await skilldesk.signIn(ciUserId);
      expect(person.session).toMatchObject({ policy: { stage: 'named', mayWrite: true } });
      expect(
        await endOf(
          person,
          await setOf(person, billingSpecialist, german, 7 + index),
          await setOf(person, supportExpert, german, 7),
          assign(stan, index === 0 ? null : supportExpert, index === 0 ? supportExpert : null),
          assign(paula, supportExpert, billingSpecialist),
        ),
      ).toEqual(['verified', 'refused: stage', 'verified', 'refused: stage']);
      const shown = await person.agents();
      expect(shown.find(({ id }) => id === stan)).toMatchObject({ editable: true });
      expect(shown.find(({ id }) => id === paula)).toMatchObject({ editable: false });
    }
    const rosa = await skilldesk.signIn(people.rosaReskill.ciUserId);
    expect(rosa.session).toMatchObject({ policy: { mayWrite: false } });
  });
});

describe('when a Change is to end', () => {
  const policyOf = async ({ ciUserId }: { ciUserId: string }) => (await skilldesk.signIn(ciUserId)).session.policy;
  const shift = (teamId: string, time: string, zone = 'Europe/Berlin') => ({ teamId, time, zone });

  test('is proposed to be in an hour, out of the box, and at the end of nobody’s shift', async () => {
    expect(await policyOf(people.nadiaNorth)).toMatchObject({ defaultEndMinutes: 60, shiftEnds: [] });
  });

  test('each supervisor is told when shifts of his own teams end, and of no other team', async () => {
    const ends = {
      early: shift(teamIds.billing, '14:00'),
      late: shift(teamIds.billing, '22:00'),
      support: shift(teamIds.support, '18:30', 'America/New_York'),
      sales: shift(teamIds.sales, '17:00', 'Australia/Lord_Howe'),
    };
    await skilldesk.importPolicy({ shiftEnds: Object.values(ends) });

    const nadias = await policyOf(people.nadiaNorth);
    expect(nadias.shiftEnds).toEqual([ends.early, ends.late, ends.support]);
    expect(JSON.stringify(nadias)).not.toContain(teamIds.sales);
    expect((await policyOf(people.admin)).shiftEnds).toEqual(Object.values(ends));
  });

  test('nothing is proposed where the policy says so, and a supervisor without a team that has an entry gets none', async () => {
    await skilldesk.importPolicy({ defaultEndMinutes: null, shiftEnds: [shift(teamIds.sales, '17:00')] });

    expect(await policyOf(people.nadiaNorth)).toMatchObject({ defaultEndMinutes: null, shiftEnds: [] });
  });
});

test('what one may not see is answered like what does not exist, whatever the policy', async () => {
  await skilldesk.importPolicy({ stage: 'preview', protectedSkills: [german] });
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const alike = async (edit: (id: string) => unknown, foreign: string) => {
    const answers = await Promise.all(
      [foreign, nobodyId].map(async (id) =>
        JSON.stringify((await nadia.change([edit(id)])).items).replaceAll(id, 'ID'),
      ),
    );
    expect(answers[0]).toContain('not-found');
    expect(answers[0]).toBe(answers[1]);
  };

  await alike((id) => ({ skillProfileId: id, revision, set: [{ skillId: german, value: 8 }] }), claimsHandler);
  await alike((id) => assign(id, null, supportExpert), people.unskilledAgent.id);
  await alike((id) => assign(stan, null, id), claimsHandler);
});

test('under “open” a profile that others use too is edited, and EDIT_POLICY wins over what is stored', async () => {
  await skilldesk.importPolicy({ edit: 'open' });
  expect(await endOf(nadia, await setOf(nadia, bilingualService, english, 9))).toEqual(['verified']);

  await skilldesk.close();
  skilldesk = await Skilldesk.start({ environment: { EDIT_POLICY: 'strict' } });
  await skilldesk.importPolicy({ edit: 'open' });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  expect(nadia.session.policy.edit).toBe('strict');
  expect(await endOf(nadia, await setOf(nadia, bilingualService, english, 9))).toEqual(['refused: outside-scope']);
});

test.each([
  ['an administrator', people.admin],
  ['a supervisor whose access covers all', people.gwenGlobal],
])('a profile that nobody uses is edited by %s', async (_who, { ciUserId }) => {
  const person = await skilldesk.signIn(ciUserId);

  expect(await endOf(person, await setOf(person, peakReserve, english, 6))).toEqual(['verified']);
});

describe('while an edit waits for Webex', () => {
  const waiting = async (...edits: unknown[]): Promise<Change> => {
    skilldesk.webex.faults.push({ method: 'PUT', status: 429, headers: { 'Retry-After': '3' } });
    skilldesk.webex.faults.push({ method: 'PATCH', status: 429, headers: { 'Retry-After': '3' } });
    const { status, body } = await nadia.post({ edits, reason: 'Mondays are busy' });
    expect(status).toBe(202);
    return body as Change;
  };

  test('a policy that grew tighter stops it', async () => {
    const change = await waiting(await setOf(nadia, billingSpecialist, german, 8), assign(stan, null, supportExpert));
    const before = writes().length;
    await skilldesk.importPolicy({ stage: 'preview' });

    const { items } = await nadia.ended(change);

    expect(items.map(({ outcome, rule }) => [outcome, rule])).toEqual([
      ['refused', 'rights-lost'],
      ['refused', 'rights-lost'],
    ]);
    expect(writes()).toHaveLength(before);
  });

  test('a profile that is deleted meanwhile is called so, and no right is said to be lost', async () => {
    const change = await waiting(await setOf(nadia, supportExpert, german, 8), assign(stan, null, supportExpert));
    skilldesk.webex.organization.skillProfiles.delete(supportExpert);
    expect((await nadia.call('GET', `/api/skill-profiles/${supportExpert}`)).status).toBe(404);

    const { items } = await nadia.ended(change);

    expect(items.map(({ outcome, rule }) => [outcome, rule])).toEqual([
      ['refused', 'not-found'],
      ['refused', 'not-found'],
    ]);
  });
});

test('a policy of somebody else is in the log of every server, with who set it', async () => {
  await skilldesk.importPolicy({ protectedSkills: [german] });
  await nadia.skillProfiles();

  const lines = skilldesk.said.filter((line) => line.includes('policy in force'));
  expect(lines.at(-1)).toContain('an operator by the command line');
  expect(lines.at(-1)).toContain(german);
});
