import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SessionGranted, SkillProfileView } from '../../shared/api.ts';
import { isFinal, type Change } from '../../shared/change.ts';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { childEnvironment } from '../child-environment.ts';
import { freePort } from '../demo/free-port.ts';
import { people, skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

const { billingSpecialist } = skillProfileIds;
let folder: string;
let children: ChildProcess[];
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-process-'));
  children = [];
  said = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await searchForCanaries({ said: { output: said }, folder });
  rmSync(folder, { recursive: true });
});

/** `npm start`, but of the sources. */
function serve(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['server/main.ts'], {
    env: { ...childEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const keep = (text: Buffer) => {
    output += text.toString();
    said.push(text.toString());
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return { child, output: () => output };
}

const environmentFor = ({ url, organization, credentials: { serviceApp } }: WebexSimulator, port: number) => ({
  PORT: String(port),
  DATABASE_URL: `file:${join(folder, 'data', 'skilldesk.db')}`,
  WXCC_ORG_ID: organization.id,
  WXCC_API_URL: url,
  WEBEX_API_URL: url,
  WEBEX_IDENTITY_URL: url,
  WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
  WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
  WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
});

async function until<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await ask().catch(() => undefined);
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('the server process', () => {
  test('with a bad environment says all that is wrong and exits with 78', async () => {
    const { child, output } = serve({ PORT: 'x', WXCC_REGION: 'mars1' });

    const [code] = (await once(child, 'exit')) as [number];

    expect(code).toBe(78);
    for (const name of ['PORT', 'WXCC_REGION', 'WXCC_ORG_ID']) expect(output()).toContain(name);
  });

  test('on a taken port says so and exits', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { child, output } = serve({
      PORT: String(port),
      WXCC_ORG_ID: 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb',
      WXCC_REGION: 'us1',
      DATABASE_URL: `file:${join(folder, 'x.db')}`,
    });

    const [code] = (await once(child, 'exit')) as [number];
    taken.close();

    expect(code).toBe(1);
    expect(output()).toContain(`cannot listen on 127.0.0.1:${port}`);
  });

  test('on a database that another process uses says so and exits', { timeout: 40_000 }, async () => {
    const webex = await startWebexSimulator();
    const [port, another] = [await freePort(), await freePort()];
    serve(environmentFor(webex, port));
    await until(async () => ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : undefined));

    const { child, output } = serve(environmentFor(webex, another));
    const [code] = (await once(child, 'exit')) as [number];

    expect(code).toBe(1);
    expect(output()).toContain('Another Skilldesk process uses');
    await webex.close();
  });

  test('stops cleanly when it is asked to, and everything it wrote is for its owner only', async () => {
    const webex = await startWebexSimulator();
    const port = await freePort();
    const { child } = serve(environmentFor(webex, port));
    await until(async () => ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : undefined));

    const data = join(folder, 'data');
    expect((statSync(data).mode & 0o777).toString(8)).toBe('700');
    for (const file of readdirSync(data)) expect((statSync(join(data, file)).mode & 0o777).toString(8)).toBe('600');
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];

    expect(code).toBe(0);
    expect(existsSync(join(data, 'skilldesk.db-wal'))).toBe(false);
    await webex.close();
  });
});

describe('after kill -9 while a write is under way', () => {
  test.each([
    ['that arrived', { applyFirst: true }, 1],
    ['that never arrived', {}, 2],
  ])('one %s is settled by reading Webex, and its outcome is true', { timeout: 90_000 }, async (_what, fault, puts) => {
    const webex = await startWebexSimulator();
    const port = await freePort();
    const environment = environmentFor(webex, port);
    const base = `http://127.0.0.1:${port}`;
    const signIn = () =>
      until(async () => {
        const authorization = `Bearer ${webex.issueDesktopToken(people.nadiaNorth.ciUserId)}`;
        const response = await fetch(`${base}/api/session`, { method: 'POST', headers: { authorization } });
        return response.ok ? ((await response.json()) as SessionGranted).token : undefined;
      });
    const { child } = serve(environment);
    const token = await signIn();
    const profile = (await (
      await fetch(`${base}/api/skill-profiles/${billingSpecialist}`, { headers: { authorization: `Bearer ${token}` } })
    ).json()) as SkillProfileView;
    webex.faults.push({ method: 'PUT', delayMs: 60_000, drop: true, ...fault });

    const request = fetch(`${base}/api/changes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': 'before-the-crash',
      },
      body: JSON.stringify({
        edits: [
          {
            skillProfileId: billingSpecialist,
            revision: profile.revision,
            set: [{ skillId: skillIds.german, value: 8 }],
          },
        ],
        reason: 'crash',
      }),
    }).catch(() => undefined);
    await until(() => Promise.resolve(webex.faults.length === 0 ? true : undefined));
    child.kill('SIGKILL');
    await request;
    serve(environment);
    const again = await signIn();

    const change = await until(async () => {
      const response = await fetch(`${base}/api/changes`, { headers: { authorization: `Bearer ${again}` } });
      const [newest] = ((await response.json()) as { changes: Change[] }).changes;
      return newest?.items.every(({ outcome }) => isFinal(outcome)) ? newest : undefined;
    });

    expect(change).toMatchObject({
      reason: 'crash',
      items: [{ outcome: 'verified', diff: [{ before: 5, after: 8 }] }],
    });
    const german = webex.organization.skillProfiles
      .get(billingSpecialist)
      ?.activeSkills.find(({ skillId }) => skillId === skillIds.german);
    expect(german?.proficiencyValue).toBe(8);
    expect(webex.requests.filter(({ method }) => method === 'PUT')).toHaveLength(puts);
    await webex.close();
  });
});
