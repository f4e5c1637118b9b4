import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people, skillProfileIds } from '../simulator/standard-organization.ts';
import { lines, sendRaw } from './raw-request.ts';
import { Skilldesk } from './skilldesk.ts';

interface Line {
  level: number;
  time: string;
  msg: string;
  method?: string;
  path?: string;
  status?: number;
  code?: string;
  personId?: string;
  from?: string;
}

let skilldesk: Skilldesk;
const { nadiaNorth, victorViewer, standardAgent } = people;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
});
afterAll(() => skilldesk.close());

/** The lines of the requests that `ask` makes. */
async function loggedBy(ask: () => Promise<unknown>): Promise<Line[]> {
  const before = skilldesk.said.length;
  await ask();
  await expect.poll(() => skilldesk.said.slice(before).filter((line) => line.includes('"request"'))).not.toEqual([]);
  const said = skilldesk.said.slice(before).map((line) => JSON.parse(line) as Line);
  return said.filter(({ msg }) => msg === 'request');
}

test('who was let in, and what he asked for, is in the log by his id, with the time in UTC', async () => {
  const logged = await loggedBy(async () => (await skilldesk.signIn(nadiaNorth.ciUserId)).agents());

  expect(logged).toMatchObject([
    { method: 'POST', path: '/api/session', status: 201, personId: nadiaNorth.ciUserId },
    { method: 'GET', path: '/api/agents', status: 200, personId: nadiaNorth.ciUserId },
  ]);
  expect(logged[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(logged.filter(({ from }) => from !== undefined)).toEqual([]);
});

test('who was not let in is in the log by where he came from, and why', async () => {
  const desktopToken = skilldesk.webex.issueDesktopToken(standardAgent.ciUserId);
  const authorization = `Bearer ${desktopToken}`;

  expect(await loggedBy(() => skilldesk.call('POST', '/api/session', { authorization }))).toMatchObject([
    { path: '/api/session', status: 403, code: 'not-a-supervisor', from: '127.0.0.1' },
  ]);
  expect(await loggedBy(() => skilldesk.call('GET', '/api/agents'))).toMatchObject([
    { path: '/api/agents', status: 401, code: 'session-missing', from: '127.0.0.1' },
  ]);
});

test('that there was nothing new is told to whoever debugs, since it would hide the rest', async () => {
  const nadia = await skilldesk.signIn(nadiaNorth.ciUserId);
  const { headers } = await nadia.call('GET', '/api/agents');
  const known = { 'if-none-match': headers.get('etag') ?? '' };

  const logged = await loggedBy(async () => {
    expect((await nadia.call('GET', '/api/agents', known)).status).toBe(304);
    expect((await nadia.call('GET', '/api/agents')).status).toBe(200);
  });

  expect(logged).toMatchObject([
    { status: 304, level: 20 },
    { status: 200, level: 30 },
  ]);
});

test('what a person may not do is in the log with both', async () => {
  const victor = await skilldesk.signIn(victorViewer.ciUserId);
  const { billingSpecialist, supportExpert } = skillProfileIds;
  const edits = [{ userId: standardAgent.id, fromSkillProfileId: billingSpecialist, toSkillProfileId: supportExpert }];
  const key = { 'idempotency-key': randomUUID() };

  expect(await loggedBy(() => victor.call('POST', '/api/changes', key, { edits, reason: 'r' }))).toMatchObject([
    { path: '/api/changes', status: 403, code: 'not-allowed', personId: victorViewer.ciUserId, from: '127.0.0.1' },
  ]);
});

test('nothing that a caller writes makes a line of its own, and no name or query is in one', async () => {
  const [line, ...others] = await loggedBy(async () => {
    const target = '/api/agents%0A%7B%22msg%22%3A%22forged%22%7D?name=Nadia%20North';
    await sendRaw(skilldesk.url, lines(`GET ${target} HTTP/1.1`, 'Host: x', 'User-Agent: \\n{"msg":"forged"}'));
  });

  expect(others).toEqual([]);
  expect(line).toMatchObject({ path: '/api/agents%0A%7B%22msg%22%3A%22forged%22%7D', status: 401 });
  expect(skilldesk.said.map((said) => (JSON.parse(said) as Line).msg)).not.toContain('forged');
  expect(skilldesk.said.join('')).not.toContain(nadiaNorth.name);
});
