import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;
let revision: string;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  ({ revision } = await nadia.skillProfile(billingSpecialist));
});
afterAll(() => skilldesk.close());

const edit = (more: object = {}) => ({
  skillProfileId: billingSpecialist,
  revision,
  set: [{ skillId: skillIds.german, value: 6 }],
  ...more,
});
const journalLength = async () =>
  ((await nadia.call('GET', '/api/changes')).body as { changes: unknown[] }).changes.length;

describe('a malformed request is 400 with the place of the fault, and nothing is journaled', () => {
  const good = { edits: [{}], reason: 'why not' };
  test.each<[what: string, body: () => unknown, path: string]>([
    ['no edits', () => ({ ...good, edits: [] }), 'edits'],
    ['more than 500 edits', () => ({ ...good, edits: Array.from({ length: 501 }, () => edit()) }), 'edits'],
    ['no reason', () => ({ edits: [edit()] }), 'reason'],
    ['a reason of blanks', () => ({ edits: [edit()], reason: '   ' }), 'reason'],
    ['a reason of 501 characters', () => ({ edits: [edit()], reason: 'x'.repeat(501) }), 'reason'],
    ['a member that we do not know', () => ({ edits: [edit()], reason: 'r', priority: 1 }), ''],
    ['an edit member that we do not know', () => ({ edits: [edit({ name: 'x' })], reason: 'r' }), 'edits.0'],
    [
      'a proficiency of 11',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.german, value: 11 }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'a proficiency of 5.5',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.german, value: 5.5 }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'a text for a proficiency',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.german, value: '5' }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'a text of 101 characters',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.certification, value: 'x'.repeat(101) }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'no value of an enum skill',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.tier, value: [] }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'a value of another enum skill',
      () => ({ edits: [edit({ set: [{ skillId: skillIds.tier, value: [randomUUID()] }] })], reason: 'r' }),
      'edits.0.set.0.value',
    ],
    [
      'an unknown skill',
      () => ({ edits: [edit({ set: [{ skillId: randomUUID(), value: 5 }] })], reason: 'r' }),
      'edits.0.set.0',
    ],
    ['an edit that names no skill', () => ({ edits: [edit({ set: [] })], reason: 'r' }), 'edits.0'],
    [
      'a skill both set and removed',
      () => ({ edits: [edit({ remove: [skillIds.german] })], reason: 'r' }),
      'edits.0.remove.0',
    ],
    ['a profile twice', () => ({ edits: [edit(), edit()], reason: 'r' }), 'edits.1'],
    [
      'an agent twice',
      () => ({
        edits: Array.from({ length: 2 }, () => ({
          userId: people.standardAgent.id,
          fromSkillProfileId: null,
          toSkillProfileId: billingSpecialist,
        })),
        reason: 'r',
      }),
      'edits.1',
    ],
    ['a revision that is none', () => ({ edits: [edit({ revision: 'x' })], reason: 'r' }), 'edits.0.revision'],
    [
      'an id that is a path',
      () => ({ edits: [edit({ skillProfileId: '../../user' })], reason: 'r' }),
      'edits.0.skillProfileId',
    ],
  ])('%s', async (_what, body, path) => {
    const before = await journalLength();

    const answer = await nadia.post(body());

    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path)).toContain(path);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await journalLength()).toBe(before);
  });

  test('a skill that is gone, and a value that fits no more, by a code that every page has words for', async () => {
    const set = [
      { skillId: randomUUID(), value: 5 },
      { skillId: skillIds.german, value: true },
    ];
    expect(await nadia.post({ edits: [edit({ set })], reason: 'r' })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'skill-gone' }, { code: 'value-misfit', skill: 'German' }] },
    });
  });

  test('what is no JSON', async () => {
    expect(await nadia.post('{"edits":')).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  });

  test.each(['text/plain', 'application/json-patch+json'])('a body of type %s', async (type) => {
    const answer = await nadia.call(
      'POST',
      '/api/changes',
      { 'content-type': type, 'idempotency-key': randomUUID() },
      'edits',
    );
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  test('a body of more than 256 kB', async () => {
    expect(await nadia.post({ edits: [edit()], reason: 'x'.repeat(300_000) })).toMatchObject({
      status: 413,
      body: { code: 'too-large' },
    });
  });
});

test('a person who may only view is refused with 403, and nothing is journaled', async () => {
  const victor = await skilldesk.signIn(people.victorViewer.ciUserId);

  expect(await victor.post({ edits: [edit()], reason: 'r' })).toMatchObject({
    status: 403,
    body: { code: 'not-allowed' },
  });
  expect(
    ((await victor.call('GET', '/api/changes?actor=' + people.victorViewer.ciUserId)).body as { changes: unknown[] })
      .changes,
  ).toEqual([]);
});

