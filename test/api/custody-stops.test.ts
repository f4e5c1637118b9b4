import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const { billingSpecialist } = skillProfileIds;
let skilldesk: Skilldesk;
let nadia: Supervisor;
let revision: string;

beforeEach(async () => {
  skilldesk = await Skilldesk.start();
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  ({ revision } = await nadia.skillProfile(billingSpecialist));
});
afterEach(() => skilldesk.close());

const writes = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT' || method === 'PATCH').length;
const raiseGerman = () => ({
  edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
  reason: 'Mondays are busy',
});
const itemOf = async ({ id }: Change) => ((await nadia.call('GET', `/api/changes/${id}`)).body as Change).items[0];

describe('while writing is paused', () => {
  test('a Change is taken in and waits, says why, and is carried out when writing is resumed', async () => {
    expect(await skilldesk.operate('pause')).toMatchObject({ ok: true, state: 'active' });
    const { status, body } = await nadia.post(raiseGerman());

    expect(status).toBe(202);
    expect((body as Change).items).toMatchObject([{ outcome: 'pending', rule: 'paused' }]);
    expect(writes()).toBe(0);
    expect((await skilldesk.operate('status')).facts.map(({ value }) => value).join()).toContain('paused since');

    await skilldesk.operate('resume');
    expect((await nadia.ended(body as Change)).items).toMatchObject([{ outcome: 'verified' }]);
    expect(writes()).toBe(1);
  });

  test('reading goes on, the token is renewed when it is due, and nothing is revoked', async () => {
    await skilldesk.operate('pause');
    skilldesk.webex.revokeAdminTokens();

    expect((await nadia.call('GET', `/api/skill-profiles/${billingSpecialist}`)).status).toBe(200);
    expect(skilldesk.webex.requests.filter(({ path }) => path === '/v1/access_token')).toHaveLength(2);
    expect(skilldesk.webex.requests.filter(({ path }) => path.endsWith('/revoke'))).toEqual([]);
  });

  test('the items of a Change that is under way stop where they are: what was sent is read back, the rest waits', async () => {
    skilldesk.webex.faults.push({ method: 'PUT', delayMs: 800 });
    const profiles = (await nadia.skillProfiles()).skillProfiles.filter(
      ({ editable, values }) => editable && values?.some(({ skillId }) => skillId === skillIds.german),
    );
    const edits = profiles.map(({ id, revision: base }) => ({
      skillProfileId: id,
      revision: base,
      set: [{ skillId: skillIds.german, value: 9 }],
    }));
    expect(edits.length).toBeGreaterThan(1);
    const posting = nadia.post({ edits, reason: 'all of them' });
    await expect.poll(() => skilldesk.webex.faults.length).toBe(0);
    await skilldesk.operate('pause');
    const change = (await posting).body as Change;

    await expect.poll(async () => (await itemOf(change))?.outcome).toBe('verified');
    expect(writes()).toBe(1);
    const { items } = (await nadia.call('GET', `/api/changes/${change.id}`)).body as Change;
    expect(items.slice(1).map(({ outcome }) => outcome)).toEqual(items.slice(1).map(() => 'pending'));
    await skilldesk.operate('resume');
    expect((await nadia.ended(change)).items.map(({ outcome }) => outcome)).toEqual(edits.map(() => 'verified'));
  });

  test('an edit that was being read when writing was paused is not written, and goes on when it is resumed', async () => {
    skilldesk.webex.faults.push({ method: 'GET', path: billingSpecialist, delayMs: 800 });
    const posting = nadia.post(raiseGerman());
    await expect.poll(() => skilldesk.webex.faults.length).toBe(0);
    await skilldesk.operate('pause');

    const change = (await posting).body as Change;
    expect(change.items).toMatchObject([{ outcome: 'pending', rule: 'paused' }]);
    expect(writes()).toBe(0);
    await skilldesk.operate('resume');
    expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
    expect(writes()).toBe(1);
  });

  test('a restart stays paused', async () => {
    await skilldesk.operate('pause');
    await skilldesk.stopProcess();
    await skilldesk.startProcess();
    nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);

    expect(((await nadia.post(raiseGerman())).body as Change).items).toMatchObject([{ rule: 'paused' }]);
  });
});

describe.each([
  ['locked', 'lock', 'needs-reauthorization'],
  ['disconnected', 'disconnect', 'organization-not-connected'],
] as const)('when Skilldesk is %s', (_what, command, rule) => {
  test('what was saved before and what is saved now waits, and goes on when somebody connects again', async () => {
    await skilldesk.operate('pause');
    const waiting = (await nadia.post(raiseGerman())).body as Change;
    await skilldesk.operate('resume');
    await skilldesk.operate(command);

    await expect.poll(async () => (await itemOf(waiting))?.rule, { timeout: 30_000 }).toBe(rule);
    expect(await itemOf(waiting)).toMatchObject({ outcome: 'pending' });
    const agent = { userId: people.standardAgent.id, fromSkillProfileId: null };
    const later = await nadia.post({
      edits: [{ ...agent, toSkillProfileId: skillProfileIds.supportExpert }],
      reason: 'meanwhile',
    });
    expect(later).toMatchObject({ status: 202, body: { items: [{ outcome: 'pending', rule }] } });
    expect(writes()).toBe(0);

    await skilldesk.connect(skilldesk.webex.credentials.integration);
    for (const change of [waiting, later.body as Change]) {
      expect((await nadia.ended(change)).items).toMatchObject([{ outcome: 'verified' }]);
    }
  });
});
