import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { DatabaseAuditTrail } from '../../server/adapters/database/audit-trail.ts';
import { DatabaseChangeJournal } from '../../server/adapters/database/change-journal.ts';
import { ElsewhereChanges } from '../../server/adapters/database/elsewhere-changes.ts';
import { openDatabase, type Database } from '../../server/adapters/database/database.ts';
import { DatabaseLeases } from '../../server/adapters/database/lease-journal.ts';
import { DatabaseSnapshot } from '../../server/adapters/database/snapshot-store.ts';
import type { Actor, JournalChange, JournalItem } from '../../server/changes/ports.ts';
import { systemClock } from '../../server/clock.ts';
import { openTrail } from '../audit/open-trail.ts';
import { createDatabase, dropDatabase } from '../postgres/postgres-server.ts';

const organizationId = 'organization';
const nadia: Actor = { id: 'nadia', name: 'Nadia North', email: '' };
const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';

let folder: string;
let url: string;
let database: Database;
let journal: DatabaseChangeJournal;
let leases: DatabaseLeases;
let trail: DatabaseAuditTrail;
let snapshot: DatabaseSnapshot;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-leases-'));
  url = onPostgres ? await createDatabase(inject('postgresUrl')) : `file:${join(folder, 'skilldesk.db')}`;
  database = await openDatabase(url, { warn: () => undefined });
  trail = await openTrail(database, organizationId);
  snapshot = new DatabaseSnapshot(database, organizationId);
  const elsewhere = new ElsewhereChanges(organizationId, systemClock);
  journal = new DatabaseChangeJournal(database, snapshot, systemClock, organizationId, trail, elsewhere);
  leases = new DatabaseLeases(database, systemClock, organizationId, trail);
});
afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
  if (onPostgres) await dropDatabase(url);
});

/** A Change of one profile, as it stands in the journal. */
async function made(times: Pick<JournalChange, 'startsAt' | 'until'>, outcome: JournalItem['outcome']) {
  const id = randomUUID();
  const now = Date.now();
  const item: JournalItem = {
    changeId: id,
    position: 0,
    edit: { skillProfileId: 'profile', revision: '', set: [{ skillId: 'german', value: 9 }], remove: [] },
    outcome,
    differences: [],
    effect: [],
    attempts: 0,
    dueAt: now,
    teamIds: [],
  };
  const change: JournalChange = {
    id,
    actor: nadia,
    owner: nadia,
    reason: 'Mondays are busy',
    createdAt: now,
    authority: {
      id,
      organizationId,
      person: { ...nadia, role: 'supervisor' },
      rights: { values: true, assignments: true },
      scope: { teamIds: [], teams: [], skillProfileIds: [], profileAccess: [] },
      fingerprint: '',
      expiresAt: now,
    },
    items: [item],
    reversals: [],
    terms: [],
    ...times,
  };
  await journal.intend(change, { path: '/api/changes', key: id, bodyHash: '' });
  return (await journal.read(id)) ?? change;
}

const itemOf = async ({ id }: JournalChange) => (await journal.read(id))?.items[0];
const until = Date.now() + 60_000;

test('the end of a lease does not begin by what was known before somebody took a stopped item up again', async () => {
  const lease = await made({ until }, 'stopped');
  const [item] = lease.items;
  expect(item && (await journal.reopen([item], nadia))).toBe(1);

  expect(await leases.end(lease, undefined)).toBe(false);
  expect((await journal.read(lease.id))?.endedAt).toBeUndefined();
  expect(await itemOf(lease)).toMatchObject({ outcome: 'pending' });
});

test('nothing of a lease is taken up again once its end has begun', async () => {
  const lease = await made({ until }, 'stopped');
  const [item] = lease.items;
  expect(await leases.end(lease, undefined)).toBe(true);

  expect(item && (await journal.reopen([item], nadia))).toBe(0);
  expect(await itemOf(lease)).toMatchObject({ outcome: 'stopped' });
});

