import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

const german = () => skilldesk.webex.proficiency(billingSpecialist, skillIds.german);
const raiseGerman = async () => {
  const { items } = await nadia.change([
    { skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] },
  ]);
  return items[0];
};
const puts = () => skilldesk.webex.requests.filter(({ method }) => method === 'PUT').length;

test('a write that Webex accepts but ignores is not effective, and never called saved', async () => {
  skilldesk.webex.switches.ignoredWrites = 'stale-answer';

  expect(await raiseGerman()).toMatchObject({ outcome: 'not-effective' });
  expect(german()).toBe(5);
});

test('a write that Webex pretends to have stored is first in doubt, then not effective', async () => {
  skilldesk.webex.switches.ignoredWrites = 'echo-answer';
  const { body } = await nadia.post({
    edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
    reason: 'test',
  });

  const change = await nadia.ended(body as Parameters<Supervisor['ended']>[0]);

  expect(change.items[0]?.outcome).toBe('not-effective');
  expect(german()).toBe(5);
});

test('an ignored assignment is not effective either', async () => {
  skilldesk.webex.switches.ignoredWrites = 'stale-answer';

  const { items } = await nadia.change([
    { userId: people.standardAgent.id, fromSkillProfileId: null, toSkillProfileId: skillProfileIds.supportExpert },
  ]);

  expect(items[0]?.outcome).toBe('not-effective');
});

test('a colleague’s edit between our write and our reading is told apart from an ignored write: superseded', async () => {
  skilldesk.webex.switches.colleagueEditsAfterPut = (edited) => {
    for (const active of edited.activeSkills) if (active.skillId === skillIds.german) active.proficiencyValue = 1;
  };

  expect(await raiseGerman()).toMatchObject({ outcome: 'superseded' });
  expect(german()).toBe(1);
});

test('a colleague’s edit of another skill in that moment takes nothing from ours', async () => {
  skilldesk.webex.switches.colleagueEditsAfterPut = (edited) => {
    for (const active of edited.activeSkills) if (active.skillId === skillIds.english) active.proficiencyValue = 1;
  };

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
});

test('a reading that lags behind is waited for', async () => {
  skilldesk.webex.switches.readBackLag = 120;

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
});

test('a reading that lags longer leaves the item in doubt until it is settled: verified', async () => {
  skilldesk.webex.switches.readBackLag = 300;
  const { status, body } = await nadia.post({
    edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
    reason: 'test',
  });
  expect([201, 202]).toContain(status);

  const change = await nadia.ended(body as Parameters<Supervisor['ended']>[0]);

  expect(change.items[0]?.outcome).toBe('verified');
  expect(puts()).toBe(1);
});

test('a profile that was deleted meanwhile is refused as not found', async () => {
  skilldesk.webex.organization.skillProfiles.delete(billingSpecialist);

  expect(await raiseGerman()).toMatchObject({ outcome: 'refused', rule: 'not-found' });
});

describe('a 429', () => {
  test('on the write is waited out as long as Webex asks, and the write is carried out', async () => {
    skilldesk.webex.faults.push({ method: 'PUT', status: 429, headers: { 'Retry-After': '1' } });

    expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
    expect(german()).toBe(8);
  });

  test('on the reading before it likewise, and meanwhile the item says what it waits for', async () => {
    skilldesk.webex.faults.push({
      method: 'GET',
      path: '/skill-profile/',
      status: 429,
      headers: { 'Retry-After': '6' },
    });
    const { status, headers, body } = await nadia.post({
      edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
      reason: 'test',
    });

    expect(status).toBe(202);
    expect(headers.get('retry-after')).toBe('1');
    expect(body).toMatchObject({ items: [{ outcome: 'pending', rule: 'webex-busy' }] });
    const change = await nadia.ended(body as Parameters<Supervisor['ended']>[0]);
    expect(change.items[0]).toMatchObject({ outcome: 'verified' });
    expect(change.items[0]).not.toHaveProperty('rule');
  });

  test('that asks for years is not believed for more than ten minutes', async () => {
    skilldesk.webex.faults.push({
      method: 'GET',
      path: billingSpecialist,
      status: 429,
      headers: { 'Retry-After': '99999999' },
    });
    const { status, headers } = await nadia.call('GET', `/api/skill-profiles/${billingSpecialist}`);

    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('600');
  });
});

