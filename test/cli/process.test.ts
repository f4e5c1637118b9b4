import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { childEnvironment } from '../child-environment.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

let webex: WebexSimulator;
beforeEach(async () => {
  webex = await startWebexSimulator();
});
afterEach(() => webex.close());

/** `npx skilldesk`, but of the sources. */
async function skilldesk(words: string[], input = '', environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['server/cli/main.ts', ...words], {
    env: {
      ...childEnvironment(),
      WXCC_ORG_ID: webex.organization.id,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { out: '', notes: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.notes += text.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  for (const secret of webex.secrets()) expect(said.out + said.notes).not.toContain(secret);
  return { code, ...said };
}

test('the doctor reads a token from a pipe, and standard output is nothing but its JSON', async () => {
  const { code, out, notes } = await skilldesk(
    ['doctor', '--token', '-', '--json'],
    `${webex.credentials.serviceApp.accessToken}\n`,
  );

  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ ok: true });
  expect(notes).toBe('');
});

test('a failed probe, wrong usage and a bad configuration each have their exit code', async () => {
  expect((await skilldesk(['doctor', '--token', '-'], 'ended\n')).code).toBe(1);
  expect((await skilldesk(['doctor', '--token', '-'])).code).toBe(2);
  expect((await skilldesk(['nothing-like-it'])).code).toBe(2);
  expect((await skilldesk(['doctor'], '', { WXCC_ORG_ID: '' })).code).toBe(78);
  expect((await skilldesk(['serve'], '', { WXCC_ORG_ID: '' })).code).toBe(78);
});
