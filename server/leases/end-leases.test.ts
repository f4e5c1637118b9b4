import { expect, test } from 'vitest';
import type { ChangeJournal, JournalChange } from '../changes/ports.ts';
import type { Log } from '../log.ts';
import { endDueLeases, leaseEnder } from './end-leases.ts';
import type { LeaseJournal } from './ports.ts';

const silent = { info: () => undefined, error: () => undefined } as unknown as Log;

/** Leases without items, by their ends; the journal cannot read those in `broken`. */
function desk(ends: Record<string, number>, broken: string[] = []) {
  const ended: string[] = [];
  const journal = {
    read: (id: string) =>
      broken.includes(id)
        ? Promise.reject(new Error('cannot be read'))
        : Promise.resolve({ id, until: ends[id], items: [] } as unknown as JournalChange),
  } as unknown as ChangeJournal;
  const leases = {
    due: () => Promise.resolve(Object.keys(ends).map((id) => ({ id, until: 1_000 }))),
    end: ({ id }: JournalChange) => Promise.resolve(ended.push(id) > 0),
  } as unknown as LeaseJournal;
  return { ended, ports: { journal, leases, clock: { now: () => 2_000 }, log: silent } };
}

test('a lease whose end was moved while others were ended before it does not end', async () => {
  const { ended, ports } = desk({ first: 1_000, moved: 900_000 });
  await endDueLeases(ports);
  expect(ended).toEqual(['first']);
});

test('a lease that cannot be ended keeps no other waiting', async () => {
  const { ended, ports } = desk({ broken: 1_000, other: 1_000 }, ['broken']);
  await endDueLeases(ports);
  expect(ended).toEqual(['other']);
});

test('while many leases are ended, nobody looks for them again', async () => {
  const { ended, ports } = desk({ first: 1_000, second: 1_000 });
  const endDue = leaseEnder(ports);
  await Promise.all([endDue(), endDue()]);
  expect(ended).toEqual(['first', 'second']);
  await endDue();
  expect(ended).toHaveLength(4);
});
