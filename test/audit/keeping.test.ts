import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cell, csvLine } from '../../server/audit/csv.ts';
import { beginExport, exportPage, type ExportedRecord } from '../../server/audit/export-records.ts';
import { keepRetention } from '../../server/audit/keep-retention.ts';
import { verifyChain } from '../../server/audit/verify-chain.ts';
import { AuditDesk, gwen, nadia, outcome } from './audit-desk.ts';

const day = 24 * 60 * 60_000;
let desk: AuditDesk;

beforeEach(async () => {
  desk = await AuditDesk.open();
});
afterEach(() => desk.close());

async function exported(span: { from?: number; to?: number } = {}): Promise<ExportedRecord[]> {
  const { seq: upTo } = await beginExport(desk.trail, 'jsonl', span);
  const records: ExportedRecord[] = [];
  for (let after: number | undefined = 0; after !== undefined;) {
    const page = await exportPage(desk.trail, { after, upTo, ...span });
    records.push(...page.records);
    after = page.after;
  }
  return records;
}

describe('the retention', () => {
  const keep = (replica = desk.trail) =>
    keepRetention({ audit: replica, clock: desk.clock, log: { info: () => undefined } }, 30);

  test('cuts what is older behind a checkpoint that “verify” accepts and names', async () => {
    await desk.record(5);
    desk.now += 20 * day;
    await desk.record(3, 5);
    desk.now += 15 * day;

    await keep();

    expect((await desk.trail.first())?.seq).toBe(6);
    expect(await verifyChain(desk.trail)).toMatchObject({ valid: true, cut: { seq: 5, checkpoint: 9 } });
    desk.now += 16 * day;
    await keep();
    expect(await verifyChain(desk.trail)).toMatchObject({ valid: true, records: 2, cut: { seq: 8, checkpoint: 10 } });
  });

  test('is kept once a day, by one of the replicas that come at once', async () => {
    const replicas = await Promise.all([desk.replica(), desk.replica(), desk.replica()]);
    await desk.record(2);
    desk.now += 31 * day;

    await Promise.all(replicas.map(keep));
    desk.now += 60_000;
    await desk.record(1);
    await Promise.all(replicas.map(keep));

    expect((await desk.trail.records(0, 100)).map(({ action }) => action)).toEqual(['records-cut', 'change-outcome']);
  });

  test('hides nothing: who removes a record himself has no checkpoint for it', async () => {
    await desk.record(5);
    desk.now += 31 * day;
    await keep();
    await desk.record(3);
    await desk.remove(6);

    expect((await verifyChain(desk.trail)).faults).toMatchObject([{ kind: 'missing', seq: 1 }]);
  });

  test('keeps no name longer than the records that mention it', async () => {
    await desk.trail.append(outcome(0, { id: 'leaver', name: 'Lea Leaver', email: '' }));
    desk.now += 31 * day;
    await desk.record(1);

    await keep();

    expect((await desk.trail.people()).map(({ known }) => known?.name).sort()).toEqual([gwen.name, nadia.name]);
    expect(await verifyChain(desk.trail)).toMatchObject({ valid: true });
  });
});

describe('a person who is forgotten', () => {
  test.each(['nadia-id', 'nadia@example.com'])(
    'by %s is a pseudonym in every record, and the chain holds',
    async (by) => {
      await desk.record(3);
      expect(JSON.stringify(await exported())).toContain('Nadia North');

      expect(await desk.trail.forget(by)).toBe(1);

      const records = await exported();
      for (const trace of ['Nadia North', 'nadia@example.com', 'nadia-id'])
        expect(JSON.stringify(records)).not.toContain(trace);
      const [first, second] = records;
      expect(first?.actor).toBe(second?.actor);
      expect(await verifyChain(desk.trail)).toMatchObject({ valid: true, forgotten: 1 });
    },
  );

  test.each([
    ['here', () => Promise.resolve(desk.trail)],
    ['by another process', () => desk.replica()],
  ])('%s has another pseudonym for what comes after, so that nothing leads back', async (_where, trailOf) => {
    // Twice: by then he is remembered.
    await desk.record(2);
    await (await trailOf()).forget('nadia-id');
    await desk.record(1);

    const [before, , , after] = await exported();
    expect(after?.people[after.actor]?.name).toBe('Nadia North');
    expect(before?.actor).not.toBe(after?.actor);
    expect(await verifyChain(desk.trail)).toMatchObject({ valid: true });
  });

  test('under another name is named as of then', async () => {
    await desk.record(1);
    await desk.trail.append(outcome(1, { ...nadia, name: 'Nadia South' }));

    const names = (await exported()).slice(0, 2).map(({ actor, people }) => people[actor]?.name);
    expect(names).toEqual(['Nadia North', 'Nadia South']);
    expect(await desk.trail.forget('nadia-id')).toBe(2);
  });

  test('who is nobody here leaves no record', async () => {
    await desk.trail.append(outcome(0, { id: 'no-address', name: 'Nobody', email: '' }));

    for (const nobody of ['', 'unknown@example.com']) expect(await desk.trail.forget(nobody)).toBe(0);
    expect(await desk.trail.head()).toMatchObject({ seq: 1 });
  });
});

describe('an export', () => {
  test('is a record itself and ends with it, so that the head is in every export', async () => {
    await desk.record(450);

    const records = await exported();

    expect(records).toHaveLength(451);
    expect(records.at(-1)).toMatchObject({ action: 'audit-exported', ...(await desk.trail.head()) });
  }, 30_000);

  test('of a span has what was recorded in it', async () => {
    const start = desk.now;
    for (let at = 0; at < 3; at += 1) {
      await desk.record(1, at);
      desk.now += day;
    }

    const positions = (await exported({ from: start + day, to: start + 2 * day })).map(({ body }) => body['position']);
    expect(positions).toEqual([1, undefined]);
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('has no formula in CSV: %j', (text) => {
    expect(cell(text).replace(/^"/, '')).toBe(`'${text}${cell(text).startsWith('"') ? '"' : ''}`);
  });

  test('keeps quotes, commas and new lines in their cell', () => {
    expect(cell('say "hi", twice\nor more')).toBe('"say ""hi"", twice\nor more"');
  });

  test('tells a Change in one line, and no reason becomes a formula', async () => {
    await desk.trail.append({
      action: 'change-outcome',
      actor: { ...nadia, name: '=HYPERLINK("https://example.com")' },
      body: {
        changeId: 'c1',
        outcome: 'verified',
        reason: '-2+3',
        skillProfile: { id: 'p', name: '@Billing' },
        skills: [{ id: 's', name: 'German', before: null, after: 7 }],
        reached: { agents: 2, teams: [{ id: 't', name: 'North' }] },
      },
    });

    const [record] = await exported();
    const line = record ? csvLine(record) : '';

    expect(line).toContain(`"'=HYPERLINK(""https://example.com"")"`);
    expect(line).toContain(`"'-2+3","'@Billing",German: – → 7,2,North`);
  });
});
