import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionGranted } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import type { Fault } from '../simulator/faults.ts';
import type { Permission, User, UserProfile } from '../simulator/organization.ts';
import { people, skillIds, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportGeneralist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

/** Rights are read again for every write, instead of once a minute; that minute is in current-rights.test.ts. */
async function startReadingAlways(): Promise<void> {
  skilldesk = await Skilldesk.start({ pauses: { rights: 0 } });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
}
afterEach(() => skilldesk.close());

function changeUser(change: Partial<User>): void {
  const { users } = skilldesk.webex.organization;
  const user = users.get(people.nadiaNorth.id);
  if (user) users.set(user.id, { ...user, ...change });
}

function changeUserProfile(change: (profile: UserProfile) => void): void {
  const { users, userProfiles } = skilldesk.webex.organization;
  const profile = userProfiles.get(users.get(people.nadiaNorth.id)?.userProfileId ?? '');
  if (!profile) return;
  const changed = structuredClone(profile);
  change(changed);
  userProfiles.set(profile.id, changed);
}

const permit = (name: string, access: Permission['access']) =>
  changeUserProfile(({ permissions }) => {
    for (const permission of permissions) if (permission.name === name) permission.access = access;
  });
const resource = (profile: UserProfile, name: string) =>
  profile.resourceCollections.flatMap(({ resources }) => resources).find((one) => one.name === name);
const takeTeamAway = (id: string) =>
  changeUserProfile((profile) => {
    const teams = resource(profile, 'team');
    if (teams) teams.ids = teams.ids.filter((each) => each !== id);
  });
const profileOf = (name: string) =>
  [...skilldesk.webex.organization.userProfiles.values()].find((profile) => profile.name === name)?.id ?? '';

/** The revisions are read first: what is refused must be the write. */
async function raise(supervisor: Supervisor, ...profiles: string[]) {
  const edits = [];
  for (const skillProfileId of profiles) {
    const { revision, values } = await supervisor.skillProfile(skillProfileId);
    const german = values?.find(({ skillId }) => skillId === skillIds.german)?.value;
    edits.push({ skillProfileId, revision, set: [{ skillId: skillIds.german, value: german === 8 ? 7 : 8 }] });
  }
  return supervisor.post({ edits, reason: 'Mondays are busy' });
}
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH').length;
const rereadings = () =>
  skilldesk.webex.requests.filter(
    ({ path, tokenKind }) => path.includes('/by-ci-user-id/') && tokenKind === 'service-app',
  );

describe('a right that is taken away at Webex', () => {
  beforeEach(startReadingAlways);

  test.each<[what: string, status: number, code: string, take: () => void]>([
    ['the user', 403, 'not-a-supervisor', () => skilldesk.webex.organization.users.delete(people.nadiaNorth.id)],
    ['his activity', 403, 'not-a-supervisor', () => changeUser({ active: false })],
    ['the contact center', 403, 'not-a-supervisor', () => changeUser({ contactCenterEnabled: false })],
    [
      'a supervisor’s profile type',
      403,
      'not-a-supervisor',
      () => changeUser({ userProfileId: profileOf('Premium Agent') }),
    ],
    ['the desktop', 403, 'not-a-supervisor', () => changeUser({ userProfileId: profileOf('Administrator Only') })],
    ['the user profile', 403, 'not-a-supervisor', () => changeUser({ userProfileId: 'gone' })],
    ['the user profile’s activity', 403, 'not-a-supervisor', () => changeUserProfile((each) => (each.active = false))],
    [
      'EDIT and reskill',
      403,
      'not-allowed',
      () => {
        permit('skill-profile', 'VIEW');
        permit('reskill-agent', 'DISABLED');
      },
    ],
    ['EDIT alone', 401, 'session-outdated', () => permit('skill-profile', 'VIEW')],
    ['a team', 401, 'session-outdated', () => takeTeamAway(teamIds.billing)],
    [
      'a skill profile',
      401,
      'session-outdated',
      () =>
        changeUserProfile((each) => {
          const profiles = resource(each, 'skill-profile');
          if (profiles) profiles.ids = profiles.ids.filter((id) => id !== billingSpecialist);
        }),
    ],
    [
      'the whole user profile, for another one',
      401,
      'session-outdated',
      () => changeUser({ userProfileId: profileOf('Supervisor Everywhere') }),
    ],
  ])('%s: the next write is answered %d %s, and nothing reaches Webex', async (_what, status, code, take) => {
    expect((await raise(nadia, billingSpecialist)).status).toBe(201);
    const before = writes();
    take();

    expect(await raise(nadia, billingSpecialist)).toMatchObject({ status, body: { code } });
    expect(writes()).toBe(before);
    const { body } = await nadia.call('GET', '/api/changes');
    expect((body as { changes: unknown[] }).changes).toHaveLength(1);
  });

  test('a right that is nobody’s concern here changes nothing', async () => {
    permit('send-message', 'DISABLED');
    changeUser({ deafultDialledNumber: '+35315550199', lastName: 'Northbridge' });

    expect((await raise(nadia, billingSpecialist)).status).toBe(201);
  });

  test('the next session has the new scope, and a Change outside it is refused by its rule', async () => {
    takeTeamAway(teamIds.billing);
    expect((await raise(nadia, billingSpecialist)).status).toBe(401);

    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect(nadia.session.scope.teams).toEqual([{ id: teamIds.support, name: 'Support' }]);
    const { status, body } = await raise(nadia, billingSpecialist);
    expect(status).toBe(201);
    expect(body).toMatchObject({ items: [{ outcome: 'refused', rule: 'outside-scope' }] });
  });

  test('a session without EDIT may still reskill', async () => {
    permit('skill-profile', 'VIEW');
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    const { items } = await nadia.change([
      { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportGeneralist },
    ]);

    expect(items).toMatchObject([{ outcome: 'verified' }]);
    expect((await raise(nadia, billingSpecialist)).body).toMatchObject({
      items: [{ outcome: 'refused', rule: 'no-skill-profile-permission' }],
    });
  });

  test('reading goes on until the session ends', async () => {
    changeUser({ active: false });

    expect((await nadia.call('GET', '/api/skill-profiles')).status).toBe(200);
  });

  test('between two items of a Change leaves the first written and refuses the rest', async () => {
    skilldesk.webex.faults.push({ method: 'PUT', delayMs: 300 });
    const writing = raise(nadia, billingSpecialist, supportGeneralist);
    while (writes() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    changeUser({ active: false });

    const { items } = await nadia.ended((await writing).body as Change);

    expect(items).toMatchObject([{ outcome: 'verified' }, { outcome: 'refused', rule: 'rights-lost' }]);
    expect(writes()).toBe(1);
  });
});

describe('while Webex does not say what a person may do', () => {
  beforeEach(startReadingAlways);

  test.each<[what: string, fault: Fault]>([
    ['503', { status: 503 }],
    ['500', { status: 500 }],
    ['429', { status: 429, headers: { 'Retry-After': '7' } }],
    ['a cut connection', { drop: true }],
    ['HTML', { status: 200, body: '<html>' }],
    ['403', { status: 403 }],
    ['another person', { status: 200, body: { ciUserId: people.admin.ciUserId, active: true } }],
  ])('(%s) a Change is answered 503, and nothing is journaled', async (_what, fault) => {
    const { revision } = await nadia.skillProfile(billingSpecialist);
    skilldesk.webex.faults.push({ path: '/by-ci-user-id/', ...fault });

    const { status, headers, body } = await nadia.post({
      edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
      reason: 'Mondays are busy',
    });

    expect({ status, body }).toMatchObject({ status: 503, body: { code: 'identity-unavailable' } });
    expect(headers.get('retry-after')).toBe(fault.status === 429 ? '7' : '5');
    expect((await nadia.call('GET', '/api/changes')).body).toEqual({ changes: [] });
    expect(writes()).toBe(0);
  });

  test('an item waits, and goes on when Webex says it again', async () => {
    skilldesk.webex.faults.push({ method: 'PUT', delayMs: 300 });
    const writing = raise(nadia, billingSpecialist, supportGeneralist);
    while (writes() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const fault = { path: '/by-ci-user-id/', status: 503, times: 9_999 };
    skilldesk.webex.faults.push(fault);

    const { status, body } = await writing;
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { items: [{ outcome: 'verified' }, { outcome: 'pending', rule: 'webex-unavailable' }] },
    });
    expect(writes()).toBe(1);
    skilldesk.webex.faults.length = 0;
    expect(await nadia.ended(body as Change)).toMatchObject({
      items: [{ outcome: 'verified' }, { outcome: 'verified' }],
    });
  });
});

describe('the reading', () => {
  test('of the exchange counts for a minute, so that a first write costs no further one', async () => {
    skilldesk = await Skilldesk.start();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect((await raise(nadia, billingSpecialist)).status).toBe(201);
    expect(rereadings()).toEqual([]);
  });

  test('of a new exchange outdates the person’s older session at once', async () => {
    skilldesk = await Skilldesk.start();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    takeTeamAway(teamIds.billing);
    await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect(await raise(nadia, supportGeneralist)).toMatchObject({ status: 401, body: { code: 'session-outdated' } });
  });

  test('by the admin token never asks what Webex shows to that token’s own user', async () => {
    await startReadingAlways();
    await raise(nadia, billingSpecialist, supportGeneralist);

    expect(rereadings().length).toBeGreaterThan(1);
    const asked = skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'service-app');
    expect(asked.flatMap(({ query }) => Object.keys(query))).not.toContain('supervisorView');
    expect(asked.flatMap(({ query }) => Object.keys(query))).not.toContain('supervisorManagedAgentsOnly');
  });

  test.each([people.nadiaNorth, people.admin, people.gwenGlobal, people.rosaReskill])(
    'by $name’s own token and by the admin token have one fingerprint',
    async ({ ciUserId }) => {
      await startReadingAlways();
      const person = await skilldesk.signIn(ciUserId);

      const { status } = await person.post({
        edits: [{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: null }],
        reason: 'nothing to do',
      });

      expect(status).toBe(201);
      expect(rereadings().length).toBeGreaterThan(0);
      expect((person.session satisfies SessionGranted).user.mayEdit).toBe(true);
    },
  );
});