test('a 500 on the write is a failure that says so, with Webex’s tracking id, and nothing is written', async () => {
  skilldesk.webex.faults.push({
    method: 'PUT',
    status: 500,
    body: { trackingId: 'ccconfig_1', error: { key: '500', message: [] } },
  });

  expect(await raiseGerman()).toMatchObject({ outcome: 'failed', rule: 'webex-unavailable', trackingId: 'ccconfig_1' });
  expect(german()).toBe(5);
});

test('a 500 for a write that was applied all the same is seen by reading', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', status: 500, applyFirst: true });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
});

test('a 503 for a write that was applied is seen by reading, even when the reading lags', async () => {
  skilldesk.webex.switches.readBackLag = 250;
  skilldesk.webex.faults.push({ method: 'PUT', status: 503, applyFirst: true });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
  expect(puts()).toBe(1);
});

test('a write that is refused for its token is sent again only after a fresh reading', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', status: 401 });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
  const calls = skilldesk.webex.requests
    .filter(({ path }) => path.endsWith(billingSpecialist))
    .map(({ method }) => method);
  expect(calls.slice(-5)).toEqual(['GET', 'PUT', 'GET', 'PUT', 'GET']);
});

test('a Webex that asks for no pause at all is given one all the same', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', status: 429, headers: { 'Retry-After': '0' }, times: 999 });
  await nadia.post({
    edits: [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }],
    reason: 'test',
  });

  expect(puts()).toBeLessThan(8);
  skilldesk.webex.faults.length = 0;
});

test('a write whose answer is lost is found by reading, and not written twice', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', drop: true, applyFirst: true });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
  expect(puts()).toBe(1);
});

test('a write that never arrived is carried out after all, once no late one can come', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', drop: true });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
  expect(german()).toBe(8);
});

test('a write that never arrives, however often, fails in the end', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', drop: true, times: 10 });

  expect(await raiseGerman()).toMatchObject({ outcome: 'failed', rule: 'webex-unavailable' });
});

test('an answer of HTML to the write is no success: the reading decides', async () => {
  skilldesk.webex.faults.push({ method: 'PUT', status: 200, body: '<html>hello</html>', applyFirst: true });

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
});

test('a refusal of the write is a failure with its rule, and is not tried by a wider call', async () => {
  skilldesk.webex.faults.push({
    method: 'PUT',
    status: 403,
    body: { trackingId: 'ccconfig_2', error: { key: '403', message: [{ description: 'Access denied' }] } },
  });

  expect(await raiseGerman()).toMatchObject({ outcome: 'failed', rule: 'webex-refused', trackingId: 'ccconfig_2' });
  expect(puts()).toBe(1);
});

test('an admin token that Webex refuses is renewed once, and the write is carried out', async () => {
  skilldesk.webex.revokeAdminTokens();

  expect(await raiseGerman()).toMatchObject({ outcome: 'verified' });
  expect(skilldesk.webex.requests.filter(({ path }) => path === '/v1/access_token')).toHaveLength(2);
});

test('when the authorization is gone for good, the item says so and /readyz too', async () => {
  skilldesk.webex.revokeAdminTokens();
  skilldesk.webex.faults.push({ path: '/v1/access_token', status: 400, body: { error: 'invalid_grant' }, times: 99 });

  expect(await raiseGerman()).toMatchObject({ outcome: 'failed', rule: 'needs-reauthorization' });
  expect((await skilldesk.call('GET', '/readyz')).body).toEqual({ database: 'ok', token: 'needs-reauthorization' });
});
