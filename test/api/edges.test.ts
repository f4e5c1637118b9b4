import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { people } from '../simulator/standard-organization.ts';
import { lines, sendRaw } from './raw-request.ts';
import { Skilldesk, type Supervisor } from './skilldesk.ts';

const desktop = 'https://desktop.wxcc-eu1.cisco.com';
let skilldesk: Skilldesk;
let withoutNull: Skilldesk;
let nadia: Supervisor;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
  withoutNull = await Skilldesk.start({
    environment: { ALLOWED_ORIGINS: desktop, PUBLIC_URL: 'https://skilldesk.example.com' },
  });
  nadia = await skilldesk.signIn(people.nadiaNorth.ciUserId);
});
afterAll(() => Promise.all([skilldesk.close(), withoutNull.close()]));

const corsOf = (headers: Headers) => [...headers].filter(([name]) => name.startsWith('access-control-'));

describe('a page of another origin may read nothing', () => {
  const origins: [what: string, origin: string][] = [
    ['http', 'http://desktop.wxcc-eu1.cisco.com'],
    ['another port', `${desktop}:8443`],
    ['the usual port, written out', `${desktop}:443`],
    ['a dot at the end', `${desktop}.`],
    ['a slash at the end', `${desktop}/`],
    ['a path', `${desktop}/x`],
    ['upper case', 'https://DESKTOP.wxcc-eu1.cisco.com'],
    ['upper case of the scheme', 'HTTPS://desktop.wxcc-eu1.cisco.com'],
    ['a suffix', `${desktop}.evil.example`],
    ['a prefix', 'https://evil-desktop.wxcc-eu1.cisco.com'],
    ['a host below', 'https://evil.desktop.wxcc-eu1.cisco.com'],
    ['the host above', 'https://wxcc-eu1.cisco.com'],
    ['another region', 'https://desktop.wxcc-xx1.cisco.com'],
    ['ours as its name', 'https://desktop.wxcc-eu1.cisco.com@evil.example'],
    ['ours as its query', 'https://evil.example?desktop.wxcc-eu1.cisco.com'],
    ['ours and another', `${desktop}, https://evil.example`],
    ['ours and another, by a blank', `${desktop} https://evil.example`],
    ['a dot that is none', 'https://desktop_wxcc-eu1.cisco.com'],
    ['a star', '*'],
    ['NULL', 'NULL'],
    ['nothing', ''],
    ['a file', 'file://'],
    ['an extension', 'chrome-extension://abcdefghijklmnop'],
    ['this machine', 'http://localhost:8080'],
    ['letters that look alike', 'https://desktop.wxcc-eu1.cisc\u00f3.com'],
  ];

  test.each(origins)('%s', async (_what, origin) => {
    const ask = (method: string, path: string, bearer?: string) =>
      sendRaw(
        skilldesk.url,
        lines(
          `${method} ${path} HTTP/1.1`,
          'Host: x',
          `Origin: ${origin}`,
          'Access-Control-Request-Method: POST',
          ...(bearer === undefined ? [] : [`Authorization: Bearer ${bearer}`]),
        ),
      );
    for (const { headers } of [
      await ask('OPTIONS', '/api/changes'),
      await ask('GET', '/api/agents', nadia.session.token),
      await ask('GET', '/api/nothing'),
    ]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers.get('vary')).toBe('Origin');
    }
  });

  test('a sandboxed frame, where `null` is not allowed', async () => {
    const { headers } = await withoutNull.call('OPTIONS', '/api/changes', { origin: 'null' });
    expect(corsOf(headers)).toEqual([]);
    expect(
      (await withoutNull.call('OPTIONS', '/api/changes', { origin: desktop })).headers.get(
        'access-control-allow-origin',
      ),
    ).toBe(desktop);
  });

  test.each(['/admin', '/admin/api/status', '/admin/connect/callback', '/healthz', '/readyz', '/'])(
    'nobody’s page may read %s',
    async (path) => {
      for (const method of ['OPTIONS', 'GET']) {
        for (const origin of [desktop, 'null'])
          expect(corsOf((await skilldesk.call(method, path, { origin })).headers)).toEqual([]);
      }
    },
  );

  test('and no page anywhere sends credentials of its own', async () => {
    for (const method of ['OPTIONS', 'GET']) {
      const { headers } = await nadia.call(method, '/api/agents', { origin: desktop });
      expect(headers.get('access-control-allow-origin')).toBe(desktop);
      expect(headers.get('access-control-allow-credentials')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    }
  });
});

test('by default the Agent Desktop of all eight regions may read, and sandboxed widgets', () => {
  const { allowedOrigins } = readConfig({ WXCC_ORG_ID: skilldesk.webex.organization.id, WXCC_REGION: 'eu1' });

  expect(allowedOrigins.size).toBe(9);
  expect(allowedOrigins).toContain('null');
});

describe('every answer', () => {
  test.each(['/healthz', '/api/agents', '/api/nothing', '/nothing', '/widget/v1/nothing.js'])(
    'of %s tells the browser to do nothing of its own',
    async (path) => {
      const { headers } = await nadia.call('GET', path);

      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    },
  );

  test.each([
    ['/healthz', 'application/json; charset=utf-8'],
    ['/api/agents', 'application/json; charset=utf-8'],
    ['/api/nothing', 'application/problem+json; charset=utf-8'],
    ['/.well-known/jwks.json', 'application/jwk-set+json; charset=utf-8'],
  ])('of %s says what it is, and in which characters', async (path, type) => {
    expect((await nadia.call('GET', path)).headers.get('content-type')).toBe(type);
  });

  test('also to what is no HTTP', async () => {
    const { headers } = await sendRaw(skilldesk.url, 'NONSENSE\r\n\r\n');

    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
    });
  });

  test('of the API is kept by nobody', async () => {
    for (const path of ['/api/agents', '/api/skill-profiles', '/api/nothing'])
      expect((await nadia.call('GET', path)).headers.get('cache-control')).toBe('no-store');
  });

  test('asks for https next time exactly where Skilldesk is reached by it', async () => {
    expect((await withoutNull.call('GET', '/healthz')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000',
    );
    expect((await skilldesk.call('GET', '/healthz')).headers.get('strict-transport-security')).toBeNull();
  });
});

describe('whoever takes his time is not waited for', () => {
  /** Sends the beginning, then a byte a second; how long the other side kept the connection, and what it said. */
  function drip(beginning: string): Promise<{ seconds: number; said: string }> {
    const began = performance.now();
    const { hostname, port } = new URL(skilldesk.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(beginning));
      const dripping = setInterval(() => socket.write('x'), 1_000);
      let said = '';
      socket.on('data', (chunk) => (said += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(dripping);
        resolve({ seconds: (performance.now() - began) / 1000, said });
      });
    });
  }

  test.concurrent.each<[what: string, beginning: () => string, seconds: number]>([
    ['headers that never end', () => 'GET /api/agents HTTP/1.1\r\nX: ', 15],
    [
      'a body that never ends',
      () =>
        `POST /api/changes HTTP/1.1\r\nAuthorization: Bearer ${nadia.session.token}\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{`,
      28,
    ],
  ])(
    '%s',
    async (_what, beginning, most) => {
      const { seconds, said } = await drip(beginning());

      expect(seconds).toBeLessThan(most);
      expect(said).toMatch(/^HTTP\/1.1 400 /);
      expect(said).toContain('did not arrive in time');
    },
    35_000,
  );
});
