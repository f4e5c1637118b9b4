import { expect, test } from 'vitest';
import type { Session } from '../identity/session.ts';
import { listChanges } from './list-changes.ts';
import type { ChangeFilter, ChangeJournal, JournalChange } from './ports.ts';

const session = {
  person: { id: 'nadia' },
  scope: { teamIds: [], teams: [], skillProfileIds: ['hers'], profileAccess: [] },
} as unknown as Session;

/** Made at `createdAt`, which is its id too. */
const change = (createdAt: number, skillProfileId: string): JournalChange => ({
  id: String(createdAt),
  actor: { id: 'somebody', name: '', email: '' },
  reason: '',
  createdAt,
  authority: session,
  items: [
    {
      changeId: String(createdAt),
      position: 0,
      edit: { skillProfileId, revision: '', set: [], remove: [] },
      outcome: 'verified',
      differences: [],
      effect: [],
      attempts: 1,
      dueAt: 0,
      teamIds: [],
    },
  ],
  reversals: [],
  terms: [],
});

test('somebody who may see only the oldest Change gets to it in steps, none of which reads the whole journal', async () => {
  const all = Array.from({ length: 5_000 }, (_, at) => change(at, at === 0 ? 'hers' : 'foreign')).reverse();
  let read = 0;
  const journal = {
    list({ before }: ChangeFilter, limit: number) {
      const page = all.filter(({ createdAt }) => !before || createdAt < before.createdAt).slice(0, limit);
      read += page.length;
      return Promise.resolve({ changes: page, next: page.length === limit ? page.at(-1) : undefined });
    },
  } as ChangeJournal;

  const found: string[] = [];
  let cursor: string | undefined;
  let steps = 0;
  do {
    read = 0;
    const list = await listChanges({ journal, organization: undefined, clock: { now: Date.now } }, session, { cursor });
    expect(read).toBeLessThanOrEqual(1_000);
    found.push(...list.changes.map(({ id }) => id));
    cursor = list.nextCursor;
    steps += 1;
  } while (cursor !== undefined);

  expect(found).toEqual(['0']);
  expect(steps).toBeGreaterThan(1);
});

test('nobody finds a Change by an item of it that he may not see', async () => {
  const [hers] = change(1, 'hers').items;
  const [foreign] = change(1, 'foreign').items;
  const both = { ...change(1, 'hers'), items: [hers, { ...foreign, outcome: 'failed' }] } as JournalChange;
  const journal = { list: () => Promise.resolve({ changes: [both], next: undefined }) } as unknown as ChangeJournal;
  const found = async (query: object) =>
    (await listChanges({ journal, organization: undefined, clock: { now: Date.now } }, session, query)).changes.length;

  expect(await found({ skillProfileId: 'hers' })).toBe(1);
  expect(await found({ outcome: 'verified' })).toBe(1);
  expect(await found({ skillProfileId: 'foreign' })).toBe(0);
  expect(await found({ outcome: 'failed' })).toBe(0);
  expect(await found({ skillId: 'foreign' })).toBe(0);
});
