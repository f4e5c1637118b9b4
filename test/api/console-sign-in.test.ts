import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ada, startIdentityProvider, type IdentityProvider } from '../authorization-server/identity-provider.ts';
import { ConsoleBrowser, ssoEnvironment } from './console-browser.ts';
import { forgeries, withClaims } from './id-token-forge.ts';
import { Skilldesk } from './skilldesk.ts';
import { asItIs, later } from './later.ts';

const publicUrl = 'http://localhost:8080';
const home = `${publicUrl}/admin/`;
const minute = 60_000;
let idp: IdentityProvider;
let skilldesk: Skilldesk;

beforeAll(async () => {
  idp = await startIdentityProvider(publicUrl);
  // Each sign-in of these tests comes from another address, as far as the limits are concerned.
  skilldesk = await Skilldesk.start({ environment: { ...ssoEnvironment(idp), TRUSTED_PROXIES: 'loopback' } });
});
afterAll(async () => {
  await skilldesk.close();
  await idp.close();
});
afterEach(() => {
  idp.lies = {};
  idp.person = ada;
  idp.decision = 'sign in';
  asItIs();
});

const now = () => Math.floor(Date.now() / 1000);
const inMinutes = (minutes: number) => later(minutes * minute);
const refused = (problem: string) => `${home}?problem=${problem}`;

/** Nobody was let in, and the browser has nothing that would let it in. */
async function expectRefusal(browser: ConsoleBrowser, end: URL, problem = 'sign-in-refused'): Promise<void> {
  expect(end.href).toBe(refused(problem));
  expect(browser.cookies.has('__Host-sid')).toBe(false);
  expect(browser.cookies.has('__Host-tx')).toBe(false);
  expect((await browser.admin.call('GET', '/admin/api/me')).status).toBe(401);
}

test('an admin signs in at the provider, and is asked nothing by us', async () => {
  const browser = new ConsoleBrowser(skilldesk);

  expect((await browser.signIn()).href).toBe(home);
  expect((await browser.admin.call('GET', '/admin/api/me')).body).toMatchObject({
    person: { id: `${idp.url}#ada`, name: 'Ada Admin', email: 'ada@example.com' },
    role: 'admin',
    reason: {
      rule: { claim: 'groups', op: 'includes', value: 'skilldesk-admins', role: 'admin' },
      claims: expect.arrayContaining(['groups', 'sub', 'email']) as string[],
    },
  });
});

test.each([
  ['skilldesk-viewers', 'viewer'],
  ['skilldesk-operators', 'operator'],
])('somebody of the group %s is a %s', async (group, role) => {
  idp.person = { id: `one-of-${group}`, claims: { name: 'Vera', groups: [group] } };
  const browser = new ConsoleBrowser(skilldesk);
  await browser.signIn();

  expect((await browser.admin.call('GET', '/admin/api/me')).body).toMatchObject({ role });
});

