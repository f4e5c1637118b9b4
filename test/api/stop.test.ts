import { afterEach, beforeEach, expect, test } from 'vitest';
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
afterEach(() => skilldesk.close());

const setting = async (skillProfileId: string, value: number) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set: [{ skillId: german, value }],
});
const all = async () => [
  await setting(billingSpecialist, 8),
  await setting(supportExpert, 8),
  await setting(supportGeneralist, 8),
];
const post = async (edits: unknown[]) => (await nadia.post({ edits, reason: 'Mondays are busy' })).body as Change;
const tell = (change: Change, what: 'stop' | 'continue', who = nadia) =>
  who.call('POST', `/api/changes/${change.id}/${what}`);
const outcomes = ({ items }: Change) => items.map(({ outcome, rule }) => (rule ? `${outcome}: ${rule}` : outcome));
const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT');

test('a stop ends what has not begun, what was sent gets its outcome, and to continue takes up the rest', async () => {
  const edits = await all();
  skilldesk.webex.faults.push({ method: 'PUT', path: billingSpecialist, delayMs: 1_500 });
  const posting = post(edits);
  const [open] = await untilSent();
  if (!open) throw new Error('no Change is open');

  const stopped = (await tell(open, 'stop')).body as Change;
  expect(outcomes(stopped)).toEqual(['sent', 'stopped', 'stopped']);
  expect(outcomes(await nadia.ended(await posting))).toEqual(['verified', 'stopped', 'stopped']);
  expect(writes()).toHaveLength(1);

  const going = await tell(open, 'continue');
  expect(going.status).toBe(200);
  expect(outcomes(await nadia.ended(going.body as Change))).toEqual(['verified', 'verified', 'verified']);
  expect(writes()).toHaveLength(3);
});

test('whoever may edit the same stops and continues what a colleague began; it stays the colleague’s', async () => {
  await skilldesk.operate('pause');
  const change = await post(await all());
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);

  expect(outcomes((await tell(change, 'stop', colin)).body as Change)).toEqual(['stopped', 'stopped', 'stopped']);
  await skilldesk.operate('resume');
  const going = (await tell(change, 'continue', colin)).body as Change;

  const ended = await colin.ended(going);
  expect(outcomes(ended)).toEqual(['verified', 'verified', 'verified']);
  expect(ended.actor.id).toBe(people.nadiaNorth.ciUserId);
});

test('whoever may not edit the same stops nothing of what a colleague began, and is told so', async () => {
  await skilldesk.operate('pause');
  const change = await post(await all());
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  await skilldesk.importPolicy({ protectedSkills: [german] });

  const { status, body } = await tell(change, 'stop', colin);

  expect(status).toBe(403);
  expect(body).toMatchObject({ code: 'not-allowed', detail: expect.stringContaining('Nothing was stopped') as string });
  const { body: now } = await nadia.call('GET', `/api/changes/${change.id}`);
  expect((now as Change).items.map(({ outcome }) => outcome)).toEqual(['pending', 'pending', 'pending']);
});

test('of what a colleague began, whoever may edit a part stops that part', async () => {
  await skilldesk.operate('pause');
  const french = { ...(await setting(supportExpert, 8)), set: [{ skillId: skillIds.french, value: 8 }] };
  const change = await post([await setting(billingSpecialist, 8), french]);
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  await skilldesk.importPolicy({ protectedSkills: [german] });

  const { status, body } = await tell(change, 'stop', colin);

  expect(status).toBe(200);
  expect((body as Change).items.map(({ outcome }) => outcome)).toEqual(['pending', 'stopped']);
});

test('the audit trail names who stopped and who continued, and which items', async () => {
  await skilldesk.operate('pause');
  const change = await post(await all());
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
  await tell(change, 'stop', colin);
  await tell(change, 'stop', colin);
  await skilldesk.operate('resume');
  await nadia.ended((await tell(change, 'continue')).body as Change);

  const records = (await skilldesk.exportAudit()).filter(({ body }) => body['changeId'] === change.id);
  const told = records.map(({ action, actor, body, people: named }) => [
    named[actor]?.id,
    action,
    body['outcome'] ?? body['positions'],
  ]);
  const [hers, his] = [people.nadiaNorth.ciUserId, people.colinColleague.ciUserId];
  expect(told).toEqual([
    [hers, 'change-accepted', undefined],
    [his, 'change-stopped', [0, 1, 2]],
    ...Array.from({ length: 3 }, () => [hers, 'change-outcome', 'stopped']),
    [hers, 'change-continued', [0, 1, 2]],
    ...Array.from({ length: 3 }, () => [hers, 'change-outcome', 'verified']),
  ]);
  expect(await skilldesk.verifyAudit()).toMatchObject({ valid: true });
});

test('what is continued is authorized anew', async () => {
  await skilldesk.operate('pause');
  const change = await post(await all());
  await tell(change, 'stop');
  await skilldesk.operate('resume');
  await skilldesk.importPolicy({ stage: 'preview' });
  const colin = await skilldesk.signIn(people.colinColleague.ciUserId);

  // He may not do it himself, so it stays as it is.
  expect(await tell(change, 'continue', colin)).toMatchObject({
    status: 403,
    body: { code: 'not-allowed', detail: expect.stringContaining('Nothing was continued') as string },
  });
  const going = (await tell(change, 'continue')).body as Change;

  expect(outcomes(await nadia.ended(going))).toEqual(Array.from({ length: 3 }, () => 'refused: rights-lost'));
  expect(writes()).toEqual([]);
});

test('to stop or continue what has ended changes nothing', async () => {
  const change = await nadia.change(await all());

  expect((await tell(change, 'stop')).body).toEqual(change);
  expect((await tell(change, 'continue')).body).toEqual(change);
});

async function untilSent(): Promise<Change[]> {
  for (;;) {
    const { body } = await nadia.call('GET', '/api/changes?open=true');
    const { changes } = body as { changes: Change[] };
    if (changes.some(({ items }) => items.some(({ outcome }) => outcome === 'sent'))) return changes;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
