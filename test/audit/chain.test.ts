import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chainedText } from '../../server/audit/chain.ts';
import type { AuditHead } from '../../server/audit/ports.ts';
import { verifyChain } from '../../server/audit/verify-chain.ts';
import { AuditDesk, gwen, nadia, organizationId, outcome } from './audit-desk.ts';

const elsewhere = '0a1b2c3d-1111-4222-8333-444455556666';
let desk: AuditDesk;

beforeEach(async () => {
  desk = await AuditDesk.open();
});
afterEach(() => desk.close());

/** What `verify` names, as `kind seq`. */
const found = async (head?: AuditHead): Promise<string[]> => {
  const { faults, valid } = await verifyChain(desk.trail, head);
  expect(valid).toBe(faults.length === 0);
  return faults.map(({ kind, seq }) => `${kind} ${seq}`);
};
const record = async (seq: number) => {
  const known = await desk.trail.find(seq);
  if (!known) throw new Error(`no record ${seq}`);
  return known;
};

test('a chain of 1,200 outcomes holds, and begins at 1 without a gap', async () => {
  await desk.record(1_200);

  const { valid, records, head } = await verifyChain(desk.trail, await desk.trail.head());
  expect({ valid, records }).toEqual({ valid: true, records: 1_200 });
  expect(head).toMatch(/^1200:[0-9a-f]{64}$/);
}, 60_000);

test('an empty chain holds', async () => {
  expect(await found()).toEqual([]);
});

test('three replicas that append at once leave no gap and no fork', async () => {
  const replicas = await Promise.all([desk.replica(), desk.replica(), desk.replica()]);

  const heads = await Promise.all(
    replicas.flatMap((replica, at) =>
      Array.from({ length: 50 }, (_, each) => replica.append(outcome(each, at === 0 ? nadia : gwen))),
    ),
  );

  const seqs = heads.map(({ seq }) => seq).sort((one, other) => one - other);
  expect(seqs).toEqual(Array.from({ length: 150 }, (_, at) => at + 1));
  expect(await found()).toEqual([]);
}, 30_000);

test('a transaction that fails leaves no record and takes no number', async () => {
  await desk.record(1);
  const failing = desk.trail.transaction(async (_transaction, { append }) => {
    await append(outcome(1));
    throw new Error('the power goes');
  });

  await expect(failing).rejects.toThrow('the power goes');
  await desk.record(1);
  expect(await desk.trail.head()).toMatchObject({ seq: 2 });
  expect(await found()).toEqual([]);
});

test('where a record cannot be written nothing of its transaction stands, and it is said why', async () => {
  await desk.record(1);
  const head = await desk.trail.head();
  // Behind the head, where the next one belongs.
  const row = await desk.database.selectFrom('audit_records').selectAll().executeTakeFirstOrThrow();
  await desk.database
    .insertInto('audit_records')
    .values({ ...row, seq: 2 })
    .execute();
  const failing = desk.trail.transaction(async (transaction, { append }) => {
    await transaction
      .insertInto('request_budgets')
      .values({ organization_id: organizationId, spent: '[]', rests_until: 0 })
      .execute();
    await append(outcome(1));
  });

  await expect(failing).rejects.toThrow(/unique/i);
  expect(await desk.database.selectFrom('request_budgets').selectAll().execute()).toEqual([]);
  expect(await desk.trail.head()).toEqual(head);
});

