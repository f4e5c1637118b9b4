import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RequestMeter } from './request-meter.ts';
import { unchangedFirst } from './unchanged.ts';

const page = 'https://desktop.example';
const known = { authorization: 'Bearer nadia', 'if-none-match': '"7"' };

let server: Server;
let url: string;
let asked: unknown[];
let counted: Parameters<RequestMeter['answered']>[0][];

beforeEach(async () => {
  [asked, counted] = [[], []];
  const others: RequestListener = (request, response) => {
    asked.push([request.method, request.url]);
    response.end('the route');
  };
  const listener = unchangedFirst(
    {
      log: pino({ enabled: false }),
      meter: { answered: (request) => counted.push(request) },
      publicUrl: 'https://skilldesk.example',
      allowedOrigins: new Set([page]),
      pageAsked: () => undefined,
      newest: (path, token) =>
        path === '/api/agents' && token === 'nadia' ? { personId: 'nadia', tag: '"7"' } : undefined,
    },
    others,
  );
  server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (headers: Record<string, string>, path = '/api/agents', method = 'GET') =>
  fetch(url + path, { method, headers });

test('who has the newest list is told so, and is counted', async () => {
  const { status, headers } = await ask(known);

  expect(status).toBe(304);
  expect(headers.get('etag')).toBe('"7"');
  expect(asked).toEqual([]);
  expect(counted).toMatchObject([{ method: 'GET', route: '/api/agents', status: 304 }]);
});

test('that nothing is new is said with the security headers that every answer is to have, and stays out of caches', async () => {
  const { headers } = await ask(known);

  expect(Object.fromEntries(headers)).toMatchObject({
    'strict-transport-security': 'max-age=31536000',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    vary: 'Origin',
  });
  expect(
    [...headers.keys()].filter((name) => /frame-options|cross-origin|agent-cluster|xss|dns|download/.test(name)),
  ).toEqual([]);
});

test.each([
  ['has an older list', { ...known, 'if-none-match': '"6"' }],
  ['has no list', { authorization: known.authorization }],
  ['is not known', { ...known, authorization: 'Bearer mallory' }],
  ['says not who he is', { 'if-none-match': '"7"' }],
  ['asks for another path', known, '/api/agents?x=1'],
  ['asks for another path of ours', known, '/api/skill-profiles'],
  ['does not only read', known, '/api/agents', 'POST'],
])('who %s is answered by the route', async (_who, headers, path?: string, method?: string) => {
  const response = await ask(headers, path, method);

  expect(await response.text()).toBe('the route');
  expect(asked).toEqual([[method ?? 'GET', path ?? '/api/agents']]);
  expect(counted).toEqual([]);
});

test('only pages that may read our answers may read that nothing is new', async () => {
  const ours = await ask({ ...known, origin: page });
  const other = await ask({ ...known, origin: 'https://elsewhere.example' });

  expect(ours.headers.get('access-control-allow-origin')).toBe(page);
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
});
