import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VaultError } from '../../server/admin-token/vault-error.ts';
import { CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.start();
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
});

describe('what is typed', () => {
  test('help lists only commands that have something behind them', async () => {
    expect(await line.skilldesk(['--help'], { commands: {} })).toBe(0);
    expect(line.out.join()).toContain('doctor');
    expect(line.out.join()).not.toMatch(/connect|vault|status/);

    expect(
      await line.skilldesk([], { commands: { ...line.accepting, vaultStatus: () => Promise.reject(new Error()) } }),
    ).toBe(0);
    expect(line.out.at(-1)).toMatch(/connect[^]*vault status/);
    expect(line.out.at(-1)).not.toContain('vault rotate');
  });

  test.each([['connect'], ['vault', 'status'], ['doctor'], ['help', 'service-app']])(
    '%s %s explains itself',
    async (...words) => {
      const commands = { ...line.accepting, vaultStatus: () => Promise.reject(new Error()) };

      expect(await line.skilldesk(words[0] === 'help' ? words : [...words, '--help'], { commands })).toBe(0);
      expect(line.out.join()).toContain('Usage: skilldesk');
      expect(line.out.join()).toContain('Exit codes');
    },
  );

  test.each<[words: string[], message: string]>([
    [['conect'], 'Did you mean “connect”?'],
    [['refresh'], 'There is no command “refresh”'],
    [['doctor', '--jsn'], 'Did you mean --json?'],
    [['doctor', '--json=yes'], '--json takes no value'],
    [['doctor', '--token'], '--token needs a value'],
    [['doctor', 'CANARY-pasted'], 'takes no further words'],
    [['CANARY-pasted'], 'The first word must be a command'],
    [['doctor', '--CANARY-pasted'], 'An option is not known'],
  ])('%j is wrong usage, explained without repeating what may be a secret', async (words, message) => {
    expect(await line.skilldesk(words)).toBe(2);
    expect(line.notes.join()).toContain(message);
    expect(line.notes.join()).not.toContain('CANARY');
  });

  test('a configuration that is not valid ends with 78', async () => {
    expect(await line.skilldesk(['doctor'], { variables: { WXCC_ORG_ID: 'x' } })).toBe(78);
    expect(
      await line.skilldesk(['connect'], {
        variables: { ...(await line.integration()), WEBEX_REDIRECT_URI: 'http://elsewhere.example/' },
      }),
    ).toBe(78);
    expect(line.notes.join()).toContain('WEBEX_REDIRECT_URI must be an https URL');
  });
});

test('a fault of our own shows where it happened, and nothing that hangs on it', async () => {
  const fault = Object.assign(new Error('not expected'), { config: { headers: { Authorization: 'CANARY-header' } } });

  expect(await line.skilldesk(['refresh'], { commands: { refresh: () => Promise.reject(fault) } })).toBe(1);
  expect(line.notes.join()).toContain('not expected');
  expect(line.notes.join()).not.toContain('CANARY');
});

test('a vault that does not open says why and what to do', async () => {
  const commands = { status: () => Promise.reject(new VaultError('key-unknown', 'key k1')) };

  expect(await line.skilldesk(['status'], { commands })).toBe(1);
  expect(line.notes.join()).toContain('Add it to VAULT_KEYS');
});