test('with its outcome an item gives back the claim under which it travels, and no sooner', async () => {
  const [item] = (await made({}, 'pending')).items;
  if (!item) throw new Error('no item');
  const claim = { target: 'profile', owner: 'one' };
  const claimOfAnother = { ...claim, owner: 'another' };
  expect((await journal.takeUp(claim, 20_000, item))?.item).toMatchObject({ outcome: 'pending' });

  expect(await journal.record({ ...item, claim }, { rule: 'webex-busy' })).toEqual({});
  expect(await journal.takeUp(claimOfAnother, 20_000, item)).toBeUndefined();

  const differences = [{ skillId: 'german', before: 5, after: 9 }];
  const recorded = await journal.record({ ...item, claim }, { outcome: 'verified', differences });
  expect(recorded?.change).toEqual(await journal.read(item.changeId));
  expect(recorded?.change?.items).toMatchObject([{ outcome: 'verified', differences }]);
  expect((await journal.takeUp(claimOfAnother, 20_000, item))?.item).toMatchObject({ outcome: 'verified' });
});

test('what begins later gets no end by a move that was decided before it began', async () => {
  const change = await made({ startsAt: Date.now() + 1 }, 'scheduled');
  const [item] = change.items;
  if (!item) throw new Error('no item');
  const differences = [{ skillId: 'german', before: 5, after: 9 }];
  expect(await journal.record(item, { outcome: 'verified', differences })).toBeDefined();

  const term = { at: Date.now(), actor: nadia, until, owner: nadia };
  expect(await leases.move(change, { term, takes: false })).toBe(false);
  expect((await journal.read(change.id))?.until).toBeUndefined();
});

test('of two moves that know nothing of each other the second is refused', async () => {
  const lease = await made({ until }, 'pending');
  const colin: Actor = { id: 'colin', name: 'Colin Clarke', email: '' };
  const at = Date.now();
  expect(await leases.move(lease, { term: { at, actor: nadia, until, owner: colin }, takes: false })).toBe(true);

  const later = { at, actor: nadia, until: until + 60_000, owner: nadia };
  expect(await leases.move(lease, { term: later, takes: false })).toBe(false);
  expect(await journal.read(lease.id)).toMatchObject({ until, owner: colin });
});

test('an end that begins as a lease is handed over is begun again for whoever has it now', async () => {
  const lease = await made({ until }, 'verified');
  const colin = { id: 'colin', name: 'Colin Clarke', email: 'colin@example.com' };
  const term = { at: Date.now(), actor: nadia, until, owner: colin };
  expect(await leases.move(lease, { term, takes: false })).toBe(true);

  expect(await leases.end(lease, undefined)).toBe(false);
  expect(await leases.end((await journal.read(lease.id)) ?? lease, undefined)).toBe(true);
});

test('a lease ends once, also for whoever reads it when its end has begun', async () => {
  const lease = await made({ until }, 'verified');
  expect(await leases.end(lease, undefined)).toBe(true);
  expect(await leases.end(lease, undefined)).toBe(false);
  expect(await leases.end((await journal.read(lease.id)) ?? lease, undefined)).toBe(false);
});

test.each([
  ['ends', (item: JournalItem) => journal.record(item, { outcome: 'refused', rule: 'outside-scope' })],
  ['is stopped', (item: JournalItem) => journal.stop([item], nadia)],
])('what %s as its lease is handed over is recorded for whose it is then', async (_how, end) => {
  const lease = await made({ until }, 'pending');
  const [item] = lease.items;
  if (!item) throw new Error('no item');
  const colin = { id: 'colin', name: 'Colin Clarke', email: '' };

  const ending = end(item);
  await snapshot.load();
  const moved = await leases.move(lease, { term: { at: Date.now(), actor: nadia, until, owner: colin }, takes: false });
  await ending;

  expect(moved).toBe(true);
  const records = await trail.records(0, 10);
  const [accepted, ...later] = records.map(({ action, body }) => ({
    action,
    ...(JSON.parse(body) as { owner?: string[]; ownerAfter?: string[] }),
  }));
  let owner = accepted?.owner;
  for (const record of later) {
    if (record.action === 'lease-moved') owner = record.ownerAfter;
    if (record.action === 'change-outcome') expect(record.owner).toEqual(owner);
  }
  expect(later.map(({ action }) => action)).toContain('change-outcome');
});
