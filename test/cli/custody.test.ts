import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { childEnvironment } from '../child-environment.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

let webex: WebexSimulator;
let folder: string;
let said: string;

beforeEach(async () => {
  webex = await startWebexSimulator();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-cli-'));
  said = '';
});
afterEach(async () => {
  const secrets = [...webex.secrets(), oldKey.slice('old:'.length), newKey.slice('new:'.length)];
  await searchForCanaries({ secrets, said: { output: [said] }, folder });
  rmSync(folder, { recursive: true });
  await webex.close();
});

const oldKey = `old:${Buffer.alloc(32, 'CANARY-old').toString('base64')}`;
const newKey = `new:${Buffer.alloc(32, 'CANARY-new').toString('base64')}`;

const serviceApp = () => {
  const { clientId, clientSecret, refreshToken } = webex.credentials.serviceApp;
  return {
    WEBEX_SERVICE_APP_CLIENT_ID: clientId,
    WEBEX_SERVICE_APP_CLIENT_SECRET: clientSecret,
    WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
  };
};

/** `npx skilldesk …` as a process of its own, so that only the database connects one with the next. */
function skilldesk(
  words: string,
  environment: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['server/cli/main.ts', ...words.split(' ')], {
    env: {
      ...childEnvironment(),
      DATABASE_URL: `file:${join(folder, 'data', 'skilldesk.db')}`,
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      said += output;
      resolve({ code, output });
    }),
  );
}

test('an installation that nobody has connected says so', async () => {
  const { code, output } = await skilldesk('status');

  expect(code).toBe(1);
  expect(output).toContain('not-connected');
});

test(
  'a Service App from the environment is stored once, and later commands need no variable any more',
  { timeout: 30_000 },
  async () => {
    const first = await skilldesk('status', serviceApp());
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('active') as string });

    const later = await skilldesk('refresh');
    expect(later).toMatchObject({ code: 0, output: expect.stringContaining('service-app') as string });
    expect(webex.requests.filter(({ path }) => path === '/v1/access_token')).toHaveLength(2);

    const files = readdirSync(join(folder, 'data'));
    for (const file of files) {
      const path = join(folder, 'data', file);
      if (statSync(path).isDirectory()) continue;
      const content = readFileSync(path);
      for (const secret of webex.secrets()) expect(content.includes(secret)).toBe(false);
    }
  },
);

test('a key is rotated: the old one may go once everything is sealed by the new', { timeout: 30_000 }, async () => {
  await skilldesk('status', { ...serviceApp(), VAULT_KEYS: oldKey });

  const missing = await skilldesk('vault status', { VAULT_KEYS: newKey });
  expect(missing.code).toBe(1);
  expect(missing.output).toContain('key old');

  const rotated = await skilldesk('vault rotate', { VAULT_KEYS: `${newKey},${oldKey}` });
  expect(rotated.output).toMatch(/old +seals 0 credentials; may be taken out of VAULT_KEYS/);

  expect(await skilldesk('refresh', { VAULT_KEYS: newKey })).toMatchObject({ code: 0 });
});

test('the kill switch holds until somebody connects again', { timeout: 30_000 }, async () => {
  await skilldesk('status', serviceApp());

  expect(await skilldesk('lock')).toMatchObject({ code: 0, output: expect.stringContaining('locked') as string });
  const before = webex.requests.length;

  expect(await skilldesk('status')).toMatchObject({ code: 1, output: expect.stringContaining('locked') as string });
  expect(webex.requests).toHaveLength(before);
});

test('the doctor examines the stored token', { timeout: 30_000 }, async () => {
  await skilldesk('status', serviceApp());

  const { code, output } = await skilldesk('doctor');

  expect(code).toBe(0);
  expect(output).toContain('8 skill profiles can be read.');
});

test(
  'while a server runs on the same SQLite file, the commands reach it through its socket',
  { timeout: 60_000 },
  async () => {
    const server = spawn(process.execPath, ['server/main.ts'], {
      env: {
        ...childEnvironment(),
        PORT: '0',
        DATABASE_URL: `file:${join(folder, 'data', 'skilldesk.db')}`,
        WXCC_ORG_ID: webex.organization.id,
        WXCC_API_URL: webex.url,
        WEBEX_API_URL: webex.url,
        WEBEX_IDENTITY_URL: webex.url,
        ...serviceApp(),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server.stdout.on('data', (text: Buffer) => (said += text.toString()));
    const socket = join(folder, 'data', 'skilldesk.sock');
    while (!existsSync(socket)) await new Promise((resolve) => setTimeout(resolve, 50));
    expect((statSync(socket).mode & 0o777).toString(8)).toBe('600');

    const status = await skilldesk('status');
    const doctor = await skilldesk('doctor');
    const locked = await skilldesk('lock');

    expect(status).toMatchObject({ code: 0, output: expect.stringContaining('active') as string });
    expect(doctor.output).toContain('8 skill profiles can be read.');
    expect(locked.output).toContain('locked');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  },
);
