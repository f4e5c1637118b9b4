import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Commands, Report } from '../../server/cli/command.ts';
import { Secret } from '../../server/secret.ts';
import { CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.start();
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
});

describe('what is stored', () => {
  const report: Report = {
    state: 'Locked.',
    ok: false,
    facts: [{ name: 'since', value: 'today' }],
    steps: ['Connect again.'],
  };

  test('is reported with what to do next, and its exit code tells a machine', async () => {
    expect(
      await line.skilldesk(['vault', 'rotate'], { commands: { rotateVault: () => Promise.resolve(report) } }),
    ).toBe(1);
    expect(line.out).toEqual(['Locked.\n  since  today\nWhat to do now:\n  1. Connect again.']);
  });

  test('is reported as JSON on request', async () => {
    const commands = { status: () => Promise.resolve({ ...report, ok: true }) };

    expect(await line.skilldesk(['status', '--json'], { commands })).toBe(0);
    expect(JSON.parse(line.out.join())).toEqual({ ...report, ok: true });
  });
});

describe('doctor', () => {
  test('examines the stored token before any other', async () => {
    const token = new Secret(line.webex.credentials.integration.accessToken);
    const commands: Partial<Commands> = { tokenToExamine: () => Promise.resolve({ token, source: 'integration' }) };

    expect(await line.skilldesk(['doctor'], { commands, variables: { WEBEX_ACCESS_TOKEN: 'CANARY-other' } })).toBe(0);
    expect(line.out.join()).toContain('The token of an integration');
  });

  test('reads a token from standard input, and warns when it stands in the command line', async () => {
    const token = line.webex.credentials.serviceApp.accessToken;

    expect(await line.skilldesk(['doctor', '--token', '-', '--json'], { typed: [token] })).toBe(0);
    expect(JSON.parse(line.out.join())).toMatchObject({ ok: true });
    expect(line.notes).toEqual([]);
    await line.skilldesk(['doctor', '--token', token]);
    expect(line.notes.join()).toContain('Everybody on this machine can read --token');
  });

  test('without a token says how to get one', async () => {
    expect(await line.skilldesk(['doctor'])).toBe(1);
    expect(line.out.join()).toContain('no access token to examine');
  });

  test('lets nothing that Webex says steer the terminal', async () => {
    const user = [...line.webex.organization.users.values()].find(({ firstName }) => firstName === 'Ada');
    if (user) user.firstName = '\u001b[2JAda';
    const token = line.webex.issueDesktopToken(user?.ciUserId ?? '', {
      scopes: ['spark:people_read', 'cjp:config_read'],
    });

    await line.skilldesk(['doctor', '--token', '-'], { typed: [token] });

    expect(line.out.join()).toContain('Ada');
    expect(line.out.join()).not.toContain('\u001b');
  });
});
