import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ConsoleSessionView } from '../../shared/console-api.ts';
import { ada, startIdentityProvider, type IdentityProvider } from '../authorization-server/identity-provider.ts';
import { fromOwnPage, signInAtConsole, type Admin } from './admin.ts';
import { ConsoleBrowser, ssoEnvironment } from './console-browser.ts';
import { Skilldesk } from './skilldesk.ts';
import { asItIs, later } from './later.ts';

const minute = 60_000;
let skilldesk: Skilldesk;

beforeAll(async () => {
  skilldesk = await Skilldesk.start();
});
afterAll(() => skilldesk.close());
afterEach(() => asItIs());

const inMinutes = (minutes: number) => later(minutes * minute);
const status = async (admin: Admin) => (await admin.call('GET', '/admin/api/me')).status;
const sessionsOf = async (admin: Admin) =>
  ((await admin.call('GET', '/admin/api/sessions')).body as { sessions: ConsoleSessionView[] }).sessions;

describe('a request that our own page did not send is refused, whoever’s cookie it carries:', () => {
  const dryRun = { rules: [{ claim: 'groups', op: 'includes', value: 'x', role: 'admin' }], claims: {} };
  const ask = async (method: string, path: string, changes: Record<string, string | undefined>, body?: unknown) => {
    const { cookie } = await signInAtConsole(skilldesk, 'recent-admin');
    const headers: Record<string, string | undefined> = { ...fromOwnPage(skilldesk, method), cookie, ...changes };
    const sent = Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value ? [[name, value]] : [])));
    return skilldesk.call(method, path, sent, body);
  };

  test('one that it did send is not', async () => {
    expect((await ask('POST', '/admin/api/sso/dry-run', {}, dryRun)).status).toBe(200);
    // Older browsers do not say where a page is from.
    expect((await ask('POST', '/admin/api/sso/dry-run', { 'sec-fetch-site': undefined }, dryRun)).status).toBe(200);
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['without an origin', { origin: undefined }],
    ['of no origin', { origin: 'null' }],
    ['of a foreign origin', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:8081' }],
    ['of another scheme', { origin: 'https://localhost:8080' }],
    ['of a host below ours', { origin: 'http://evil.localhost:8080' }],
    ['of an origin with a slash', { origin: 'http://localhost:8080/' }],
    ['of two origins', { origin: 'http://localhost:8080, https://evil.example' }],
    ['without the header of our page', { 'x-skilldesk-console': undefined }],
    ['with another value in that header', { 'x-skilldesk-console': 'true' }],
    ['from another site, as the browser says', { 'sec-fetch-site': 'cross-site' }],
    ['from another host of our domain', { 'sec-fetch-site': 'same-site' }],
    ['that was typed into the address line', { 'sec-fetch-site': 'none' }],
  ])('one %s', async (_name, changes) => {
    for (const [method, path] of [
      ['POST', '/admin/api/sso/dry-run'],
      ['DELETE', '/admin/api/session'],
      ['PUT', '/admin/api/setup/sso'],
    ] as const) {
      expect(await ask(method, path, changes, dryRun)).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    }
  });

  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'application/jsonp',
    'application/json; charset=utf-16',
    undefined,
  ])('one of type %s', async (type) => {
    expect(await ask('DELETE', '/admin/api/session', { 'content-type': type })).toMatchObject({
      status: 415,
      body: { code: 'unsupported-media-type' },
    });
  });

  test.each<[string, Record<string, string>]>([
    ['from another site', { 'sec-fetch-site': 'cross-site' }],
    ['from another host of our domain', { 'sec-fetch-site': 'same-site' }],
    ['of a foreign origin', { origin: 'https://evil.example' }],
  ])('also one that only reads, %s', async (_name, changes) => {
    expect((await ask('GET', '/admin/api/me', changes)).status).toBe(403);
  });

  test('and no other page is let read an answer: there is no CORS here', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers } = await skilldesk.call(method, '/admin/api/me', {
        origin: 'https://desktop.wxcc-us1.cisco.com',
      });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

describe('a cookie that proves nothing:', () => {
  test.each([
    ['one that somebody made up', `__Host-sid=${'x'.repeat(43)}`],
    ['an empty one', '__Host-sid='],
    ['one of another name', `sid=${'x'.repeat(43)}`],
    ['one that is no id', "__Host-sid=' or 1=1 --"],
    ['a very long one', `__Host-sid=${'x'.repeat(5000)}`],
  ])('%s', async (_name, cookie) => {
    expect((await skilldesk.call('GET', '/admin/api/me', { cookie })).status).toBe(401);
  });

  test('two of them, though one is good', async () => {
    const { cookie } = await signInAtConsole(skilldesk, 'viewer');
    const made = `__Host-sid=${'x'.repeat(43)}`;

    for (const both of [`${cookie}; ${made}`, `${made}; ${cookie}`, `${cookie}; ${cookie}`]) {
      expect((await skilldesk.call('GET', '/admin/api/me', { cookie: both })).status).toBe(401);
    }
  });

  test('what the database holds of a good one', async () => {
    const { cookie } = await signInAtConsole(skilldesk, 'viewer');
    const stored = createHash('sha256')
      .update(cookie.split('=')[1] ?? '')
      .digest('base64url');

    expect((await skilldesk.call('GET', '/admin/api/me', { cookie: `__Host-sid=${stored}` })).status).toBe(401);
  });

  test('one whose row somebody put into the database without a key of the vault', async () => {
    const mine = 'm'.repeat(43);
    const key = createHash('sha256').update(mine).digest('base64url');
    const other = await signInAtConsole(skilldesk, 'recent-admin', 'Olga');
    const [olga] = await sessionsOf(other);
    // The sealed body of another session, under a key of his own.
    await skilldesk.tamper(
      `insert into console_sessions (key, id, organization_id, person, body, started_at, used_at, expires_at)
       select '${key}', 'mine', organization_id, person, body, started_at, used_at, expires_at from console_sessions where id = '${olga?.id ?? ''}'`,
    );

    expect((await skilldesk.call('GET', '/admin/api/me', { cookie: `__Host-sid=${mine}` })).status).toBe(401);
  });
});

