import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabasePersonReadings } from '../../server/adapters/database/person-reading-store.ts';
import { usualPauses } from '../../server/changes/pauses.ts';
import { CurrentRights } from '../../server/identity/current-rights.ts';
import { fingerprintOf } from '../../server/identity/fingerprint.ts';
import type { ContactCenterUser, UserProfile } from '../../server/identity/ports.ts';
import type { Session } from '../../server/identity/session.ts';
import { UpstreamError } from '../../server/upstream-error.ts';
import { CustodyDesk, organizationId } from '../custody/custody-desk.ts';

const supervisor: UserProfile = {
  profileType: 'SUPERVISOR',
  active: true,
  permissionAccessLevel: 'SPECIFIC',
  permissions: [
    { name: 'skill-profile', access: 'EDIT' },
    { name: 'reskill-agent', access: 'ENABLED' },
    { name: 'send-message', access: 'ENABLED' },
  ],
  resourceAccessLevel: 'SPECIFIC',
  resources: [
    { name: 'team', accessLevel: 'SPECIFIC', ids: ['billing', 'support'] },
    { name: 'skill-profile', accessLevel: 'ALL', ids: [] },
    { name: 'queue', accessLevel: 'ALL', ids: [] },
  ],
};
const nadia: ContactCenterUser = {
  active: true,
  contactCenterEnabled: true,
  userProfileId: 'north',
  siteId: 'dublin',
  teamIds: ['one', 'two'],
  userProfile: supervisor,
};

let desk: CustodyDesk;
let atWebex: ContactCenterUser | undefined;
let asked: number;
let answer: () => Promise<void>;
let session: Session;

beforeEach(async () => {
  desk = await CustodyDesk.open();
  atWebex = nadia;
  asked = 0;
  answer = () => Promise.resolve();
  session = {
    id: randomUUID(),
    organizationId,
    person: { id: randomUUID(), name: 'Nadia North', email: 'nadia@example.com', role: 'supervisor' },
    rights: { values: true, assignments: true },
    scope: { teams: [], teamIds: [], skillProfileIds: [], profileAccess: [] },
    fingerprint: fingerprintOf(nadia),
    expiresAt: desk.now + 600_000,
  };
});
afterEach(() => desk.close());

/** One process. */
const replica = () =>
  new CurrentRights(
    {
      source: {
        async contactCenterUser() {
          asked += 1;
          const user = atWebex;
          await answer();
          return user;
        },
      },
      readings: new DatabasePersonReadings(desk.database, organizationId),
      clock: desk.clock,
    },
    usualPauses.rights,
  );

const refusal = (rights: CurrentRights) =>
  rights.confirm(session).then(
    () => undefined,
    (error: unknown) => (error as { code?: string }).code,
  );

test('a right that was taken away refuses the next write within sixty seconds, and costs one question a minute', async () => {
  const rights = replica();
  expect(await refusal(rights)).toBeUndefined();
  atWebex = { ...nadia, active: false };
  desk.now += 59_999;
  expect(await refusal(rights)).toBeUndefined();
  expect(asked).toBe(1);

  desk.now += 1;
  expect(await refusal(rights)).toBe('not-a-supervisor');
  expect(asked).toBe(2);
});

test('a right that was given back counts again after a minute', async () => {
  atWebex = undefined;
  const rights = replica();
  expect(await refusal(rights)).toBe('not-a-supervisor');

  atWebex = nadia;
  desk.now += 60_000;
  expect(await refusal(rights)).toBeUndefined();
});

test('many writes at once ask once', async () => {
  answer = () => pause(50);
  const rights = replica();

  expect(await Promise.all(Array.from({ length: 40 }, () => refusal(rights)))).toEqual(Array(40).fill(undefined));
  expect(asked).toBe(1);
});

test('replicas share what one of them has read', async () => {
  const [one, other] = [replica(), replica()];
  await refusal(one);
  atWebex = undefined;
  desk.now += 60_000;

  expect(await refusal(other)).toBe('not-a-supervisor');
  expect(await refusal(one)).toBe('not-a-supervisor');
  expect(asked).toBe(2);
});

