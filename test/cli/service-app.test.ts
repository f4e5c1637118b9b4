import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../server/secret.ts';
import { freePort } from '../demo/free-port.ts';
import { CommandLine, consenting } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.start();
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
});

test('token-manager asks for its own scope with its own client', async () => {
  const { clientId, clientSecret } = line.webex.credentials.tokenManager;
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-cli-'));
  const secretFile = join(folder, 'secret');
  writeFileSync(secretFile, `${clientSecret}\n`);

  const code = await line.skilldesk(['token-manager'], {
    variables: {
      WEBEX_TOKEN_MANAGER_CLIENT_ID: clientId,
      WEBEX_TOKEN_MANAGER_CLIENT_SECRET_FILE: secretFile,
      WEBEX_REDIRECT_URI: `http://localhost:${await freePort()}/back`,
    },
    browser: consenting(),
  });
  rmSync(folder, { recursive: true });

  expect(code).toBe(0);
  expect(line.accepted).toMatchObject([{ kind: 'token-manager', scopes: ['spark:applications_token'] }]);
});

describe('service-app', () => {
  const app = () => ({
    WEBEX_SERVICE_APP_CLIENT_ID: line.webex.credentials.serviceApp.clientId,
    WEBEX_SERVICE_APP_CLIENT_SECRET: line.webex.credentials.serviceApp.clientSecret,
  });

  test('takes a pasted refresh token', async () => {
    expect(
      await line.skilldesk(['service-app'], {
        variables: app(),
        typed: [line.webex.credentials.serviceApp.refreshToken],
      }),
    ).toBe(0);
    expect(line.accepted).toMatchObject([{ kind: 'service-app', applicationId: line.webex.credentials.serviceApp.id }]);
  });

  test('mints by the connected token manager, else once by a personal access token', async () => {
    const managerToken = () => Promise.resolve(new Secret(line.webex.credentials.tokenManager.accessToken));
    expect(
      await line.skilldesk(['service-app'], { variables: app(), commands: { ...line.accepting, managerToken } }),
    ).toBe(0);

    const variables = {
      ...app(),
      WEBEX_SERVICE_APP_ID: line.webex.credentials.serviceApp.id,
      WEBEX_PERSONAL_ACCESS_TOKEN: line.webex.credentials.personalAccessToken,
    };
    expect(await line.skilldesk(['service-app'], { variables })).toBe(0);
    expect(line.accepted).toHaveLength(2);
  });

  test('without anything to begin with says what it needs', async () => {
    expect(await line.skilldesk(['service-app'], { variables: app() })).toBe(2);
    expect(line.notes.join()).toContain('a connected token manager');
  });
});
