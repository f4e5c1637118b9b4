import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
const { german, english } = skillIds;
const hour = 60 * 60_000;
let skilldesk: Skilldesk;
let nadia: Supervisor;
let key: string;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  key = randomUUID();
});
afterEach(() => skilldesk.close());

const setting = async (skillProfileId: string, value: number) => ({
  skillProfileId,
  revision: (await nadia.skillProfile(skillProfileId)).revision,
  set: [{ skillId: german, value }],
});
const raiseGerman = async (reason = 'Mondays are busy') => ({ edits: [await setting(billingSpecialist, 8)], reason });
const undo = (change: Change, undoKey: string, who = nadia, reason = 'It did not help') =>
  who.call('POST', `/api/changes/${change.id}/undo`, { 'idempotency-key': undoKey }, { reason });
const idOf = ({ body }: { body: unknown }) => (body as Change).id;
const journal = async () => ((await nadia.call('GET', '/api/changes')).body as { changes: Change[] }).changes;
const puts = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT').length;
/** As if everything had been asked for so much earlier. */
const passes = (milliseconds: number) =>
  skilldesk.tamper(`update idempotency_keys set created_at = created_at - ${milliseconds}`);

describe('the key', () => {
  test('is required', async () => {
    const answer = await nadia.call('POST', '/api/changes', {}, await raiseGerman());
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-missing' } });
  });

  test.each([
    ['7 characters', 'x'.repeat(7)],
    ['129 characters', 'x'.repeat(129)],
    ['one with a blank', 'with blank 1'],
    ['one with a slash', 'with/slash'],
  ])('is refused as %s', async (_what, refused) => {
    const answer = await nadia.post(await raiseGerman(), refused);
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });

  test.each([
    ['8 characters', 'x'.repeat(8)],
    ['128 characters', 'x'.repeat(128)],
    ['one of all that is allowed', 'Aa0._:-z'],
  ])('is taken as %s', async (_what, taken) => {
    expect((await nadia.post(await raiseGerman(), taken)).status).toBe(201);
  });
});

describe('the same request again', () => {
  test('finds the Change as it stands: 202 while it runs, 201 when it has ended', async () => {
    const body = await raiseGerman();
    const busy = { status: 429, headers: { 'Retry-After': '3' } };
    skilldesk.webex.faults.push({ method: 'GET', path: '/skill-profile/', ...busy });
    const first = await nadia.post(body, key);

    const second = await nadia.post(body, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.headers.get('retry-after')).toBe('1');
    expect(second.headers.get('location')).toBe(`/api/changes/${idOf(first)}`);
    expect(second.body).toMatchObject({ id: idOf(first), items: [{ outcome: 'pending', rule: 'webex-busy' }] });

    const ended = await nadia.ended(first.body as Change);
    expect(await nadia.post(body, key)).toMatchObject({ status: 201, body: { ...ended } });
    expect(puts()).toBe(1);
  });

  test('finds it after it was taken back, too', async () => {
    const body = await raiseGerman();
    const first = await nadia.post(body, key);
    const back = await undo(first.body as Change, randomUUID());

    expect(await nadia.post(body, key)).toMatchObject({
      status: 201,
      body: { id: idOf(first), revertedBy: idOf(back) },
    });
    expect(puts()).toBe(2);
  });

  test('eight times at once makes one Change, and whoever is too early is told to ask again', async () => {
    const body = await raiseGerman();

    const answers = await Promise.all(Array.from({ length: 8 }, () => nadia.post(body, key)));

    const made = answers.filter(({ status }) => status !== 409);
    expect(made.length).toBeGreaterThan(0);
    expect(new Set(made.map(idOf)).size).toBe(1);
    for (const { status, body: problem } of answers)
      if (status === 409) expect(problem).toMatchObject({ code: 'idempotency-key-in-use' });
    expect(await journal()).toHaveLength(1);
    expect(puts()).toBe(1);
  });

  test('is the same however its JSON is written', async () => {
    const { edits, reason } = await raiseGerman();
    const [{ skillProfileId, revision, set }] = edits as [(typeof edits)[number]];
    const first = await nadia.post({ edits, reason }, key);

    const reordered = { reason: ` ${reason}\n`, edits: [{ remove: [], set, revision, skillProfileId }] };
    const again = await nadia.post(JSON.stringify(reordered, null, 4), key);

    expect([again.status, idOf(again)]).toEqual([201, idOf(first)]);
  });
});

