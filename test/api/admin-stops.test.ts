import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AdminStatus, DeviationList, Disconnected, DoctorReport } from '../../shared/admin-api.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { signInAtConsole, type Admin } from './admin.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
const { german } = skillIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;
let otto: Admin;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  otto = await signInAtConsole(skilldesk, 'operator', 'Otto Operator');
});
afterEach(() => skilldesk.close());

const status = async () => (await otto.call('GET', '/admin/api/status')).body as AdminStatus;
const deviations = async () => ((await otto.call('GET', '/admin/api/deviations')).body as DeviationList).deviations;
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const value = () => skilldesk.webex.proficiency(billingSpecialist, german);
const namesOf = async (action: string) =>
  (await skilldesk.exportAudit())
    .filter((record) => record.action === action)
    .map(({ actor, people: named }) => named[actor]?.name);

describe('an operator', () => {
  test('pauses writing and resumes it, and both are recorded with him', async () => {
    expect((await otto.call('POST', '/admin/api/pause')).body).toMatchObject({ state: 'paused' });
    expect((await status()).writing).toMatchObject({ state: 'paused', since: expect.any(String) as string });
    expect((await nadia.set(billingSpecialist, german, 8)).items).toMatchObject([{ rule: 'paused' }]);

    expect((await otto.call('POST', '/admin/api/resume')).body).toEqual({ state: 'open' });
    expect(await namesOf('paused')).toEqual(['Otto Operator']);
    expect(await namesOf('resumed')).toEqual(['Otto Operator']);
  });

  test('sees the open leases of everybody, and ends one: what was before is put back', async () => {
    const before = value();
    const lease = await nadia.ended(await nadia.set(billingSpecialist, german, 9, { until: inAnHour() }));
    expect(value()).toBe(9);
    expect((await status()).deviations).toEqual({ open: 1, incidents: 0 });
    expect(await deviations()).toMatchObject([
      { id: lease.id, actor: { id: people.nadiaNorth.ciUserId }, items: [{ skillProfileId: billingSpecialist }] },
    ]);

    const { status: code } = await otto.call('POST', `/admin/api/deviations/${lease.id}/end`);

    expect(code).toBe(200);
    await expect.poll(value).toBe(before);
    await expect.poll(deviations).toEqual([]);
    expect(await namesOf('lease-moved')).toEqual(['Otto Operator']);
    expect(await otto.call('POST', `/admin/api/deviations/${lease.id}/end`)).toMatchObject({
      status: 409,
      body: { code: 'lease-ended' },
    });
  });

  test('takes the incident of an end that was superseded, and nobody else has to', async () => {
    const lease = await nadia.ended(await nadia.set(billingSpecialist, german, 9, { until: inAnHour() }));
    skilldesk.webex.setElsewhere(billingSpecialist, german, 3);
    await otto.call('POST', `/admin/api/deviations/${lease.id}/end`);
    await expect.poll(async () => (await status()).deviations).toEqual({ open: 0, incidents: 1 });

    const { status: code, body } = await otto.call('POST', `/admin/api/deviations/${lease.id}/take`);

    expect(code).toBe(200);
    expect(body).toMatchObject({
      owner: people.nadiaNorth.ciUserId,
      incident: { takenAt: expect.any(String) as string },
    });
    expect(await deviations()).toEqual([]);
  });

  test('renews the token, and sees its dates and the ladder', async () => {
    const { status: code, body } = await otto.call('POST', '/admin/api/token/renew');

    expect(code).toBe(200);
    expect(body).toMatchObject({
      state: 'active',
      inUse: { kind: 'service-app', accessExpiresAt: expect.any(String) as string },
      ladder: [{ rung: 'refresh-token', state: 'ready' }, { rung: 'mint', state: 'missing' }, { rung: 'person' }],
    });
    expect(await namesOf('token-renewed')).toEqual(['Otto Operator']);
  });

  test('runs the doctor, also with a write that stands in the history', async () => {
    const { body } = await otto.call('POST', '/admin/api/doctor', { probeWrite: billingSpecialist });
    const { rows } = body as DoctorReport;

    expect(rows.map(({ probe }) => probe)).toContain('contact-center-write');
    for (const { status: found, cause, fix } of rows) {
      expect(cause).not.toBe('');
      if (found === 'failed') expect(fix).not.toBe('');
    }
    expect(await namesOf('doctor-run')).toEqual(['Otto Operator']);
  });
});

describe('an admin who has just signed in', () => {
  let ada: Admin;
  beforeEach(async () => {
    ada = await signInAtConsole(skilldesk, 'recent-admin');
  });

  test('locks: nothing uses the token any more, and the page says what to do', async () => {
    expect((await ada.call('POST', '/admin/api/lock')).body).toMatchObject({ state: 'locked' });

    const { token, checks } = await status();
    expect(token).toMatchObject({ state: 'locked', steps: expect.stringContaining('connect') as string });
    expect(checks.find(({ name }) => name === 'organization')).toMatchObject({
      state: 'open',
      next: expect.stringMatching(/\w/) as string,
    });
    expect(await namesOf('locked')).toEqual(['Ada Admin']);
  });

  test('disconnects only by typing the id of the organization', async () => {
    const wrong = await ada.call('POST', '/admin/api/disconnect', { organizationId: 'yes' });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'organizationId' }] } });
    expect((await status()).token.state).toBe('active');

    const { organizationId } = await status();
    const { body } = await ada.call('POST', '/admin/api/disconnect', { organizationId });

    expect(body as Disconnected).toMatchObject({ destroyed: ['service-app'], revoked: ['service-app'], waiting: [] });
    expect((body as Disconnected).steps.join()).toContain('Control Hub');
    expect(await status()).toMatchObject({ token: { state: 'not-connected' }, writing: { state: 'not-connected' } });
    expect(await namesOf('disconnected')).toEqual(['Ada Admin']);
  });
});

test('the checklist turns green with the first supervisor', async () => {
  await expect
    .poll(async () => (await status()).checks.find(({ name }) => name === 'first-supervisor')?.state)
    .toBe('done');
  const { checks, snapshot } = await status();

  expect(checks.map(({ name, state }) => [name, state])).toEqual([
    ['sso', 'open'],
    ['organization', 'done'],
    ['probes', 'done'],
    ['token-manager', 'open'],
    ['widget-host', 'done'],
    ['layout', 'done'],
    ['first-supervisor', 'done'],
  ]);
  for (const { state, next } of checks) if (state !== 'done') expect(next).toMatch(/\w.{20}/);
  expect(snapshot?.skillProfiles).toBeGreaterThan(0);
});
