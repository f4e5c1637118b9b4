import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openLog } from './log.ts';
import { Secret } from './secret.ts';

const lines: string[] = [];
const log = openLog('info', { write: (line) => lines.push(line) });

test.each<[way: string, into: (value: string) => void]>([
  ['in a message', (value) => log.info(`refreshed with ${value}`)],
  ['in a member', (value) => log.info({ deep: { er: [value] } }, 'x')],
  ['in a URL', (value) => log.info({ url: `https://x/?token=${encodeURIComponent(value)}` }, 'x')],
  ['in base64', (value) => log.info({ header: Buffer.from(value).toString('base64') }, 'x')],
  ['in an error', (value) => log.error({ error: new Error(`could not use ${value}`) }, 'x')],
])('a secret that slips into a line %s is taken out, and the bug is named', (_way, into) => {
  lines.length = 0;
  const value = `CANARY/${Math.random().toString(36)}+token=`;
  new Secret(value);

  into(value);

  expect(lines.join('')).not.toContain(value);
  expect(lines.join('')).not.toContain(Buffer.from(value).toString('base64').slice(0, 16));
  expect(lines.join('')).toContain('[secret]');
  expect(lines.at(-1)).toContain('a secret was about to be logged');
});

test('however many tokens callers bring, ours are still taken out, and so is the last that was brought', () => {
  lines.length = 0;
  new Secret('CANARY-client-secret-of-years-ago');
  for (let turn = 0; turn < 2_000; turn += 1) new Secret(`CANARY-desktop-token-${turn}`, 'brought');

  log.info('CANARY-client-secret-of-years-ago and CANARY-desktop-token-1999');
  expect(lines[0]).toContain('[secret] and [secret]');
});

test('a line without a secret stays as it is', () => {
  lines.length = 0;
  log.info({ path: '/api/agents' }, 'request');

  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ path: '/api/agents', msg: 'request' });
});

test('what was said in the turn in which the process ends is written, to the last line', async () => {
  const script = `import { openLog } from ${JSON.stringify(new URL('log.ts', import.meta.url).href)};
    const log = openLog('info');
    for (let at = 0; at < 1000; at += 1) log.info({ at }, 'said');
    setImmediate(() => setImmediate(() => { log.error({ at: 1000 }, 'said last'); process.exit(0); }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);

  const said = stdout.trim().split('\n');
  expect(new Set(said.map((line) => (JSON.parse(line) as { at: number }).at)).size).toBe(1001);
});
