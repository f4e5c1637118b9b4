import { afterAll, beforeAll, expect, test } from 'vitest';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;
const jwts: string[] = [];

/** A day's work, with what usually makes programs talk: refusals, garbage, faults of every kind. */
beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  const { webex } = skilldesk;
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
  jwts.push(nadia.session.token);
  const change = async (value: number) => {
    const { revision } = await nadia.skillProfile(skillProfileIds.billingSpecialist);
    return nadia.change([
      { skillProfileId: skillProfileIds.billingSpecialist, revision, set: [{ skillId: skillIds.german, value }] },
    ]);
  };
  await nadia.skillProfiles();
  await nadia.agents();
  await change(8);
  webex.revokeAdminTokens();
  await change(3);
  webex.faults.push({ method: 'PUT', drop: true, applyFirst: true });
  await change(4);
  webex.faults.push({ method: 'PUT', status: 500, body: { echo: webex.credentials.directAccessToken } });
  await change(6);
  webex.faults.push({ path: '/v1/people/me', status: 500, body: webex.credentials.serviceApp.clientSecret });
  await skilldesk.signIn(people.admin.ciUserId).catch(() => undefined);
  const refused = webex.issueDesktopToken(people.standardAgent.ciUserId);
  await skilldesk.call('POST', '/api/session', { authorization: `Bearer ${refused}` });
  await skilldesk.call('GET', `/api/agents?token=${refused}`, { authorization: `Bearer ${refused}` });
  await nadia.post(`{"token":"${refused}`);
  webex.revokeAdminTokens();
  webex.faults.push({
    path: '/v1/access_token',
    status: 400,
    body: { error: 'invalid_grant', hint: webex.credentials.serviceApp.refreshToken },
  });
  await change(2).catch(() => undefined);
  await nadia.call('DELETE', '/api/session');
  await skilldesk.stopProcess();
});
afterAll(() => skilldesk.close());

test('no token or secret of Webex is in a log, an answer or a file of the database', () => {
  const secrets = skilldesk.webex.secrets();

  expect(secrets.length).toBeGreaterThan(8);
  for (const secret of secrets) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ]) {
      expect(skilldesk.placesOf(form)).toEqual([]);
    }
  }
});

test('a session’s token is only in the answer that granted it', () => {
  for (const token of jwts) expect(skilldesk.placesOf(token)).toEqual([]);
});

test('the search finds what it looks for', () => {
  expect(skilldesk.placesOf('Nadia North').length).toBeGreaterThan(1);
  expect(skilldesk.placesOf('change item').length).toBeGreaterThan(1);
});
