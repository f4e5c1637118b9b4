import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultPolicy } from '../../../shared/policy.ts';
import { openTrail } from '../../../test/audit/open-trail.ts';
import { openDatabase, type Database } from './database.ts';
import { DatabasePolicy } from './policy-store.ts';

let folder: string;
let database: Database;
let policies: DatabasePolicy;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-policies-'));
  database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, { warn: () => undefined });
  policies = new DatabasePolicy(database, 'organization', await openTrail(database, 'organization'));
});
afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const store = (policy: unknown) =>
  database
    .insertInto('policies')
    .values({
      organization_id: 'organization',
      version: 1,
      body: JSON.stringify(policy),
      changed_by: 'a version of Skilldesk',
      changed_at: 0,
    })
    .execute();

test('there is none until somebody sets one, and of two at once each has its version', async () => {
  expect(await policies.read()).toBeUndefined();

  const stored = await Promise.all([
    policies.replace({ ...defaultPolicy, edit: 'open' }, 'one'),
    policies.replace({ ...defaultPolicy, stage: 'preview' }, 'two'),
  ]);

  expect(stored.map(({ version }) => version).sort()).toEqual([1, 2]);
  expect(await policies.read()).toEqual(stored.find(({ version }) => version === 2));
});

test('a policy of another organization is none of ours', async () => {
  const elsewhere = new DatabasePolicy(database, 'another', await openTrail(database, 'another'));
  await elsewhere.replace({ ...defaultPolicy, edit: 'open' }, 'one');

  expect(await policies.read()).toBeUndefined();
});

test('a member that came later than the policy was stored has its default', async () => {
  await store({ edit: 'open', protectedSkills: ['german'], limits: { changesPerMinute: 5 } });

  expect((await policies.read())?.policy).toEqual({
    ...defaultPolicy,
    edit: 'open',
    protectedSkills: ['german'],
    limits: { ...defaultPolicy.limits, changesPerMinute: 5 },
  });
});

test('a time zone that this engine does not know, and the one that took the policy did, takes nothing else of the policy away', async () => {
  const policy = { ...defaultPolicy, shiftEnds: [{ teamId: 'north', time: '18:00', zone: 'Europe/Atlantis' }] };
  await store(policy);

  expect((await policies.read())?.policy).toEqual(policy);
});

test.each([{ protectedProfiles: ['p'] }, { stage: 'half' }, { limits: { changesPerHour: 1 } }])(
  'what this version does not understand (%j) is no policy to decide by: it may forbid something',
  async (later) => {
    await store({ ...defaultPolicy, ...later });

    await expect(policies.read()).rejects.toMatchObject({ code: 'internal-error' });
    await policies.replace(defaultPolicy, 'an operator');
    expect((await policies.read())?.policy).toEqual(defaultPolicy);
  },
);
