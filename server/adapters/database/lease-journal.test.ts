import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTrail } from '../../../test/audit/open-trail.ts';
import type { JournalChange } from '../../changes/ports.ts';
import { systemClock } from '../../clock.ts';
import { insertChange } from './change-rows.ts';
import { openDatabase, type Database } from './database.ts';
import { DatabaseLeases } from './lease-journal.ts';

let folder: string;
let database: Database;
let leases: DatabaseLeases;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-leases-'));
  database = await openDatabase(`file:${join(folder, 'skilldesk.db')}`, { warn: () => undefined });
  const trail = await openTrail(database, 'organization');
  leases = new DatabaseLeases(database, systemClock, 'organization', trail);
});
afterEach(async () => {
  await database.destroy();
  rmSync(folder, { recursive: true });
});

const owner = { id: 'nadia', name: 'Nadia North', email: '' };

function changeNamed(id: string, more: Partial<JournalChange>): JournalChange {
  const authority = {
    id,
    organizationId: 'organization',
    person: { ...owner, role: 'supervisor' as const },
    rights: { values: true, assignments: false },
    scope: { teamIds: [], teams: [], skillProfileIds: [], profileAccess: [] },
    fingerprint: '',
    expiresAt: 0,
  };
  return { id, actor: owner, owner, reason: '', createdAt: 0, authority, items: [], terms: [], reversals: [], ...more };
}

test('a lease ends once, also for whoever reads it when its end has begun', async () => {
  const lease = changeNamed('lease', { until: 1_000 });
  await database.transaction().execute((transaction) => insertChange(transaction, lease));
  const endOf = (id: string) => changeNamed(id, { via: 'lease-end', reverts: 'lease' });
  expect(await leases.end(lease, endOf('first'))).toBe(true);

  const { ended_at } = await database
    .selectFrom('changes')
    .selectAll()
    .where('id', '=', 'lease')
    .executeTakeFirstOrThrow();
  const endedAt = Number(ended_at);
  expect(await leases.end(lease, endOf('late'))).toBe(false);
  expect(await leases.end({ ...lease, endedAt }, endOf('second'))).toBe(false);

  const ends = await database.selectFrom('changes').select('id').where('reverts', '=', 'lease').execute();
  expect(ends).toEqual([{ id: 'first' }]);
});
