import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLog } from '../../log.ts';
import { openDatabase, type Database } from './database.ts';
import { DatabaseSnapshot } from './snapshot-store.ts';

const listed = { id: 'profile', name: 'Service', description: '', stamp: 'first' };
const content = (value: number) => ({ revision: `revision ${value}`, values: new Map([['german', value]]) });
let folder: string;
let database: Database;
let snapshot: DatabaseSnapshot;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-'));
  database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, openLog('silent'));
  snapshot = new DatabaseSnapshot(database, 'organization');
  await snapshot.saveLists({ asOf: 1, skills: [], teams: [], users: [], skillProfiles: [listed], queues: [] });
  await snapshot.saveSkillProfile(listed, content(5), 2);
});
afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

test('somebody opens a profile in which nothing has changed: nobody’s copy of the organization is read again', async () => {
  const before = await snapshot.load();

  await snapshot.saveSkillProfile(listed, content(5), 3);

  expect(await snapshot.load()).toBe(before);
});

test('a minute’s lists in which nothing is new are one younger copy, and no change', async () => {
  const changed = () => database.selectFrom('snapshots').select(['changed', 'as_of']).executeTakeFirstOrThrow();
  const before = await changed();

  await snapshot.saveLists({ asOf: 9, skills: [], teams: [], users: [], skillProfiles: [listed], queues: [] });
  await snapshot.saveDynamicSkills(new Map(), 9);

  expect(await changed()).toEqual({ changed: before.changed, as_of: 9 });
});

test.each([
  ['its values', listed, content(6)],
  ['its name', { ...listed, name: 'Sales' }, content(5)],
  ['its stamp alone', { ...listed, stamp: 'second' }, content(5)],
])('somebody opens a profile, and %s changed elsewhere: everybody sees it', async (_, now, values) => {
  await snapshot.load();

  await snapshot.saveSkillProfile(now, values, 3);

  const profile = (await snapshot.load())?.skillProfiles.get('profile');
  expect(profile).toMatchObject({ ...now, content: values });
});

test('what was read before the newest reading began does not take its place', async () => {
  await snapshot.saveSkillProfile(listed, content(5), 9);

  await snapshot.saveSkillProfile(listed, content(4), 8);

  expect((await snapshot.load())?.skillProfiles.get('profile')?.content).toEqual(content(5));
});

test('many who ask at once, after something has changed, wait for one reading', async () => {
  await snapshot.load();
  await snapshot.saveSkillProfile(listed, content(6), 3);

  const loaded = await Promise.all(Array.from({ length: 20 }, () => snapshot.load()));

  expect(new Set(loaded).size).toBe(1);
});

describe('another process that has read the organization before', () => {
  const lists = {
    skills: [],
    teams: [{ id: 'team', name: 'North', skillProfileId: null }],
    users: [],
    skillProfiles: [listed],
    queues: [],
  };
  let other: DatabaseSnapshot;

  beforeEach(async () => {
    await snapshot.saveLists({ ...lists, asOf: 10 });
    other = new DatabaseSnapshot(database, 'organization');
  });

  test('reads again what changed, and that alone', async () => {
    const before = await other.load();
    await snapshot.saveSkillProfile(listed, content(6), 11);

    const after = await other.load();

    expect(after?.skillProfiles.get('profile')?.content).toEqual(content(6));
    expect(after?.teams).toBe(before?.teams);
  });

  test('reads nothing again when the lists are as they were', async () => {
    const before = await other.load();
    await snapshot.saveLists({ ...lists, asOf: 12 });

    const after = await other.load();

    expect(after).toMatchObject({ asOf: 12 });
    expect(after?.skillProfiles).toBe(before?.skillProfiles);
    expect(after?.teams).toBe(before?.teams);
  });

  test.each<[string, () => Promise<void>]>([
    ['not in the lists any more', () => snapshot.saveLists({ ...lists, asOf: 12, skillProfiles: [] })],
    ['found deleted when it is opened', () => snapshot.removeSkillProfile('profile')],
  ])('knows that a profile is gone: %s', async (_, takeAway) => {
    await other.load();
    await takeAway();

    const after = await other.load();

    expect([...(after?.skillProfiles.keys() ?? [])]).toEqual([]);
    expect([...(after?.teams.keys() ?? [])]).toEqual(['team']);
  });

  test('sees what the version before this one writes beside it, which says of no row that it changed', async () => {
    await other.load();
    await snapshot.saveSkillProfile(listed, content(6), 11);
    const body = JSON.stringify({ id: 'team', name: 'South' });
    await database.updateTable('snapshot_entities').set({ body }).where('kind', '=', 'team').execute();
    await database
      .updateTable('snapshots')
      .set(({ eb }) => ({ changed: eb('changed', '+', 1) }))
      .execute();

    const after = await other.load();

    expect(after?.teams.get('team')?.name).toBe('South');
    expect(after?.skillProfiles.get('profile')?.content).toEqual(content(6));
  });

  test('knows again that nothing is certain when everything is to be read anew', async () => {
    await other.load();
    await snapshot.markAllStale();

    expect((await other.load())?.skillProfiles.get('profile')?.stale).toBe(true);
  });
});
