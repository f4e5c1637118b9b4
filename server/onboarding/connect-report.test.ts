import { expect, test } from 'vitest';
import { connectFaults, ConnectError, type ConnectFault } from './connect-faults.ts';
import { reportOfAccepted, reportOfFault } from './connect-report.ts';

const kinds = ['integration', 'token-manager', 'service-app'] as const;
const about = {
  redirectUri: 'https://skilldesk.example/admin/connect/callback',
  scopes: ['a'],
  host: 'webex',
  fate: 'x',
};

test.each(Object.keys(connectFaults) as ConnectFault[])('%s fails one step, and says what to do next', (fault) => {
  for (const kind of kinds) {
    const { state, steps } = reportOfFault(kind, new ConnectError(fault, about));
    const failed = steps.filter((step) => step.state === 'failed');

    expect(state).toBe('failed');
    expect(failed).toHaveLength(1);
    expect(failed[0]?.says).not.toMatch(/[{}]/);
    expect(failed[0]?.next).toMatch(/\w.{15}/);
    // Nobody at the console has the command line before him.
    expect(failed[0]?.next).not.toContain('“skilldesk ');
  }
});

const causes = [
  'no-answer',
  'unreachable',
  'token-refused',
  'wrong-organization',
  'wrong-region',
  'missing-scope',
  'not-permitted',
  'client-refused',
  'refresh-token-dead',
  'status-418',
];

test.each(causes)('what custody refuses because of %s says what to do next', (cause) => {
  for (const kind of kinds) {
    const { steps } = reportOfAccepted(kind, { state: 'refused', reason: 'Because.', cause });

    const failed = steps.find(({ state }) => state === 'failed');
    expect(failed).toMatchObject({
      says: expect.stringMatching(/^(Because|Webex gives no token for it: .+)\.$/) as string,
      next: expect.stringMatching(/\w.{15}/) as string,
    });
  }
});

test('what is in use has passed every step', () => {
  for (const kind of kinds) {
    expect(reportOfAccepted(kind, { state: 'active' }).steps.every(({ state }) => state === 'ok')).toBe(true);
  }
});
