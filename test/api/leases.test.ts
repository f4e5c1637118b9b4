import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChangeList } from '../../shared/api.ts';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert, supportGeneralist } = skillProfileIds;
const { german } = skillIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(async () => {
  vi.useRealTimers();
  await skilldesk.close();
});

const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const inAnHour = () => soon(60 * 60_000);

const setting = async (value: number, skillProfileId: string = billingSpecialist, who = nadia) => ({
  skillProfileId,
  revision: (await who.skillProfile(skillProfileId)).revision,
  set: [{ skillId: german, value }],
});

async function lease(value: number, until: string, more: object = {}, who = nadia): Promise<Change> {
  const { body } = await who.post({ edits: [await setting(value)], reason: 'Mondays are busy', until, ...more });
  return body as Change;
}

const move = (change: Change, wanted: object, who = nadia) =>
  who.call('PATCH', `/api/changes/${change.id}`, {}, wanted);
const read = async ({ id }: Pick<Change, 'id'>, who = nadia) =>
  (await who.call('GET', `/api/changes/${id}`)).body as Change;
const openOnes = async (who = nadia) =>
  ((await who.call('GET', '/api/changes?open=true')).body as ChangeList).changes.map(({ id }) => id);
const undo = (change: Change, who = nadia) =>
  who.call('POST', `/api/changes/${change.id}/undo`, { 'idempotency-key': randomUUID() }, { reason: 'Enough' });


async function stands(skillProfileId: string = billingSpecialist): Promise<unknown> {
  const { values } = await nadia.skillProfile(skillProfileId);
  return values?.find(({ skillId }) => skillId === german)?.value;
}

/** The Change that carried the end out, once it is over. */
async function ended(change: Change): Promise<Change> {
  for (;;) {
    const { endedAt, revertedBy } = await read(change);
    if (endedAt !== undefined && revertedBy !== undefined) return nadia.ended(await read({ id: revertedBy }));
    await wait(50);
  }
}

test('a change with an end is put back by itself, and both say so', async () => {
  const before = await stands();
  const change = await lease(9, soon(1_500));
  expect(change.items[0]?.outcome).toBe('verified');
  expect(change).toMatchObject({ owner: people.nadiaNorth.ciUserId, terms: [] });
  expect(await openOnes()).toEqual([change.id]);
  expect(await stands()).toBe(9);

  const end = await ended(change);
  expect(await stands()).toBe(before);
  expect(end).toMatchObject({
    actor: { name: 'Skilldesk' },
    owner: people.nadiaNorth.ciUserId,
    via: 'lease-end',
    reverts: change.id,
    reason: 'Mondays are busy',
    items: [{ outcome: 'verified', diff: [{ skillId: german, before: 9, after: before }] }],
  });
  expect(await read(change)).toMatchObject({ revertedBy: end.id });
  expect(await openOnes()).toEqual([]);
});
