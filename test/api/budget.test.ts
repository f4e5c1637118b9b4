import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { openLedger } from '../../server/adapters/database/spending-ledger.ts';
import { MemoryLedger, SharedBudget, type SpendingLedger } from '../../server/adapters/webex/request-budget.ts';
import type { Purpose } from '../../server/adapters/webex/spending.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
afterEach(() => skilldesk.close());

const start = (perMinute: number) =>
  Skilldesk.start({
    environment: { WEBEX_REQUESTS_PER_MINUTE: String(perMinute) },
    simulator: { requestsPerMinute: perMinute },
  });
const byAdmin = () => skilldesk.webex.requests.filter(({ tokenKind }) => tokenKind === 'service-app');

async function edit(supervisor: Supervisor, revision: string, value: number) {
  const change = await supervisor.change([
    { skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value }] },
  ]);
  return change.items.map(({ outcome }) => outcome);
}

test('when readings have used up their part, an edit goes through, and Webex never has to refuse', async () => {
  skilldesk = await start(60);
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const gwen = await skilldesk.signIn(people.gwenGlobal.ciUserId);
  const { revision } = await nadia.skillProfile(billingSpecialist);
  const flood = Array.from({ length: 60 }, () => gwen.call('GET', `/api/skill-profiles/${billingSpecialist}`));
  await Promise.race(flood);

  expect(await edit(nadia, revision, 8)).toEqual(['verified']);

  const answers = await Promise.all(flood);
  const turnedAway = answers.filter(({ status }) => status === 503);
  expect(turnedAway.length).toBeGreaterThan(10);
  for (const { headers, body } of turnedAway) {
    expect(body).toMatchObject({ code: 'webex-unavailable' });
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(byAdmin().filter(({ status }) => status === 429)).toEqual([]);
});

test('when Webex asks one of us for a rest, all keep it', async () => {
  skilldesk = await start(300);
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  const { revision } = await nadia.skillProfile(billingSpecialist);
  skilldesk.webex.faults.push({ method: 'GET', path: billingSpecialist, status: 429, headers: { 'Retry-After': '3' } });

  expect((await nadia.call('GET', `/api/skill-profiles/${billingSpecialist}`)).headers.get('retry-after')).toBe('3');
  // What was under way at that moment had been asked before anybody knew.
  const known = byAdmin().length;
  expect(await edit(nadia, revision, 7)).toEqual(['verified']);

  const refused = byAdmin().find(({ status }) => status === 429);
  const after = byAdmin().slice(known);
  expect(refused?.status).toBe(429);
  expect(Math.min(...after.map(({ at }) => at)) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(2_900);
});

describe('the budget', () => {
  const admitted = async (budgets: SharedBudget[], purpose: Purpose, count: number) => {
    const entries = await Promise.allSettled(
      Array.from({ length: count }, async (_, turn) => budgets[turn % budgets.length]?.enter(purpose, 'GET /x', 1_000)),
    );
    return entries.filter(({ status }) => status === 'fulfilled').length;
  };
  const away: SpendingLedger = {
    write: () => Promise.reject(new Error('no database')),
    recent: () => undefined,
  };

  test('turns away who would wait too long, and says how long', async () => {
    skilldesk = await start(300);
    const budget = new SharedBudget(new MemoryLedger(), 10);

    expect(await admitted([budget], 'change', 30)).toBe(8);
    await expect(budget.enter('change', 'GET /x', 500)).rejects.toMatchObject({ failure: 'busy' });
    await expect(budget.enter('custody', 'GET /x', 500)).resolves.toBeUndefined();
  });

  test('lets nobody wait for a poll when the process ends, and edits go on', async () => {
    skilldesk = await start(300);
    const budget = new SharedBudget(new MemoryLedger(), 10);
    expect(await admitted([budget], 'poll', 4)).toBe(4);
    const waiting = budget.enter('poll', 'GET /x', 100_000);
    budget.endPolling();

    await expect(waiting).rejects.toMatchObject({ failure: 'busy' });
    await expect(budget.enter('change', 'GET /x', 500)).resolves.toBeUndefined();
  });

  test('is a fifth of the whole while the database is away', async () => {
    skilldesk = await start(300);

    expect(await admitted([new SharedBudget(away, 100)], 'change', 50)).toBe(16);
  });

  test.runIf(onPostgres)('is one for all replicas', async () => {
    skilldesk = await start(300);
    const databases = await Promise.all(
      [1, 2, 3].map(() => openDatabase(skilldesk.databaseUrl, { warn: () => undefined })),
    );
    const budgets = databases.map((database) => new SharedBudget(openLedger(database, 'another'), 50));

    expect(await admitted(budgets, 'poll', 90)).toBe(20);
    expect(await admitted(budgets, 'change', 90)).toBe(27);
    await Promise.all(databases.map((database) => database.destroy()));
  });
});
