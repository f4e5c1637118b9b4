import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditPage, AuditVerification } from '../../shared/admin-api.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { signInAtConsole, type Admin } from './admin.ts';
import { Skilldesk } from './skilldesk.ts';

const { billingSpecialist, supportExpert } = skillProfileIds;
let skilldesk: Skilldesk;
let vera: Admin;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  vera = await signInAtConsole(skilldesk, 'viewer', 'Vera Viewer');
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  await nadia.ended(await nadia.set(billingSpecialist, skillIds.german, 8));
  await nadia.change([{ userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: supportExpert }]);
  await skilldesk.operate('pause');
  await skilldesk.operate('resume');
});
afterAll(() => skilldesk.close());

const search = async (query: Record<string, string> = {}) => {
  const { status, body } = await vera.call('GET', `/admin/api/audit?${new URLSearchParams(query).toString()}`);
  expect(status).toBe(200);
  return body as AuditPage;
};
const actions = ({ records }: AuditPage) => records.map(({ action }) => action);

describe('a viewer finds audit records', () => {
  test('newest first, with the names of those whom they name', async () => {
    const { records } = await search();

    expect(records.map(({ seq }) => seq)).toEqual(records.map(({ seq }) => seq).sort((one, other) => other - one));
    const made = records.find(({ action }) => action === 'change-accepted');
    expect(made?.people[made.actor]).toMatchObject({ id: people.nadiaNorth.ciUserId });
  });

  test.each([
    ['by a part of the name', () => 'nadia'],
    ['by the id', () => people.nadiaNorth.ciUserId],
  ])('of one actor %s', async (_how, actor) => {
    expect(new Set(actions(await search({ actor: actor() })))).toEqual(new Set(['change-accepted', 'change-outcome']));
  });

  test('of an operator at the command line', async () => {
    expect(actions(await search({ actor: 'operator' }))).toEqual(['resumed', 'paused']);
  });

  test('of one action, and of a time', async () => {
    expect(actions(await search({ action: 'paused' }))).toEqual(['paused']);
    expect(actions(await search({ from: new Date(Date.now() + 60_000).toISOString() }))).toEqual([]);
    expect(actions(await search({ to: '2020-01-01T00:00:00Z' }))).toEqual([]);
  });

  test('about one skill profile, also as what an agent was given', async () => {
    expect(actions(await search({ profile: billingSpecialist }))).toEqual(['change-outcome']);
    expect(actions(await search({ profile: 'billing spec' }))).toEqual(['change-outcome']);
    expect(actions(await search({ profile: supportExpert }))).toEqual(['change-outcome']);
  });

  test('about one agent', async () => {
    expect(actions(await search({ person: people.standardAgent.id }))).toEqual(['change-outcome']);
  });

  test('page by page', async () => {
    const { records } = await search();
    const [, second] = records;
    const { records: rest } = await search({ cursor: String(second?.seq) });

    expect(rest[0]?.seq).toBe((second?.seq ?? 0) - 1);
  });

  test('and is told what is wrong with the question', async () => {
    expect(await vera.call('GET', '/admin/api/audit?from=yesterday')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'from' }] },
    });
    expect(await vera.call('GET', '/admin/api/audit?nonsense=1')).toMatchObject({ status: 400 });
  });
});

test('the chain is verified, also against a head that was written down', async () => {
  const verify = async (body: object) =>
    (await vera.call('POST', '/admin/api/audit/verify', body)).body as AuditVerification;
  const { head, valid } = await verify({});

  expect(valid).toBe(true);
  expect(await verify({ head })).toMatchObject({ valid: true });
  expect(await verify({ head: `999:${'0'.repeat(64)}` })).toMatchObject({
    valid: false,
    faults: [{ kind: 'cut-off' }],
  });
});

describe('an export', () => {
  test('as JSON lines holds every record, its own at the end with who asked for it', async () => {
    const { body, headers } = await vera.call('POST', '/admin/api/audit/export', { format: 'jsonl' });
    const records = String(body)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AuditPage['records'][number]);

    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="skilldesk-audit-\d+\.jsonl"$/);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, at) => at + 1));
    const last = records.at(-1);
    expect(last?.action).toBe('audit-exported');
    expect(last?.people[last.actor]).toMatchObject({ name: 'Vera Viewer' });
  });

  test('as CSV is a table', async () => {
    const { body, headers } = await vera.call('POST', '/admin/api/audit/export', { format: 'csv' });

    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(String(body)).toMatch(/^seq,at,action,actor,/);
  });
});