describe('what somebody did to the records who has the database and no key is found and named:', () => {
  beforeEach(() => desk.record(9));

  test.each<[what: string, faults: string[], tamper: () => Promise<unknown>]>([
    [
      'an edited body',
      ['altered 4'],
      async () => desk.change(4, { body: (await record(4)).body.replace('Monday', 'Sunday') }),
    ],
    ['a body written otherwise', ['altered 4'], async () => desk.change(4, { body: `${(await record(4)).body} ` })],
    ['another time', ['altered 4'], () => desk.change(4, { at: 1 })],
    ['an edited MAC', ['altered 4'], () => desk.change(4, { mac: '0'.repeat(64) })],
    ['a record removed', ['missing 4'], () => desk.remove(4)],
    ['several removed', ['missing 4'], () => desk.remove(4, 6)],
    ['the first removed', ['missing 1'], () => desk.remove(1)],
    ['the last removed', ['missing 9'], () => desk.remove(9)],
    ['all removed', ['missing 1'], () => desk.remove(1, 9)],
    [
      'two that changed places',
      ['moved 3', 'moved 7'],
      async () => {
        await desk.change(3, { seq: 1_000 });
        await desk.change(7, { seq: 3 });
        await desk.change(1_000, { seq: 7 });
      },
    ],
    [
      'one removed and the rest moved up',
      ['moved 4', 'moved 5', 'moved 6', 'moved 7', 'moved 8', 'missing 9'],
      async () => {
        await desk.remove(4);
        for (const seq of [5, 6, 7, 8, 9]) await desk.change(seq, { seq: seq - 1 });
      },
    ],
    [
      'one put in at the end, with a key of his own, and the head moved',
      ['altered 10'],
      async () => {
        const { mac: previous, ...last } = await record(9);
        const made = { ...last, seq: 10, previous };
        const mac = createHmac('sha256', 'his own key').update(chainedText(made)).digest('hex');
        await insert({ ...made, mac });
        await desk.database.updateTable('audit_heads').set({ seq: 10, mac }).execute();
      },
    ],
    ['one put behind the head', ['inserted 10'], async () => insert({ ...(await record(9)), seq: 10 })],
    ['one under an unknown key', ['unknown-key 4'], () => desk.change(4, { chain_key: 'another' })],
    [
      'the record of another organization in its place',
      ['unknown-key 4'],
      async () => {
        const trail = await desk.trailOf(elsewhere);
        for (let at = 0; at < 5; at += 1) await trail.append(outcome(at));
        await desk.remove(4);
        await desk.database
          .updateTable('audit_records')
          .set({ organization_id: organizationId })
          .where('organization_id', '=', elsewhere)
          .where('seq', '=', 4)
          .execute();
      },
    ],
    ['another name behind a pseudonym', ['person-altered 1'], () => nameAs('nadia-id', { name: 'Colin Colleague' })],
    ['another person behind a pseudonym', ['person-altered 1'], () => nameAs('nadia-id', { person_id: 'colin-id' })],
    ['a name removed that nobody forgot', ['person-altered 1'], () => nameAs('nadia-id', { name: null, salt: null })],
    [
      'a person removed',
      ['person-altered 1'],
      () => desk.database.deleteFrom('audit_people').where('person_id', '=', 'gwen-id').execute(),
    ],
  ])('%s', async (_what, faults, tamper) => {
    expect(await found()).toEqual([]);

    await tamper();

    expect(await found()).toEqual(faults);
  });

  test('a tail cut off together with the head is found by a head that was written down before', async () => {
    const head = await desk.trail.head();
    const { mac } = await record(6);
    await desk.remove(7, 9);
    await desk.database.updateTable('audit_heads').set({ seq: 6, mac }).execute();

    expect(await found()).toEqual([]);
    expect(await found(head)).toEqual(['cut-off 7']);

    // What is appended since does not hide it.
    await desk.record(5);
    expect(await found(head)).toEqual(['cut-off 9']);
  });

  test('an earlier head is still held', async () => {
    const head = await desk.trail.head();
    await desk.record(3);

    expect(await found(head)).toEqual([]);
  });

  const nameAs = (person: string, set: { name?: string | null; person_id?: string; salt?: null }) =>
    desk.database.updateTable('audit_people').set(set).where('person_id', '=', person).execute();
  const insert = ({ organizationId: organization_id, keyId: chain_key, ...row }: Awaited<ReturnType<typeof record>>) =>
    desk.database
      .insertInto('audit_records')
      .values({ ...row, organization_id, chain_key })
      .execute();
});