test('what goes to the provider names our own address, PKCE, state and nonce, whatever the request says of our host', async () => {
  const { headers } = await skilldesk.call('GET', '/admin/login', {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
  });
  const asked = new URL(headers.get('location') ?? '').searchParams;

  expect(Object.fromEntries(asked)).toMatchObject({
    redirect_uri: `${publicUrl}/admin/login/callback`,
    response_type: 'code',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
    state: expect.stringMatching(/^[\w-]{43}$/) as string,
    nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
  expect(headers.get('set-cookie')).toMatch(/^__Host-tx=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
});

describe('a forged ID token is refused:', () => {
  test.each(Object.entries(forgeries))('one %s', async (_name, forge) => {
    idp.lies.idToken = forge(idp);
    const browser = new ConsoleBrowser(skilldesk);

    await expectRefusal(browser, await browser.signIn());
  });

  test.each<[string, Record<string, unknown> | ((claims: Record<string, unknown>) => Record<string, unknown>)]>([
    ['with another nonce', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['for another client', { aud: 'another-client' }],
    ['for us and another client', ({ aud }) => ({ aud: [aud, 'another-client'] })],
    ['for us and another client, made out to us', ({ aud }) => ({ aud: [aud, 'another-client'], azp: aud })],
    ['for nobody', { aud: undefined }],
    ['made out to another client', { azp: 'another-client' }],
    ['that has expired', () => ({ exp: now() - 60 })],
    ['that never expires', { exp: undefined }],
    ['of the future', () => ({ iat: now() + 600, exp: now() + 7200 })],
    ['of yesterday', () => ({ iat: now() - 86_400 })],
    ['without a date', { iat: undefined }],
    ['that is not good yet', () => ({ nbf: now() + 600 })],
    ['of another issuer', { iss: 'https://evil.example' }],
    ['of an issuer with a slash more', ({ iss }) => ({ iss: `${String(iss)}/` })],
    ['of no issuer', { iss: undefined }],
    ['about nobody', { sub: undefined }],
    ['about an empty name', { sub: '' }],
    ['about a number', { sub: 1 }],
    ['of somebody who will sign in tomorrow', () => ({ auth_time: now() + 86_400 })],
  ])('one %s', async (_name, changes) => {
    idp.lies.idToken = withClaims(idp, changes);
    const browser = new ConsoleBrowser(skilldesk);

    await expectRefusal(browser, await browser.signIn());
  });

  test('and the same way of making one with nothing wrong in it is not', async () => {
    idp.lies.idToken = withClaims(idp, {});

    expect((await new ConsoleBrowser(skilldesk).signIn()).href).toBe(home);
  });
});

describe('what comes back to the callback is refused', () => {
  type Twist = (callback: URL) => void;
  test.each<[string, Twist, string?]>([
    ['with the state of nobody', ({ searchParams }) => searchParams.set('state', 'x'.repeat(43))],
    ['without a state', ({ searchParams }) => searchParams.delete('state')],
    ['with two states', ({ searchParams }) => searchParams.append('state', searchParams.get('state') ?? '')],
    ['with the issuer of another provider', ({ searchParams }) => searchParams.set('iss', 'https://evil.example')],
    ['without an issuer, though the provider always names it', ({ searchParams }) => searchParams.delete('iss')],
    ['with two issuers', ({ searchParams }) => searchParams.append('iss', 'https://evil.example')],
    ['with a code that nobody gave', ({ searchParams }) => searchParams.set('code', 'x'.repeat(43))],
    ['without a code', ({ searchParams }) => searchParams.delete('code')],
    ['with two codes', ({ searchParams }) => searchParams.append('code', 'x')],
    ['with a token beside the code', ({ searchParams }) => searchParams.set('id_token', 'x.y.z')],
    ['as an answer of another kind', ({ searchParams }) => searchParams.set('response', 'x.y.z')],
    ['with an error that somebody made up', ({ searchParams }) => searchParams.set('error', 'CANARY-text')],
    ['as a refusal', ({ searchParams }) => searchParams.set('error', 'access_denied'), 'sign-in-declined'],
  ])('%s', async (_name, twist, problem) => {
    const browser = new ConsoleBrowser(skilldesk);
    const callback = await browser.toCallback();
    twist(callback);

    await expectRefusal(browser, await browser.finish(callback), problem);
  });

  test('with the code of somebody else’s sign-in', async () => {
    const [mallory, victim] = [new ConsoleBrowser(skilldesk), new ConsoleBrowser(skilldesk)];
    const [his, callback] = [await mallory.toCallback(), await victim.toCallback()];
    callback.searchParams.set('code', his.searchParams.get('code') ?? '');

    await expectRefusal(victim, await victim.finish(callback));
  });

  test('in a browser that did not begin it', async () => {
    const victim = new ConsoleBrowser(skilldesk);

    await expectRefusal(
      victim,
      await victim.finish(await new ConsoleBrowser(skilldesk).toCallback()),
      'sign-in-outdated',
    );
  });

  test('in a browser that began one of its own: nobody is signed in as somebody else', async () => {
    const [mallory, victim] = [new ConsoleBrowser(skilldesk), new ConsoleBrowser(skilldesk)];
    await victim.toCallback();

    await expectRefusal(victim, await victim.finish(await mallory.toCallback()));
  });

  test('a second time', async () => {
    const browser = new ConsoleBrowser(skilldesk);
    const callback = await browser.toCallback();
    const cookies = new Map(browser.cookies);
    await browser.finish(callback);
    browser.cookies.clear();
    for (const [name, value] of cookies) browser.cookies.set(name, value);

    await expectRefusal(browser, await browser.finish(callback), 'sign-in-outdated');
  });

  test('of two at once but one', async () => {
    const browser = new ConsoleBrowser(skilldesk);
    const callback = await browser.toCallback();
    const ends = await Promise.all([browser.finish(callback), browser.finish(callback)]);

    expect(ends.map(({ href }) => href).sort()).toEqual([home, refused('sign-in-outdated')]);
  });

  test('after more than ten minutes', async () => {
    const browser = new ConsoleBrowser(skilldesk);
    const callback = await browser.toCallback();
    inMinutes(11);

    await expectRefusal(browser, await browser.finish(callback), 'sign-in-outdated');
  });

  test('with two cookies of a sign-in', async () => {
    const browser = new ConsoleBrowser(skilldesk);
    const callback = await browser.toCallback();
    const cookie = `__Host-tx=${browser.cookies.get('__Host-tx') ?? ''}`;
    const { headers } = await skilldesk.call('GET', callback.pathname + callback.search, {
      cookie: `${cookie}; __Host-tx=${'x'.repeat(43)}`,
    });

    expect(headers.get('location')).toBe(refused('sign-in-outdated'));
  });

  test('when the person says no', async () => {
    idp.decision = 'decline';
    const browser = new ConsoleBrowser(skilldesk);

    await expectRefusal(browser, await browser.signIn(), 'sign-in-declined');
  });
});

describe('claims that only look like a role give none:', () => {
  test.each<[string, Record<string, unknown>]>([
    ['none at all', { groups: undefined }],
    ['a list written as a text', { groups: 'staff,skilldesk-admins' }],
    ['a list in a list', { groups: [['skilldesk-admins']] }],
    ['an object', { groups: { 0: 'skilldesk-admins', length: 1 } }],
    ['another case', { groups: ['Skilldesk-Admins'] }],
    ['a space more', { groups: ['skilldesk-admins '] }],
    ['a longer name', { groups: ['not-skilldesk-admins'] }],
    ['letters that look the same', { groups: ['skilldesk-аdmins'] }],
    ['too many groups, to be asked for elsewhere', { groups: undefined, _claim_names: { groups: 'src1' } }],
    ['the prototype', { groups: undefined, __proto__: { groups: ['skilldesk-admins'] } }],
    ['a claim of another name', { groups: undefined, Groups: ['skilldesk-admins'], roles: ['skilldesk-admins'] }],
  ])('%s', async (_name, claims) => {
    idp.lies.idToken = withClaims(idp, { ...claims, sub: 'mallory' });
    const browser = new ConsoleBrowser(skilldesk);

    await expectRefusal(browser, await browser.signIn(), 'no-role');
  });

  test('and the audit knows who tried', async () => {
    idp.person = { id: 'norbert', claims: { name: 'Norbert Nobody', groups: ['staff'] } };
    await new ConsoleBrowser(skilldesk).signIn();

    const records = await skilldesk.exportAudit();
    const record = records.filter(({ action }) => action === 'console-sign-in-refused').at(-1);
    expect(record).toMatchObject({ body: { problem: 'no-role', purpose: 'sign-in' } });
    expect(record?.people[record.actor]).toMatchObject({ name: 'Norbert Nobody' });
  });
});

describe('a sign-in of the last five minutes', () => {
  const again = '?again=1&return_to=/admin/connection';
  const isRecent = async (browser: ConsoleBrowser) => {
    const { body } = await browser.admin.call('GET', '/admin/api/me');
    return Date.parse((body as { recentUntil: string }).recentUntil) > Date.now();
  };

  test('is made by signing in again, and ends the session before', async () => {
    const browser = new ConsoleBrowser(skilldesk);
    await browser.signIn();
    const before = browser.admin;
    expect(await isRecent(browser)).toBe(false);

    expect((await browser.signIn(again)).href).toBe(`${publicUrl}/admin/connection`);
    expect(await isRecent(browser)).toBe(true);
    expect((await before.call('GET', '/admin/api/me')).status).toBe(401);
    inMinutes(6);
    expect(await isRecent(browser)).toBe(false);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['that does not say when it was', { auth_time: undefined }, 'sign-in-refused'],
    ['of ten minutes ago', { auth_time: now() - 600 }, 'not-recent'],
    ['at a time written as text', { auth_time: String(now()) }, 'sign-in-refused'],
    ['of somebody else', { sub: 'bob' }, 'another-person'],
  ])('is none %s', async (_name, claims, problem) => {
    const browser = new ConsoleBrowser(skilldesk);
    await browser.signIn();
    idp.lies.idToken = withClaims(idp, claims);

    expect((await browser.signIn(again)).href).toBe(refused(problem));
    // He is who he was before.
    expect(await isRecent(browser)).toBe(false);
  });
});

describe('after a sign-in the browser goes to a page of the console and nowhere else:', () => {
  const returned = async (wanted: string) =>
    (await new ConsoleBrowser(skilldesk).signIn(`?return_to=${encodeURIComponent(wanted)}`)).href;

  test.each(['/admin/policy', '/admin/', '/admin/audit/', '/admin/connection/service-app'])(
    '%s is one',
    async (wanted) => {
      expect(await returned(wanted)).toBe(publicUrl + wanted);
    },
  );

  test.each([
    'https://evil.example/',
    '//evil.example/admin/',
    '/\\evil.example/admin/',
    '/admin/../../evil',
    '/admin/..%2f',
    '/admin//evil.example',
    '/admin@evil.example',
    '/admin/policy?next=https://evil.example',
    '/admin/policy#x',
    '/admin/login',
    '/admin/login/callback',
    '/admin/connect/start',
    '/admin/api/me',
    '/api/agents',
    'javascript:alert(1)',
    '/admin/%0d%0aSet-Cookie:x',
    '/ADMIN/policy',
    'admin/policy',
  ])('%s is none', async (wanted) => {
    expect(await returned(wanted)).toBe(home);
  });
});

describe('a provider that is not what it should be', () => {
  test.each<[string, (metadata: Record<string, unknown>) => Record<string, unknown>]>([
    ['names another issuer', (metadata) => ({ ...metadata, issuer: 'https://evil.example' })],
    ['is for everybody', (metadata) => ({ ...metadata, issuer: 'https://login.example/{tenantid}/v2.0' })],
  ])('lets nobody in when it %s', async (_name, metadata) => {
    const other = await startIdentityProvider(publicUrl);
    other.lies = { metadata };
    const desk = await Skilldesk.start({ environment: ssoEnvironment(other) });

    expect((await new ConsoleBrowser(desk).toCallback()).href).toBe(refused('provider-misconfigured'));
    await desk.close();
    await other.close();
  });

  test('does not keep Skilldesk from starting when it is away, and is asked again when it is back', async () => {
    const other = await startIdentityProvider(publicUrl);
    other.lies = { away: true };
    const desk = await Skilldesk.start({ environment: ssoEnvironment(other) });
    const browser = new ConsoleBrowser(desk);

    expect((await desk.call('GET', '/readyz')).status).toBe(200);
    expect(other.asked).toEqual([]);
    expect((await browser.toCallback()).href).toBe(refused('provider-unavailable'));
    other.lies = {};
    expect((await browser.signIn()).href).toBe(home);
    await desk.close();
    await other.close();
  });

  test('is told when it does not accept our secret', async () => {
    const environment = { ...ssoEnvironment(idp), OIDC_CLIENT_SECRET: 'CANARY-not-the-secret-0123456789' };
    const desk = await Skilldesk.start({ environment });

    expect((await new ConsoleBrowser(desk).signIn()).href).toBe(refused('provider-misconfigured'));
    await desk.close();
  });
});

test('twenty sign-ins are begun from one network in a minute, and no more', async () => {
  const from = { 'x-forwarded-for': '192.0.2.77' };
  const start = async () => (await skilldesk.call('GET', '/admin/login', from)).headers.get('location');
  for (let count = 0; count < 20; count += 1) expect(await start()).toContain(idp.url);

  expect(await start()).toBe(refused('too-many-sign-ins'));
});

test('a link on somebody else’s page leads to the console and signs nobody in', async () => {
  const { status, headers } = await skilldesk.call('GET', '/admin/login', { 'sec-fetch-site': 'cross-site' });

  expect([status, headers.get('location'), headers.get('set-cookie')]).toEqual([302, `${publicUrl}/admin/`, null]);
});
