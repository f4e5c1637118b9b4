import { afterAll, beforeAll, expect, test } from 'vitest';
import { untallied } from '../canaries/canary-tally.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { Skilldesk } from './skilldesk.ts';

let skilldesk: Skilldesk;

/** A day's work, with what usually makes programs talk: refusals, garbage, faults of every kind. */
beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  const { webex } = skilldesk;
  const nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
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

test('no secret of Webex, no token of a session and no key is in a log, an answer or the database', async () => {
  expect(skilldesk.webex.secrets().length).toBeGreaterThan(8);

  await skilldesk.searchForSecrets();
});

test('the log and the answers that are searched are those of the day', () => {
  for (const words of ['Nadia North', '"title"', 'x-request-id']) expect(skilldesk.answered.join('')).toContain(words);
  for (const words of ['change item', 'admin token renewed']) expect(skilldesk.said.join('')).toContain(words);
});

test.each([
  ['log', () => skilldesk.said],
  ['answers', () => skilldesk.answered],
])('a secret in one of its %s would be found', async (where, among) => {
  const texts = among();
  texts.push(`{"token":"${Buffer.from(skilldesk.webex.credentials.directAccessToken).toString('base64')}"}`);

  await expect(untallied(() => skilldesk.searchForSecrets())).rejects.toThrow(where);
  texts.pop();
});
