import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionGranted, SkillProfileList } from '../../shared/api.ts';
import { personId, webexOrganizationId } from '../simulator/credentials.ts';
import type { Fault } from '../simulator/faults.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import type { Permission, UserProfile } from '../simulator/organization.ts';
import { people, skillProfileIds, teamIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;
afterEach(() => skilldesk.close());

const exchangeAs = (ciUserId: string) =>
  skilldesk.call('POST', '/api/session', {
    authorization: `Bearer ${skilldesk.webex.issueDesktopToken(ciUserId)}`,
  });
const withDesktopToken = () => skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'desktop');

describe.each([
  [100, 4],
  [101, 6],
])('with %d teams and as many profiles', (count, calls) => {
  test(`an exchange costs ${calls} calls with the caller’s token: one more for each further page`, async () => {
    const organization = largeOrganization({ users: 20, teams: count, skills: 20, skillProfiles: count, queues: 0 });
    skilldesk = await Skilldesk.start({ simulator: { organization } });

    const { status, body } = await exchangeAs(people.gwenGlobal.ciUserId);

    expect(status).toBe(201);
    expect((body as SessionGranted).scope).toMatchObject({ skillProfiles: count });
    expect((body as SessionGranted).scope.teams).toHaveLength(count);
    expect(withDesktopToken()).toHaveLength(calls);
  });
});

describe('the gate', () => {
  beforeEach(async () => {
    skilldesk = await Skilldesk.start();
  });

  const profileOfNadia = () => {
    const { users, userProfiles } = skilldesk.webex.organization;
    return userProfiles.get(users.get(people.nadiaNorth.id)?.userProfileId ?? '') as UserProfile;
  };
  const permit = (permissions: Record<string, Permission['access']>) => {
    for (const permission of profileOfNadia().permissions) {
      permission.access = permissions[permission.name] ?? permission.access;
    }
  };
  const resources = () => profileOfNadia().resourceCollections.flatMap((collection) => collection.resources);

  test.each<[what: string, setting: string, change: (profile: UserProfile) => void]>([
    ['type', 'SUPERVISOR or ADMINISTRATOR', (profile) => (profile.profileType = 'PREMIUM_AGENT')],
    ['activity', 'activate your user profile', (profile) => (profile.active = false)],
    ['being there', 'give your user a user profile', ({ id }) => skilldesk.webex.organization.userProfiles.delete(id)],
  ])('refuses for the user profile’s %s, and names the setting in Control Hub', async (_what, setting, change) => {
    change(profileOfNadia());

    const { status, body } = await exchangeAs(people.nadiaNorth.ciUserId);

    expect({ status, body }).toMatchObject({ status: 403, body: { code: 'not-a-supervisor' } });
    expect((body as { detail: string }).detail).toContain('in Control Hub, an administrator can');
    expect((body as { detail: string }).detail).toContain(setting);
  });

  test.each([
    ['is not active', people.doraDisabled, 'activate your user'],
    ['is not enabled for the contact center', people.claraNoCenter, 'switch on “Contact Center”'],
  ])('refuses a user who %s, and names the setting', async (_what, { ciUserId }, setting) => {
    expect(await exchangeAs(ciUserId)).toMatchObject({
      status: 403,
      body: { code: 'not-a-supervisor', detail: expect.stringContaining(setting) as string },
    });
  });

  test('refuses who may not see teams, and names the permission', async () => {
    skilldesk.webex.faults.push({ path: '/v2/team?supervisorView', status: 403 });

    expect(await exchangeAs(people.nadiaNorth.ciUserId)).toMatchObject({
      status: 403,
      body: { code: 'not-a-supervisor', detail: expect.stringContaining('team VIEW') as string },
    });
  });

  test.each<[Record<string, Permission['access']>, boolean]>([
    [{ 'skill-profile': 'EDIT', 'reskill-agent': 'ENABLED' }, true],
    [{ 'skill-profile': 'EDIT', 'reskill-agent': 'DISABLED' }, true],
    [{ 'skill-profile': 'VIEW', 'reskill-agent': 'ENABLED' }, true],
    [{ 'skill-profile': 'NONE', 'reskill-agent': 'ENABLED' }, true],
    [{ 'skill-profile': 'VIEW', 'reskill-agent': 'DISABLED' }, false],
    [{ 'skill-profile': 'ENABLED', 'reskill-agent': 'EDIT' }, false],
  ])('with the permissions %j lets edit: %s', async (permissions, mayEdit) => {
    permit(permissions);

    expect(await exchangeAs(people.nadiaNorth.ciUserId)).toMatchObject({ status: 201, body: { user: { mayEdit } } });
  });

  test('a viewer who writes all the same is told which permissions are missing', async () => {
    const victor = await skilldesk.signIn(people.victorViewer.ciUserId);

    expect(victor.session.user.mayEdit).toBe(false);
    expect(await victor.post({ edits: [], reason: 'x' })).toMatchObject({ status: 400 });
    expect(
      await victor.post({
        edits: [{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: null }],
        reason: 'x',
      }),
    ).toMatchObject({
      status: 403,
      body: {
        code: 'not-allowed',
        detail: expect.stringMatching(/skill-profile EDIT.*reskill-agent ENABLED/) as string,
      },
    });
  });

  describe('for a supervisor who may not list skill profiles', () => {
    const visibleTo = async (ciUserId: string) => {
      const supervisor = await skilldesk.signIn(ciUserId);
      const { skillProfiles } = (await supervisor.skillProfiles()) satisfies SkillProfileList;
      return skillProfiles.map(({ id }) => id).sort();
    };

    test('shows those that his user profile names', async () => {
      permit({ 'skill-profile': 'NONE' });
      const { billingSpecialist, supportGeneralist, supportExpert, bilingualService } = skillProfileIds;

      expect(await visibleTo(people.nadiaNorth.ciUserId)).toEqual(
        [billingSpecialist, supportGeneralist, supportExpert, bilingualService].sort(),
      );
      expect(withDesktopToken()).toHaveLength(4);
    });

    test('shows all where his access covers all', async () => {
      permit({ 'skill-profile': 'NONE' });
      for (const each of resources()) if (each.name === 'skill-profile') each.accessLevel = 'ALL';

      expect(await visibleTo(people.nadiaNorth.ciUserId)).toEqual(Object.values<string>(skillProfileIds).sort());
    });

    test.each(['NONE of the resource', 'NONE of all'])('shows none with the level %s', async (level) => {
      permit({ 'skill-profile': 'NONE' });
      if (level === 'NONE of all') profileOfNadia().resourceAccessLevel = 'NONE';
      for (const each of resources()) if (each.name === 'skill-profile') each.accessLevel = 'NONE';

      expect(await visibleTo(people.nadiaNorth.ciUserId)).toEqual([]);
    });
  });
});

