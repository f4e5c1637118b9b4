import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MemberImpact, PolicyImpact, PolicySaved, PolicyState } from '../../shared/admin-api.ts';
import { defaultPolicy, type Policy } from '../../shared/policy.ts';
import { people, skillIds, teamIds } from '../simulator/standard-organization.ts';
import { signInAtConsole, type Admin } from './admin.ts';
import { nothingConnected, Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;
let ada: Admin;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  ada = await signInAtConsole(skilldesk, 'admin');
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await nadia.skillProfiles();
  await skilldesk.whenQueuesAreRead();
});
afterAll(() => skilldesk.close());

const read = async (by = ada) => (await by.call('GET', '/admin/api/policy')).body as PolicyState;
const preview = async (change: Partial<Policy>) => {
  const { policy, version } = await read();
  const { status, body } = await ada.call('POST', '/admin/api/policy/preview', {
    version,
    policy: { ...policy, ...change },
  });
  expect(status).toBe(200);
  return body as PolicyImpact;
};
const only = ({ members }: PolicyImpact): MemberImpact => {
  expect(members).toHaveLength(1);
  return members[0] as MemberImpact;
};
const save = async (change: Partial<Policy>, by = ada) => {
  const { policy, version } = await read();
  return by.call('PUT', '/admin/api/policy', { version, policy: { ...policy, ...change } });
};

describe('before it is saved an admin is told', () => {
  test('which profiles other people may edit under another edit policy, and who they are', async () => {
    const { profiles, persons, effects } = only(await preview({ edit: 'open' }));

    expect(profiles.count).toBeGreaterThan(0);
    expect(profiles.named[0]?.name).toMatch(/\w/);
    expect(persons.named.map(({ id }) => id)).toContain(people.nadiaNorth.ciUserId);
    expect(effects.join()).toContain('can be edited by somebody who cannot now');
  });

  test('which profiles hold a skill that is to be protected', async () => {
    const { profiles, persons, effects } = only(await preview({ protectedSkills: [skillIds.german] }));

    expect(profiles.count).toBeGreaterThan(1);
    expect(effects.join()).toContain('German');
    expect(persons.named.map(({ id }) => id)).not.toContain(people.admin.ciUserId);
  });

  test('who may not write any more at another stage', async () => {
    const { persons, teams, effects } = only(
      await preview({ stage: { named: { persons: [], teams: [teamIds.billing] } } }),
    );

    expect(teams.named).toMatchObject([{ id: teamIds.billing, name: expect.stringMatching(/\w/) as string }]);
    expect(persons.named.map(({ id }) => id)).not.toContain(people.nadiaNorth.ciUserId);
    expect(effects.join()).toMatch(/\d+ supervisors? may not any more/);
  });

  test('what another proposed end, other limits and ends of shifts come to', async () => {
    const { members } = await preview({
      defaultEndMinutes: null,
      limits: { ...defaultPolicy.limits, changesPerMinute: 5 },
      shiftEnds: [{ teamId: teamIds.billing, time: '22:00', zone: 'Europe/Berlin' }],
    });

    expect(members.map(({ member }) => member).sort()).toEqual(['defaultEndMinutes', 'limits', 'shiftEnds']);
    for (const { effects } of members) expect(effects.join().length).toBeGreaterThan(20);
  });

  test('how many audit records another retention would cut', async () => {
    await skilldesk.operate('pause');
    await skilldesk.operate('resume');

    expect(only(await preview({ retentionDays: 30 })).effects.join()).toContain('No audit record is cut');
  });

  test('what is wrong with it, by its place, and nothing is changed', async () => {
    const { policy, version } = await read();
    const { status, body } = await ada.call('POST', '/admin/api/policy/preview', {
      version,
      policy: { ...policy, protectedSkills: ['no-such-skill'] },
    });

    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ path: 'protectedSkills.0' }] });
  });
});

test('what is saved holds, and is recorded with the person', async () => {
  const { status, body } = await save({ defaultEndMinutes: 45 });

  expect(status).toBe(200);
  expect((body as PolicySaved).policy.defaultEndMinutes).toBe(45);
  expect((body as PolicySaved).changed?.by).toContain('Ada Admin');
  expect((await skilldesk.signIn(people.nadiaNorth.ciUserId)).session.policy.defaultEndMinutes).toBe(45);
  const record = (await skilldesk.exportAudit()).filter(({ action }) => action === 'policy-changed').at(-1);
  expect(record?.people[record.actor]).toMatchObject({ name: 'Ada Admin' });
  expect(JSON.stringify(record?.body)).not.toContain('Ada');
});

test('of two admins who change the same policy the second is told, and nothing of the first is lost', async () => {
  const other = await signInAtConsole(skilldesk, 'admin', 'Olga Other');
  const { policy, version } = await read(other);
  expect((await save({ defaultEndMinutes: 90 })).status).toBe(200);

  const { status, body } = await other.call('PUT', '/admin/api/policy', {
    version,
    policy: { ...policy, retentionDays: 400 },
  });

  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'preview-outdated', detail: expect.stringContaining('Ada Admin') as string });
  expect((await read()).policy).toMatchObject({ defaultEndMinutes: 90, retentionDays: 1095 });
});

test('what is exported is what is taken in', async () => {
  const { policy } = await read();

  expect(await save(policy)).toMatchObject({ status: 200 });
  expect((await read()).policy).toEqual(policy);
});

test('of what nobody has read yet nothing is said to affect nobody', async () => {
  const unread = await Skilldesk.start({ environment: nothingConnected });
  const admin = await signInAtConsole(unread, 'admin');

  const { body } = await admin.call('POST', '/admin/api/policy/preview', {
    version: 0,
    policy: { ...defaultPolicy, stage: 'preview', protectedSkills: [skillIds.german] },
  });

  const { asOf, members } = body as PolicyImpact;
  expect(asOf).toBe(null);
  expect(members).toHaveLength(2);
  for (const { effects } of members) expect(effects).toEqual([expect.stringContaining('not read yet')]);
  await unread.close();
});

test('EDIT_POLICY is shown, and the page is told that it wins', async () => {
  const fixed = await Skilldesk.start({ environment: { EDIT_POLICY: 'acknowledge' } });
  const admin = await signInAtConsole(fixed, 'admin');
  const { policy, version, editByEnvironment } = await read(admin);
  const { body } = await admin.call('POST', '/admin/api/policy/preview', {
    version,
    policy: { ...policy, edit: 'open' },
  });

  expect(editByEnvironment).toBe('acknowledge');
  expect(only(body as PolicyImpact).effects.join()).toContain('EDIT_POLICY');
  await fixed.close();
});
