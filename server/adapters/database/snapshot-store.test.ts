import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