describe('a session ends', () => {
  test('after 30 minutes in which nobody used it, and not before', async () => {
    const admin = await signInAtConsole(skilldesk, 'viewer', 'Ines Idle');
    inMinutes(29);
    expect(await status(admin)).toBe(200);
    inMinutes(29);
    expect(await status(admin)).toBe(200);
    inMinutes(31);
    expect(await admin.call('GET', '/admin/api/me')).toMatchObject({ status: 401, body: { code: 'session-expired' } });
  });

  test('after eight hours, however much it was used', async () => {
    const admin = await signInAtConsole(skilldesk, 'viewer', 'Ben Busy');
    for (let passed = 0; passed < 8 * 60 - 25; passed += 25) {
      inMinutes(25);
      expect(await status(admin)).toBe(200);
    }
    inMinutes(25);
    expect(await status(admin)).toBe(401);
  });

  test('by signing out: for whoever has a copy of the cookie too', async () => {
    const admin = await signInAtConsole(skilldesk, 'admin', 'Luc Leaving');
    const { headers, status: answered } = await admin.call('DELETE', '/admin/api/session');

    expect(answered).toBe(200);
    expect(headers.get('set-cookie')).toBe('__Host-sid=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax');
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(await status(admin)).toBe(401);
  });

  test('when an admin ends it; a viewer ends only his own, and sees no other', async () => {
    const [admin, vera] = [
      await signInAtConsole(skilldesk, 'admin', 'Amy Admin'),
      await signInAtConsole(skilldesk, 'viewer', 'Vera'),
    ];
    const hers = await signInAtConsole(skilldesk, 'viewer', 'Vera');
    const own = await sessionsOf(vera);
    const amy = (await sessionsOf(admin)).find(({ person }) => person?.name === 'Amy Admin');

    expect(own.map(({ person, current }) => [person?.name, current]).sort()).toEqual([
      ['Vera', false],
      ['Vera', true],
    ]);
    expect((await vera.call('DELETE', `/admin/api/sessions/${amy?.id ?? ''}`)).status).toBe(404);
    expect(await status(admin)).toBe(200);
    const other = own.find(({ current }) => !current);
    expect((await vera.call('DELETE', `/admin/api/sessions/${other?.id ?? ''}`)).status).toBe(204);
    expect(await status(hers)).toBe(401);
    const last = own.find(({ current }) => current);
    expect((await admin.call('DELETE', `/admin/api/sessions/${last?.id ?? ''}`)).status).toBe(204);
    expect(await status(vera)).toBe(401);
    expect((await skilldesk.exportAudit()).map(({ action }) => action)).toContain('console-session-ended');
  });
});

describe('with SSO', () => {
  let idp: IdentityProvider;
  let desk: Skilldesk;
  beforeAll(async () => {
    idp = await startIdentityProvider('http://localhost:8080');
    desk = await Skilldesk.start({ environment: { ...ssoEnvironment(idp), TRUSTED_PROXIES: 'loopback' } });
  });
  afterAll(async () => {
    await desk.close();
    await idp.close();
  });
  const signedIn = async () => {
    const browser = new ConsoleBrowser(desk);
    await browser.signIn();
    return browser;
  };

  test('the sixth session of a person ends his first', async () => {
    const browsers: Admin[] = [];
    for (let count = 0; count < 6; count += 1) {
      later(1000);
      browsers.push((await signedIn()).admin);
    }

    expect(await Promise.all(browsers.map(status))).toEqual([401, 200, 200, 200, 200, 200]);
  });

  test('a cookie that was there before the sign-in is worth nothing after it', async () => {
    idp.person = { ...ada, id: 'mallory' };
    const mallory = await signedIn();
    idp.person = ada;
    const planted = mallory.cookies.get('__Host-sid') ?? '';
    const victim = new ConsoleBrowser(desk);
    victim.cookies.set('__Host-sid', planted);
    await victim.signIn();

    expect(victim.cookies.get('__Host-sid')).not.toBe(planted);
    expect(await status(mallory.admin)).toBe(401);
    expect(await status(victim.admin)).toBe(200);
  });

  test('signing out says where the provider ends its own session', async () => {
    const { admin } = await signedIn();
    const { signOutAt } = (await admin.call('DELETE', '/admin/api/session')).body as { signOutAt: string };
    const at = new URL(signOutAt);

    expect(at.origin).toBe(idp.url);
    expect(Object.fromEntries(at.searchParams)).toEqual({
      client_id: idp.clientId,
      post_logout_redirect_uri: 'http://localhost:8080/admin/',
    });
  });

  test('a role that the rules do not give any more is gone with the session that had it', async () => {
    const { admin } = await signedIn();
    await desk.stopProcess();
    desk.restartWith({ OIDC_ADMIN_VALUES: 'other-admins' });
    await desk.startProcess();

    expect(await status(admin)).toBe(401);
    const browser = new ConsoleBrowser(desk);
    expect((await browser.signIn()).search).toBe('?problem=no-role');
    idp.person = { ...ada, claims: { ...ada.claims, groups: ['other-admins'] } };
    await browser.signIn();
    expect(await status(browser.admin)).toBe(200);
    idp.person = ada;
  });
});