describe('another request under the same key', () => {
  test('is 422, and changes nothing', async () => {
    await nadia.post(await raiseGerman(), key);

    for (const other of [await raiseGerman('Another reason'), { ...(await raiseGerman()), acknowledge: true }])
      expect(await nadia.post(other, key)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await journal()).toHaveLength(1);
  });

  test('at the same moment is 422 as well: one of the two is made', async () => {
    const one = { edits: [await setting(billingSpecialist, 8)], reason: 'One' };
    const other = { edits: [await setting(supportExpert, 8)], reason: 'Other' };

    const answers = await Promise.all([nadia.post(one, key), nadia.post(other, key)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(await journal()).toHaveLength(1);
    expect(puts()).toBe(1);
  });

  test('is taken when the first was refused as a whole: it made no Change', async () => {
    const good = await raiseGerman();
    const bad = { ...good, edits: [{ ...good.edits[0], set: [{ skillId: german, value: 'eight' }] }] };
    expect((await nadia.post(bad, key)).status).toBe(400);

    expect((await nadia.post(good, key)).status).toBe(201);
  });

  test('of another person is his own', async () => {
    const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
    const hers = await nadia.post(await raiseGerman(), key);

    const his = await colin.post(await raiseGerman('Colin does'), key);

    expect(his).toMatchObject({ status: 201, body: { actor: { id: people.colinColleague.ciUserId } } });
    expect(idOf(his)).not.toBe(idOf(hers));
  });

  test('of another path is another: an undo, and the undo of another Change', async () => {
    const change = await nadia.post(await raiseGerman(), key);
    const other = await nadia.change([await setting(supportExpert, 8)]);

    const answers = [await undo(change.body as Change, key), await undo(other, key)];

    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(answers.map(({ body }) => (body as Change).reverts)).toEqual([idOf(change), other.id]);
  });
});

describe('an undo', () => {
  test('sent again is the same one; of another reason it is 422', async () => {
    const change = await nadia.change([await setting(billingSpecialist, 8)]);
    const first = await undo(change, key);

    expect(await undo(change, key)).toMatchObject({ status: 201, body: { id: idOf(first), reverts: change.id } });
    expect(await undo(change, key, nadia, 'Another')).toMatchObject({ body: { code: 'idempotency-key-reused' } });
  });

  test('eight times at once is one, and nobody is told that somebody else took it back', async () => {
    const change = await nadia.change([await setting(billingSpecialist, 8)]);

    const answers = await Promise.all(Array.from({ length: 8 }, () => undo(change, key)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await journal()).toHaveLength(2);
    expect(puts()).toBe(2);
  });

  test('of a colleague under the same key is his own, and too late', async () => {
    const change = await nadia.change([await setting(billingSpecialist, 8)]);
    const colin = await skilldesk.signIn(people.colinColleague.ciUserId);
    await undo(change, key);

    expect(await undo(change, key, colin)).toMatchObject({ status: 409, body: { code: 'already-reverted' } });
  });
});

describe('a key is kept for 24 hours', () => {
  test('a minute before their end it finds the Change', async () => {
    const body = await raiseGerman();
    const first = await nadia.post(body, key);
    await passes(24 * hour - 60_000);

    expect(idOf(await nadia.post(body, key))).toBe(idOf(first));
  });

  test('and after them it is a new one, for any request', async () => {
    const first = await nadia.post(await raiseGerman(), key);
    await passes(24 * hour);
    const { revision } = await nadia.skillProfile(billingSpecialist);
    const edit = { skillProfileId: billingSpecialist, revision, set: [{ skillId: english, value: 1 }] };

    const [one, two] = await Promise.all([1, 2].map(() => nadia.post({ edits: [edit], reason: 'A day later' }, key)));

    expect([one?.status, two?.status]).toEqual([201, 201]);
    expect(one?.body).toMatchObject({ reason: 'A day later', items: [{ outcome: 'verified' }] });
    expect([one, two].map((answer) => answer && idOf(answer))).not.toContain(idOf(first));
    expect(await journal()).toHaveLength(2);
  });
});