describe('an outage of Webex', () => {
  beforeEach(async () => {
    skilldesk = await Skilldesk.start();
  });

  const paths = ['/v1/people/me', '/by-ci-user-id/', '/v2/team?supervisorView', '/v2/skill-profile?attributes'];
  const faults: [what: string, fault: Fault, code: string][] = [
    ['a 500', { status: 500 }, 'identity-unavailable'],
    ['a 503', { status: 503 }, 'identity-unavailable'],
    ['a 502', { status: 502, body: '<html>bad gateway</html>' }, 'identity-unavailable'],
    ['a 429', { status: 429, headers: { 'Retry-After': '7' } }, 'identity-unavailable'],
    ['a cut connection', { drop: true }, 'identity-unavailable'],
    ['HTML', { status: 200, body: '<html>hello</html>' }, 'webex-answer-invalid'],
    ['half an answer', { status: 200, body: '{"id":"' }, 'webex-answer-invalid'],
    ['nothing', { status: 200, body: '' }, 'webex-answer-invalid'],
    ['null', { status: 200, body: null }, 'webex-answer-invalid'],
    ['a list', { status: 200, body: [] }, 'webex-answer-invalid'],
    ['a redirect', { status: 302, headers: { Location: 'https://evil.example/' } }, 'webex-answer-invalid'],
  ];
  const cases = paths.flatMap((path) => faults.map(([what, fault, code]) => [what, path, fault, code] as const));

  test.each(cases)('(%s at %s) is no refusal of the person, and ends no session', async (_what, path, fault, code) => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    skilldesk.webex.faults.push({ path, ...fault });

    const { status, headers, body } = await exchangeAs(people.nadiaNorth.ciUserId);

    expect({ status, body }).toMatchObject({ status: code === 'identity-unavailable' ? 503 : 502, body: { code } });
    expect(headers.get('retry-after')).toBe(fault.status === 429 ? '7' : '5');
    expect(skilldesk.webex.faults).toEqual([]);
    expect((await nadia.call('GET', '/api/skill-profiles')).status).toBe(200);
    expect((await nadia.call('GET', '/api/agents')).status).toBe(200);
  });

  test.each([
    ['somebody else', { id: personId(people.admin.ciUserId) }, 502, 'webex-answer-invalid'],
    ['another kind of id', { id: webexOrganizationId(people.nadiaNorth.ciUserId) }, 502, 'webex-answer-invalid'],
    [
      'an id that would leave its place',
      { id: Buffer.from('ciscospark://us/PEOPLE/../../x').toString('base64') },
      502,
      'webex-answer-invalid',
    ],
    ['no id', { id: undefined }, 502, 'webex-answer-invalid'],
    ['no organization', { orgId: undefined }, 502, 'webex-answer-invalid'],
    [
      'another organization',
      { orgId: webexOrganizationId('aaaaaaaa-0000-4000-8000-000000000000') },
      403,
      'other-organization',
    ],
  ])('(%s at people/me): nobody is taken for somebody else', async (_what, change, status, code) => {
    const { ciUserId, name, email } = people.nadiaNorth;
    const me = {
      id: personId(ciUserId),
      orgId: webexOrganizationId(skilldesk.webex.organization.id),
      displayName: name,
      emails: [email],
      ...change,
    };
    skilldesk.webex.faults.push({ path: '/v1/people/me', status: 200, body: me });
    // Whoever Webex says he is, the contact center answers about Nadia.
    const user = { ciUserId, active: true, contactCenterEnabled: true };
    skilldesk.webex.faults.push({ path: '/by-ci-user-id/', status: 200, body: user });

    expect(await exchangeAs(ciUserId)).toMatchObject({ status, body: { code } });
  });

  test.each([
    ['another person', { ciUserId: people.admin.ciUserId }],
    ['another organization', { organizationId: 'aaaaaaaa-0000-4000-8000-000000000000' }],
    ['nobody', { ciUserId: undefined }],
  ])('(%s in the contact center’s answer): nobody is taken for somebody else', async (_what, change) => {
    const { ciUserId } = people.nadiaNorth;
    const access = { profileType: 'ADMINISTRATOR', active: true, permissionAccessLevel: 'ALL' };
    const user = { ciUserId, active: true, contactCenterEnabled: true, userProfileGranularAccessData: access };
    skilldesk.webex.faults.push({ path: '/by-ci-user-id/', status: 200, body: { ...user, ...change } });

    expect(await exchangeAs(ciUserId)).toMatchObject({ status: 502, body: { code: 'webex-answer-invalid' } });
  });

  test('that never answers is given up after five seconds', async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    skilldesk.webex.faults.push({ path: '/v1/people/me', delayMs: 8_000 });

    const asked = exchangeAs(people.nadiaNorth.ciUserId);
    expect((await nadia.call('GET', '/api/skill-profiles')).status).toBe(200);

    expect(await asked).toMatchObject({ status: 503, body: { code: 'identity-unavailable' } });
    expect((await nadia.call('GET', '/api/agents')).status).toBe(200);
  });

  test.each(['/v1/people/me', '/by-ci-user-id/'])('but a 401 or 403 at %s is a refusal', async (path) => {
    for (const status of [401, 403]) {
      skilldesk.webex.faults.push({ path, status });
      expect(await exchangeAs(people.nadiaNorth.ciUserId)).toMatchObject({
        status: 401,
        body: { code: 'desktop-token-refused' },
      });
    }
  });

  test('of everything leaves the read endpoints to the snapshot', async () => {
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await nadia.skillProfiles();
    skilldesk.webex.faults.push({ status: 503, times: 9_999 });

    expect((await nadia.skillProfiles()).skillProfiles).toHaveLength(4);
    expect(await nadia.agents()).not.toEqual([]);
    expect((await nadia.call('GET', '/api/changes')).status).toBe(200);
    expect(nadia.session.scope.teams.map(({ id }) => id).sort()).toEqual([teamIds.billing, teamIds.support].sort());
    skilldesk.webex.faults.length = 0;
  });
});
