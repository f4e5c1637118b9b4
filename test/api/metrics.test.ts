import { afterEach, describe, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
const token = 'CANARY-metrics-token-0123456789';
let skilldesk: Skilldesk;

afterEach(() => skilldesk.close());

/** The samples of an answer, by name and labels as they are written. */
async function samples(headers: Record<string, string> = {}): Promise<Map<string, number>> {
  const { status, body } = await skilldesk.call('GET', '/metrics', headers);
  expect(status).toBe(200);
  const lines = String(body)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

describe('the metrics of an installation at work', () => {
  test('tell how the authorization, the budget, the journal and the requests stand', async () => {
    skilldesk = await Skilldesk.start();
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await nadia.ended(await nadia.set(billingSpecialist, skillIds.german, 8));
    await skilldesk.call('POST', '/api/session', { authorization: 'Bearer CANARY-of-nobody' });

    const found = await samples();

    expect(Object.fromEntries(found)).toMatchObject({
      'grant_state{state="active"}': 1,
      'grant_state{state="locked"}': 0,
      'ladder_rung{role="admin",rung="refresh-token"}': 1,
      'session_exchange_total{result="granted"}': 1,
      'session_exchange_total{result="desktop-token-refused"}': 1,
      'token_refresh_total{rung="refresh-token",outcome="renewed"}': 1,
      'change_items_total{outcome="verified"}': 1,
      'audit_records_total{action="change-accepted"}': 1,
      audit_chain_ok: 1,
      writing_paused: 0,
      incidents_open: 0,
      sessions_alive: 1,
      log_scrub_hits_total: 0,
      database_up: 1,
      'http_request_duration_seconds_count{method="GET",route="/api/skill-profiles/:id",status="200"}': 1,
      'webex_call_duration_seconds_count{operation="PUT /organization/:id/skill-profile/:id",status="200"}': 1,
    });
    expect([...found.keys()]).toContainEqual(expect.stringMatching(/^kek_rows\{kid="(k1|test)",given="true"\}$/));
    expect(found.get('token_access_expires_seconds{role="admin"}')).toBeGreaterThan(86_400);
    expect(found.get('upstream_budget_remaining')).toBeLessThan(300);
    expect(found.get('snapshot_age_seconds')).toBeLessThan(60);
    expect(found.has('nodejs_eventloop_lag_p99_seconds')).toBe(true);
  });

  test('name no person, no profile and no address, whatever was asked for', async () => {
    skilldesk = await Skilldesk.start();
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    await nadia.set(billingSpecialist, skillIds.german, 8);
    for (let turn = 0; turn < 50; turn += 1) await skilldesk.call('GET', `/api/changes/guessed-${turn}`);
    for (let turn = 0; turn < 50; turn += 1) await skilldesk.call('GET', `/somewhere/${turn}`);

    const names = [...(await samples()).keys()].join('\n');

    expect(names).not.toMatch(/guessed|somewhere|@|[0-9a-f]{8}-[0-9a-f]{4}/);
    expect(names).not.toContain(billingSpecialist);
    expect(names).toContain('http_request_duration_seconds_count{method="other",route="none",status="404"}');
  });

  test('say that nothing is written while somebody has paused it, and that it was Skilldesk when the database is an older one', async () => {
    skilldesk = await Skilldesk.start();
    await skilldesk.operate('pause');

    expect(Object.fromEntries(await samples())).toMatchObject({ writing_paused: 1, audit_chain_ok: 1 });

    await skilldesk.tamper("update organization_controls set paused_because = 'an older copy'");

    expect(Object.fromEntries(await samples())).toMatchObject({ writing_paused: 1, audit_chain_ok: 0 });
  });

  test('count the end of a lease that went wrong until somebody takes it', async () => {
    skilldesk = await Skilldesk.start();
    const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
    const until = new Date(Date.now() + 60 * 60_000).toISOString();
    const lease = await nadia.ended(await nadia.set(billingSpecialist, skillIds.german, 8, { until }));
    skilldesk.webex.faults.push({ method: 'PUT', status: 400, times: 1 });
    await nadia.call('PATCH', `/api/changes/${lease.id}`, {}, { until: new Date(0).toISOString() });

    await expect.poll(async () => (await samples()).get('incidents_open')).toBe(1);

    await nadia.call('PATCH', `/api/changes/${lease.id}`, {}, { owner: nadia.session.user.id });

    expect((await samples()).get('incidents_open')).toBe(0);
  });

  test('are told without those of the database when it is away', async () => {
    skilldesk = await Skilldesk.start();
    await skilldesk.tamper('alter table snapshots rename to snapshots_away');

    const found = await samples();

    expect(found.get('database_up')).toBe(0);
    expect(found.has('audit_chain_ok')).toBe(false);
    expect(found.has('grant_state{state="active"}')).toBe(false);
    expect(found.has('process_resident_memory_bytes')).toBe(true);
    await skilldesk.tamper('alter table snapshots_away rename to snapshots');
  });
});

describe('who may read them', () => {
  test('only whoever brings the token, where there is one', async () => {
    skilldesk = await Skilldesk.start({ environment: { METRICS_TOKEN: token } });
    const ask = async (headers: Record<string, string>) => (await skilldesk.call('GET', '/metrics', headers)).status;

    expect(await ask({})).toBe(403);
    expect(await ask({ authorization: `Bearer ${token}x` })).toBe(403);
    expect(await ask({ authorization: token })).toBe(403);
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200);
    await skilldesk.searchForSecrets(token);
  });

  test('nobody without one, where others reach Skilldesk by a proxy on this machine', async () => {
    skilldesk = await Skilldesk.start({ environment: { PUBLIC_URL: 'https://skilldesk.example.com' } });

    expect(await skilldesk.call('GET', '/metrics')).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
  });
});
