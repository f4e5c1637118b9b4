import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SessionGranted, SkillProfileView } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { childEnvironment } from '../child-environment.ts';
import { freePort } from '../demo/free-port.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

const { billingSpecialist } = skillProfileIds;
/** What whoever stops a process waits before he kills it. */
const bound = 10_000;
let webex: WebexSimulator;
let folder: string;
let port: number;
let child: ChildProcess;
let token: string;

beforeEach(async () => {
  webex = await startWebexSimulator();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-shutdown-'));
  port = await freePort();
  await start();
  token = await signIn();
});
afterEach(async () => {
  child.kill('SIGKILL');
  await webex.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<void> {
  const { serviceApp } = webex.credentials;
  child = spawn(process.execPath, ['server/main.ts'], {
    env: {
      ...childEnvironment(),
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`,
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
      LOG_LEVEL: 'error',
    },
    stdio: 'ignore',
  });
  await expect
    .poll(() =>
      answer('GET', '/readyz').then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(200);
}

const signIn = async () => {
  const authorization = `Bearer ${webex.issueDesktopToken(people.nadiaNorth.ciUserId)}`;
  return ((await answer('POST', '/api/session', { authorization })).body as SessionGranted).token;
};

/** By a connection of its own, or by one of the agent's. */
async function answer(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
  agent: Agent | false = false,
): Promise<{ status: number; headers: Record<string, unknown>; body: unknown }> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const asking = request({
    ...{ host: '127.0.0.1', port, method, path, agent },
    headers: { ...headers, ...(sent !== undefined && { 'content-type': 'application/json' }) },
  });
  asking.end(sent);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const part of response.setEncoding('utf8')) text += String(part);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const mine = () => ({ authorization: `Bearer ${token}` });

/** Raises German, which Webex answers after `delayMs`; returns when Webex has been asked. */
async function change(delayMs: number) {
  const profile = await answer('GET', `/api/skill-profiles/${billingSpecialist}`, mine());
  const { revision } = profile.body as SkillProfileView;
  webex.faults.push({ method: 'PUT', delayMs });
  const edits = [{ skillProfileId: billingSpecialist, revision, set: [{ skillId: skillIds.german, value: 8 }] }];
  const headers = { ...mine(), 'idempotency-key': 'as-it-stopped' };
  const asked = answer('POST', '/api/changes', headers, { edits, reason: 'as it stopped' });
  // A failure is for whoever waits for the answer.
  asked.catch(() => undefined);
  await expect.poll(() => webex.faults.length).toBe(0);
  return { asked };
}

/** How long it took, and with which code it ended. */
async function terminate(): Promise<{ code: number | null; ms: number }> {
  const began = performance.now();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const [code] = (await ended) as [number | null];
  return { code, ms: performance.now() - began };
}

test('whoever waits for a save is answered before the process ends, though Webex is slow', async () => {
  const { asked } = await change(2_000);
  const ended = terminate();

  expect(await asked).toMatchObject({ status: 201, headers: { connection: 'close' } });
  const { code, ms } = await ended;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(bound);
});

test('a Webex that does not answer keeps nobody longer than ten seconds, and the next process settles what was sent', async () => {
  await change(60_000);
  const { code, ms } = await terminate();

  expect(code).toBe(0);
  expect(ms).toBeLessThan(bound + 1_000);
  await start();
  token = await signIn();
  await expect
    .poll(
      async () => {
        const { body } = await answer('GET', '/api/changes', mine());
        return (body as { changes: Change[] }).changes[0]?.items.every(({ outcome }) => isFinal(outcome));
      },
      { timeout: 60_000 },
    )
    .toBe(true);
}, 120_000);

test('a connection that is kept open for later does not keep the process', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  await answer('GET', '/healthz', {}, undefined, agent);

  const { code, ms } = await terminate();

  expect(code).toBe(0);
  expect(ms).toBeLessThan(bound);
  agent.destroy();
});

test('who asks meanwhile, on a connection that he has, hears that another should be asked', async () => {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  socket.on('data', (text: string) => (heard += text));
  socket.write('GET /readyz HTTP/1.1\r\nHost: skilldesk\r\n');
  const { asked } = await change(2_000);
  const ended = terminate();
  await wait(500);
  socket.write('\r\n');
  await ended;

  expect(heard).toMatch(/^HTTP\/1\.1 503 /);
  expect(heard).toMatch(/^Connection: close\r$/im);
  expect(heard).toContain('"stopping":true');
  expect((await asked).status).toBe(201);
});
