import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

// On PostgreSQL only: on SQLite a second process is refused, which process.test.ts shows.
const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let replica: Awaited<ReturnType<Skilldesk['startReplica']>>;
let nadia: Supervisor;

beforeEach(async () => {
  // Rights are read anew for each request, so that one of two can be held up there.
  skilldesk = await Skilldesk.start({ pauses: { rights: 0 } });
  replica = await skilldesk.startReplica();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterEach(async () => {
  await replica.stop();
  await skilldesk.close();
});

const key = 'one-key-for-both';
const raiseGerman = async () => {
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const set = [{ skillId: skillIds.german, value: 8 }];
  return { edits: [{ skillProfileId: billingSpecialist, revision, set }], reason: 'Mondays are busy' };
};
const here = (path: string, body: unknown) => nadia.call('POST', path, { 'idempotency-key': key }, body);
const there = (path: string, body: unknown) => here(replica.url + path, body);
const puts = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT').length;
const idsOf = (answers: { body: unknown }[]) => new Set(answers.map(({ body }) => (body as Change).id));

/** The one that arrives there has looked for the key, and is held up until the one here has ended. */
async function overtaken(path: string, body: unknown) {
  const { requests, faults } = skilldesk.webex;
  const known = requests.length;
  faults.push({ method: 'GET', path: 'user/by-ci-user-id', delayMs: 2_000 });
  const slow = there(path, body);
  while (!requests.slice(known).some((request) => request.path.includes('user/by-ci-user-id'))) await pause(20);
  const fast = await here(path, body);
  return [fast, await slow];
}

test('the same request at both replicas at once makes one Change', async () => {
  const body = await raiseGerman();

  const answers = await Promise.all([here, there, here, there].map((at) => at('/api/changes', body)));

  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(idsOf(answers).size).toBe(1);
  expect(puts()).toBe(1);
});

test('a request that the same one overtakes finds its Change', async () => {
  const answers = await overtaken('/api/changes', await raiseGerman());

  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(idsOf(answers).size).toBe(1);
  expect(puts()).toBe(1);
});

test('an undo that the same one overtakes finds it, and is not told that it comes too late', async () => {
  const { id } = await nadia.change((await raiseGerman()).edits);

  const answers = await overtaken(`/api/changes/${id}/undo`, { reason: 'It did not help' });

  expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  expect(idsOf(answers).size).toBe(1);
  expect(puts()).toBe(2);
});