test('an answer that comes late does not replace a newer one', async () => {
  const readings = new DatabasePersonReadings(desk.database, organizationId);
  await readings.keep('person', { user: undefined, readAt: desk.now });
  await readings.keep('person', { user: nadia, readAt: desk.now - 1 });

  expect(await readings.newest('person')).toEqual({ readAt: desk.now });
  await readings.prune(desk.now + 1);
  expect(await readings.newest('person')).toBeUndefined();
});

test.each([
  ['busy', 7],
  ['unavailable', undefined],
  ['unanswered', undefined],
  ['invalid', undefined],
  ['refused', undefined],
  ['unauthorized', undefined],
] as const)('a Webex that is %s is no loss of rights, and nobody goes through', async (failure, retryAfterSeconds) => {
  answer = () => Promise.reject(new UpstreamError(failure, 'GET user', { retryAfterSeconds }));

  await expect(replica().confirm(session)).rejects.toMatchObject({
    code: 'identity-unavailable',
    retryAfterSeconds: retryAfterSeconds ?? 5,
  });
});

describe('the fingerprint', () => {
  test('does not depend on any order, nor on what decides nothing', () => {
    const shuffled: ContactCenterUser = {
      ...nadia,
      teamIds: nadia.teamIds.toReversed(),
      userProfile: {
        ...supervisor,
        permissions: [...supervisor.permissions.toReversed(), { name: 'audit-trail', access: 'VIEW' }],
        resources: supervisor.resources.map((one) => ({ ...one, ids: one.ids.toReversed() })).toReversed(),
      },
    };

    expect(fingerprintOf(shuffled)).toBe(fingerprintOf(nadia));
  });

  test('is the same after it was stored', async () => {
    const readings = new DatabasePersonReadings(desk.database, organizationId);
    const user = { ...nadia, siteId: undefined, userProfile: { ...supervisor, permissionAccessLevel: undefined } };
    await readings.keep('person', { user, readAt: desk.now });

    const stored = (await readings.newest('person'))?.user;
    expect(stored && fingerprintOf(stored)).toBe(fingerprintOf(user));
  });

  const changed = (change: Partial<UserProfile>) => ({ ...nadia, userProfile: { ...supervisor, ...change } });
  test.each<[string, ContactCenterUser, string]>([
    ['another user profile', { ...nadia, userProfileId: 'south' }, 'session-outdated'],
    ['another site', { ...nadia, siteId: 'lisbon' }, 'session-outdated'],
    ['another team of his own', { ...nadia, teamIds: ['one'] }, 'session-outdated'],
    ['another level of permissions', changed({ permissionAccessLevel: 'ALL' }), 'session-outdated'],
    ['another level of resources', changed({ resourceAccessLevel: 'ALL' }), 'session-outdated'],
    [
      'EDIT gone, reskill kept',
      changed({ permissions: [{ name: 'reskill-agent', access: 'ENABLED' }] }),
      'session-outdated',
    ],
    [
      'reskill gone, EDIT kept',
      changed({ permissions: [{ name: 'skill-profile', access: 'EDIT' }] }),
      'session-outdated',
    ],
    ['no permission to edit or reskill', changed({ permissions: [] }), 'not-allowed'],
    ['permissions of the level NONE', changed({ permissionAccessLevel: 'NONE' }), 'not-allowed'],
    [
      'a team taken away',
      changed({ resources: [{ name: 'team', accessLevel: 'SPECIFIC', ids: ['billing'] }] }),
      'session-outdated',
    ],
    ['a profile type of agents', changed({ profileType: 'PREMIUM_AGENT' }), 'not-a-supervisor'],
    ['the other type that may', changed({ profileType: 'ADMINISTRATOR' }), 'session-outdated'],
    ['an inactive user profile', changed({ active: false }), 'not-a-supervisor'],
    ['no user profile', { ...nadia, userProfile: undefined }, 'not-a-supervisor'],
    ['no contact center', { ...nadia, contactCenterEnabled: false }, 'not-a-supervisor'],
    ['an inactive user', { ...nadia, active: false }, 'not-a-supervisor'],
  ])('is another with %s', async (_what, user, code) => {
    expect(fingerprintOf(user)).not.toBe(fingerprintOf(nadia));

    atWebex = user;
    expect(await refusal(replica())).toBe(code);
  });
});
