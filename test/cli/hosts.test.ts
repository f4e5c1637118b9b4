import { afterEach, beforeEach, expect, test } from 'vitest';
import { CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.start();
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
});

const production = {
  WXCC_ORG_ID: '00000000-0000-4000-8000-000000000000',
  WXCC_REGION: 'eu1',
  WXCC_API_URL: '',
  WEBEX_API_URL: '',
  WEBEX_IDENTITY_URL: '',
};
const addresses = () =>
  (JSON.parse(line.out.at(-1) ?? '[]') as { host: string; port: number }[]).map(({ host, port }) => `${host}:${port}`);

test('whoever opens a firewall is told which hosts, of this region and this database', async () => {
  const variables = {
    ...production,
    DATABASE_URL: 'postgres://skilldesk:CANARY-password@db.example:6432/skilldesk',
    VAULT_KEYS: `k1:${Buffer.alloc(32, 'CANARY').toString('base64')}`,
  };

  expect(await line.skilldesk(['hosts'], { variables })).toBe(0);
  expect(line.out.at(-1)).toMatch(
    /^api\.wxcc-eu1\.cisco\.com:443 .*\nwebexapis\.com:443 .*\nidbroker\.webex\.com:443 /,
  );
  expect(line.out.at(-1)).not.toContain('CANARY');

  expect(await line.skilldesk(['hosts', '--json'], { variables })).toBe(0);
  expect(addresses()).toContain('db.example:6432');
});
