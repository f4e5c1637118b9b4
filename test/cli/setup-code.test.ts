import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { custodyCommands } from '../../server/compose-commands.ts';
import { setupBanner } from '../../server/console/setup-banner.ts';
import { Secret } from '../../server/secret.ts';
import { CommandLine } from './command-line.ts';

let line: CommandLine;
let folder: string;
beforeEach(async () => {
  line = await CommandLine.start();
  folder = mkdtempSync(join(tmpdir(), 'skilldesk-setup-'));
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
  rmSync(folder, { recursive: true });
});

const setupCode = (variables: Record<string, string> = {}) =>
  line.skilldesk(['setup-code'], {
    custody: custodyCommands,
    variables: { DATABASE_URL: `file:${join(folder, 'skilldesk.db')}`, ...variables },
  });

test('a code is printed alone, and where to enter it beside; the last one is the one in the file', async () => {
  expect(await setupCode()).toBe(0);
  expect(await setupCode({ PUBLIC_URL: 'https://skilldesk.example' })).toBe(0);

  expect(line.out).toHaveLength(2);
  for (const code of line.out) expect(code).toMatch(/^([A-Z2-7]{4}-){6}[A-Z2-7]{4}$/);
  expect(line.notes[1]).toContain('Open https://skilldesk.example/admin/setup and enter this code before');
  expect(readFileSync(join(folder, 'setup-code'), 'utf8')).toBe(`${line.out[1] ?? ''}\n`);
});

test('where people sign in already it says what the code does, and leaves no file', async () => {
  await setupCode({
    OIDC_ISSUER: 'https://idp.example',
    OIDC_CLIENT_ID: 'skilldesk',
    OIDC_CLIENT_SECRET: 'CANARY-client-secret',
    OIDC_ADMIN_CLAIM: 'groups',
    OIDC_ADMIN_VALUES: 'admins',
  });

  expect(line.notes[0]).toContain('This code opens the console without it, as an admin and for 15 minutes.');
  expect(() => readFileSync(join(folder, 'setup-code'))).toThrow();
});

test('the banner of a start says where to go, what to enter and what to do without it', () => {
  const publicUrl = 'http://localhost:8080';
  const note = { path: '/data/setup-code', write: () => Promise.resolve(), remove: () => Promise.resolve() };
  const code = new Secret('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG');
  const made = { code, purpose: 'setup', expiresAt: 0, page: `${publicUrl}/admin/setup` } as const;
  const banner = setupBanner(made, { note, publicUrl });

  expect(banner).toContain('http://localhost:8080/admin/setup');
  expect(banner).toContain('AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG');
  expect(banner).toContain('/data/setup-code');
  expect(banner).toContain('skilldesk setup-code');
  expect(
    new Set(
      banner
        .trimEnd()
        .split('\n')
        .map(({ length }) => length),
    ).size,
  ).toBe(1);
  expect(setupBanner('another-lives', { note, publicUrl })).not.toContain('AAAA');
});