describe('the journal', () => {
  test('names who, why, when and what, newest first, page by page', async () => {
    const made = await nadia.change(
      [
        edit({
          revision: (await nadia.skillProfile(billingSpecialist)).revision,
          set: [{ skillId: skillIds.german, value: 1 }],
        }),
      ],
      'Stan is ill',
    );

    const { body } = await nadia.call('GET', `/api/changes?skillProfileId=${billingSpecialist}`);

    const [newest] = (body as { changes: (typeof made)[] }).changes;
    expect(newest).toEqual(made);
    expect(newest).toMatchObject({
      actor: { id: people.nadiaNorth.ciUserId, name: 'Nadia North', email: people.nadiaNorth.email },
      reason: 'Stan is ill',
    });
    expect(newest?.items).toMatchObject([{ outcome: 'verified', diff: [{ skillId: skillIds.german, after: 1 }] }]);
  });

  test('shows to a supervisor of other teams only the items in his scope', async () => {
    const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
    const rosa = await skilldesk.signIn(people.rosaReskill.ciUserId);
    const change = await gwen.change([
      {
        skillProfileId: billingSpecialist,
        revision: (await gwen.skillProfile(billingSpecialist)).revision,
        set: [{ skillId: skillIds.german, value: 2 }],
      },
      {
        skillProfileId: skillProfileIds.salesHunter,
        revision: (await gwen.skillProfile(skillProfileIds.salesHunter)).revision,
        set: [{ skillId: skillIds.german, value: 2 }],
      },
    ]);

    const seen = (await rosa.call('GET', `/api/changes/${change.id}`)).body as typeof change;
    expect(seen.items.map(({ skillProfileId }) => skillProfileId)).toEqual([skillProfileIds.salesHunter]);

    const own = await nadia.change([
      edit({
        revision: (await nadia.skillProfile(billingSpecialist)).revision,
        set: [{ skillId: skillIds.german, value: 4 }],
      }),
    ]);
    expect((await rosa.call('GET', `/api/changes/${own.id}`)).status).toBe(404);
  });

  test('is searched by time and by skill', async () => {
    const found = async (query: string) =>
      ((await nadia.call('GET', `/api/changes?${query}`)).body as { changes: unknown[] }).changes.length;

    expect(await found(`skillId=${skillIds.german}`)).toBeGreaterThan(2);
    expect(await found(`skillId=${skillIds.french}`)).toBe(0);
    expect(await found('from=2000-01-01&to=2001-01-01')).toBe(0);
    expect(await found('from=2000-01-01T00:00:00Z')).toBeGreaterThan(2);
    expect(await found(`outcome=conflict&actor=${people.admin.ciUserId}`)).toBe(0);
  });

  test('refuses a query that it does not know', async () => {
    expect((await nadia.call('GET', '/api/changes?sort=up')).status).toBe(400);
    expect((await nadia.call('GET', '/api/changes?cursor=x')).status).toBe(400);
  });
});

describe('browsers', () => {
  test.each(['https://desktop.wxcc-eu1.cisco.com', 'null'])('on %s may read the API, by preflight', async (origin) => {
    const { status, headers } = await skilldesk.call('OPTIONS', '/api/changes', {
      origin,
      'access-control-request-method': 'POST',
    });

    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    expect(headers.get('access-control-max-age')).toBe('600');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('read the names of the headers that a client needs', async () => {
    const { headers } = await nadia.call('GET', '/api/agents', { origin: 'null' });
    expect(headers.get('access-control-expose-headers')).toBe('ETag, Retry-After, Location, X-Request-Id');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('liveness and readiness', async () => {
  expect((await skilldesk.call('GET', '/healthz')).status).toBe(200);
  expect(await skilldesk.call('GET', '/readyz')).toMatchObject({
    status: 200,
    body: { database: 'ok', token: 'active' },
  });
});

test('an address that cannot be read is a bad request', async () => {
  expect(await nadia.call('GET', '/api/skill-profiles/%E0%A4%A')).toMatchObject({
    status: 400,
    body: { code: 'bad-request' },
  });
});

test('an address that is none is a problem like any other', async () => {
  expect(await skilldesk.call('GET', '/nowhere')).toMatchObject({ status: 404, body: { code: 'not-found' } });
});

test.each(['/API/agents', '/api/Agents', '/api/agents/', '//api/agents'])(
  '%s finds no way round the guard',
  async (path) => {
    expect((await nadia.call('GET', path)).status).toBe(404);
    expect([401, 404]).toContain((await skilldesk.call('GET', path)).status);
  },
);
