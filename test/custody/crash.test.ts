import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createDatabase } from '../postgres/postgres-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

const onPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
let webex: WebexSimulator;
let folder: string;
let environment: Record<string, string>;

beforeEach(async () => {
  webex = await startWebexSimulator();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-crash-'));
  const { serviceApp, tokenManager } = webex.credentials;
  environment = {
    DATABASE_URL: onPostgres ? await createDatabase(inject('postgresUrl')) : `file:${join(folder, 'skilldesk.db')}`,
    VAULT_KEYS: `test:${Buffer.alloc(32, 1).toString('base64')}`,
    WXCC_ORG_ID: webex.organization.id,
    WXCC_API_URL: webex.url,
    WEBEX_API_URL: webex.url,
    WEBEX_IDENTITY_URL: webex.url,
    WEBEX_SERVICE_APP_ID: serviceApp.id,
    WEBEX_SERVICE_APP_CLIENT_ID: serviceApp.clientId,
    WEBEX_SERVICE_APP_CLIENT_SECRET: serviceApp.clientSecret,
    WEBEX_SERVICE_APP_REFRESH_TOKEN: serviceApp.refreshToken,
    WEBEX_TOKEN_MANAGER_CLIENT_ID: tokenManager.clientId,
    WEBEX_TOKEN_MANAGER_CLIENT_SECRET: tokenManager.clientSecret,
    WEBEX_TOKEN_MANAGER_REFRESH_TOKEN: tokenManager.refreshToken,
  };
});
afterEach(async () => {
  await webex.close();
  rmSync(folder, { recursive: true });
});

/** A process that renews the token now, and is killed at `point`, or says how it went. */
async function renewIn(point: string): Promise<{ state: string; works: boolean; took: number } | 'killed'> {
  const child = fork(fileURLToPath(new URL('../bench/renewing-process.ts', import.meta.url)), [point], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
  });
  const said = once(child, 'message').then(([message]) => message as { state: string; works: boolean; took: number });
  const ended = once(child, 'exit').then(() => 'killed' as const);
  const first = await Promise.race([said, ended]);
  await ended;
  return first;
}

describe.each(['none', 'rotates', 'rotates-and-revokes-family'] as const)(
  'where Webex’s rotation is %s',
  (rotation) => {
    test.each(['claimed', 'before-send', 'answered', 'before-commit', 'committed'])(
      'kill -9 at “%s” needs no human, and is over within the claim and a second',
      { timeout: 60_000 },
      async (point) => {
        webex.switches.refreshTokenRotation = rotation;
        expect(await renewIn(point)).toBe('killed');
        const after = await renewIn('never');

        expect(after).toMatchObject({ state: 'active', works: true });
        expect(after === 'killed' ? Infinity : after.took).toBeLessThan(2_000);
      },
    );
  },
);
