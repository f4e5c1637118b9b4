import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SignInOffer } from '../../shared/console-api.ts';
import { ada, startIdentityProvider, type IdentityProvider } from '../authorization-server/identity-provider.ts';
import { fromOwnPage, signInAtConsole } from './admin.ts';
import { ConsoleBrowser, ssoEnvironment } from './console-browser.ts';
import { Skilldesk } from './skilldesk.ts';
import { asItIs, later } from './later.ts';

const publicUrl = 'http://localhost:8080';
const minute = 60_000;
let idp: IdentityProvider;
const open: Skilldesk[] = [];

beforeAll(async () => {
  idp = await startIdentityProvider(publicUrl);
});
afterAll(() => idp.close());
afterEach(async () => {
  asItIs();
  idp.person = ada;
  idp.lies = {};
  for (const skilldesk of open.splice(0)) await skilldesk.close();
});

/** A fresh installation; each has its own. */
async function start(environment: Record<string, string> = {}): Promise<Skilldesk> {
  const skilldesk = await Skilldesk.start({ environment: { TRUSTED_PROXIES: 'loopback', ...environment } });
  open.push(skilldesk);
  return skilldesk;
}

const codeFile = ({ databaseUrl }: Skilldesk) => join(databaseUrl.slice('file:'.length), '..', 'setup-code');
const codeOf = (skilldesk: Skilldesk) => readFileSync(codeFile(skilldesk), 'utf8').trim();
const isOnPostgres = process.env['SKILLDESK_TEST_ON'] === 'postgres';
/** The code that is written at the start; with PostgreSQL it is only shown, so an operator makes one. */
const firstCode = async (skilldesk: Skilldesk) => (isOnPostgres ? skilldesk.makeSetupCode() : codeOf(skilldesk));

function enter(skilldesk: Skilldesk, code: string, more: Record<string, string> = {}) {
  return skilldesk.call('POST', '/admin/api/setup', { ...fromOwnPage(skilldesk, 'POST'), ...more }, { code });
}

/** A browser in which the code was entered. */
async function browserWith(skilldesk: Skilldesk, code: string): Promise<ConsoleBrowser> {
  const { status, headers } = await enter(skilldesk, code);
  expect(status).toBe(200);
  const browser = new ConsoleBrowser(skilldesk);
  browser.cookies.set('__Host-sid', /__Host-sid=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '');
  return browser;
}

const settings = (more: object = {}) => ({
  issuer: idp.url,
  clientId: idp.clientId,
  clientSecret: idp.clientSecret,
  rules: [{ claim: 'groups', op: 'includes', value: 'skilldesk-admins', role: 'admin' }],
  ...more,
});

/** “Test and save”, up to where the browser ends. */
async function testAndSave(browser: ConsoleBrowser, more: object = {}): Promise<URL> {
  const { status, body, headers } = await browser.admin.call('PUT', '/admin/api/setup/sso', settings(more));
  expect(status).toBe(200);
  browser.cookies.set('__Host-tx', /__Host-tx=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '');
  const callback = await browser.follow(new URL((body as { continueAt: string }).continueAt));
  return callback.pathname.endsWith('/callback') ? browser.finish(callback) : callback;
}

const offerOf = async (skilldesk: Skilldesk) => (await skilldesk.call('GET', '/admin/api/sign-in')).body as SignInOffer;

describe('the first run', () => {
  test('goes from the code to a sign-in that everybody uses, without a password', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    expect(await offerOf(skilldesk)).toMatchObject({
      sso: 'none',
      redirectUri: `${publicUrl}/admin/login/callback`,
      setupCode: { triesLeft: 10, ...(!isOnPostgres && { file: codeFile(skilldesk) }) },
    });
    const browser = await browserWith(skilldesk, code.toLowerCase().replaceAll('-', ' '));

    expect((await testAndSave(browser)).href).toBe(`${publicUrl}/admin/`);
    expect((await browser.admin.call('GET', '/admin/api/me')).body).toMatchObject({
      role: 'admin',
      person: { name: 'Ada Admin' },
    });
    expect(await offerOf(skilldesk)).toEqual({
      sso: 'database',
      providerHost: new URL(idp.url).host,
      redirectUri: `${publicUrl}/admin/login/callback`,
    });
    const another = new ConsoleBrowser(skilldesk);
    await another.signIn();
    expect((await another.admin.call('GET', '/admin/api/sso')).body).toEqual({
      from: 'database',
      issuer: idp.url,
      clientId: idp.clientId,
      rules: settings().rules,
    });
    expect(existsSync(codeFile(skilldesk))).toBe(false);
    expect((await skilldesk.exportAudit()).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['setup-code-used', 'sso-settings-changed', 'console-signed-in']),
    );
    await skilldesk.searchForSecrets(code);
  });

  test('writes the code where only its owner reads it and anew at each start; with PostgreSQL nowhere', async () => {
    const skilldesk = await start();
    if (isOnPostgres) {
      expect(existsSync(join(skilldesk.folder, 'setup-code'))).toBe(false);
      return;
    }
    const first = codeOf(skilldesk);
    expect(statSync(codeFile(skilldesk)).mode & 0o777).toBe(0o600);
    expect(first).toMatch(/^([A-Z2-7]{4}-){6}[A-Z2-7]{4}$/);
    await skilldesk.stopProcess();
    await skilldesk.startProcess();

    expect(codeOf(skilldesk)).not.toBe(first);
    expect((await enter(skilldesk, first)).status).toBe(403);
    expect((await enter(skilldesk, codeOf(skilldesk))).status).toBe(200);
  });

  test('makes no code where the environment says how people sign in', async () => {
    const skilldesk = await start(ssoEnvironment(idp));

    expect(await offerOf(skilldesk)).toMatchObject({ sso: 'environment' });
    expect(existsSync(codeFile(skilldesk))).toBe(false);
  });
});

describe('a code is refused', () => {
  const refusal = { status: 403, body: { code: 'not-allowed' } };

  test('after ten wrong ones, though it is right', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    for (let count = 0; count < 10; count += 1) {
      expect(await enter(skilldesk, `AAAA-${count}`, { 'x-forwarded-for': `192.0.2.${count}` })).toMatchObject(refusal);
    }

    expect(await enter(skilldesk, code)).toMatchObject(refusal);
    expect(await offerOf(skilldesk)).not.toHaveProperty('setupCode');
    expect((await skilldesk.exportAudit()).filter(({ action }) => action === 'setup-code-refused')).toHaveLength(10);
    expect((await enter(skilldesk, await skilldesk.makeSetupCode())).status).toBe(200);
  });

  test('of twenty wrong ones at once ten are counted, and the right one after them is too late', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    const tries = Array.from({ length: 20 }, (_, at) =>
      enter(skilldesk, 'BBBB', { 'x-forwarded-for': `192.0.2.${at}` }),
    );
    expect(new Set((await Promise.all(tries)).map(({ status }) => status))).toEqual(new Set([403]));

    expect(await enter(skilldesk, code)).toMatchObject(refusal);
    expect((await skilldesk.exportAudit()).filter(({ action }) => action === 'setup-code-refused')).toHaveLength(10);
  });

  test('from a network with ten wrong ones within a minute, whatever code there is by then', async () => {
    const skilldesk = await start();
    for (let count = 0; count < 10; count += 1) await enter(skilldesk, `CCCC-${count}`);

    expect((await enter(skilldesk, await skilldesk.makeSetupCode())).status).toBe(429);
  });

  test('after 60 minutes', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    later(61 * minute);

    expect(await enter(skilldesk, code)).toMatchObject(refusal);
  });

  test('a second time, and of two at once but one', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    const both = await Promise.all([enter(skilldesk, code), enter(skilldesk, code)]);

    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(await enter(skilldesk, code)).toMatchObject(refusal);
  });

  test('once there is a newer one', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    const newer = await skilldesk.makeSetupCode();

    expect(await enter(skilldesk, code)).toMatchObject(refusal);
    expect((await enter(skilldesk, newer)).status).toBe(200);
  });

  test('that was made before people could sign in, once they can', async () => {
    const skilldesk = await start();
    const code = await firstCode(skilldesk);
    await skilldesk.stopProcess();
    skilldesk.restartWith(ssoEnvironment(idp));
    await skilldesk.startProcess();

    expect(await enter(skilldesk, code)).toMatchObject(refusal);
  });

  test('whose row somebody put there without a key of the vault', async () => {
    const skilldesk = await start();
    await skilldesk.tamper(`update setup_codes set body = '${'A'.repeat(100)}', tries = 0`);

    expect(await enter(skilldesk, 'AAAA')).toMatchObject(refusal);
  });

  test('when there is nothing in it, or nothing but what is easily guessed', async () => {
    const skilldesk = await start();
    for (const code of ['', ' ', '----', 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA', 'x'.repeat(100)]) {
      expect(await enter(skilldesk, code)).toMatchObject(refusal);
    }
    expect((await enter(skilldesk, 'x'.repeat(101))).status).toBe(400);
  });

  test('from a page of somebody else', async () => {
    const skilldesk = await start();

    expect(await enter(skilldesk, await firstCode(skilldesk), { origin: 'https://evil.example' })).toMatchObject(
      refusal,
    );
  });
});

describe('whoever sets the sign-in up', () => {
  test('can do nothing else, and that for 15 minutes', async () => {
    const skilldesk = await start();
    const { admin } = await browserWith(skilldesk, await firstCode(skilldesk));

    for (const path of ['/admin/api/me', '/admin/api/sessions', '/admin/api/sso', '/admin/api/nothing']) {
      expect((await admin.call('GET', path)).status).toBe(403);
    }
    later(16 * minute);
    expect((await admin.call('PUT', '/admin/api/setup/sso', settings())).status).toBe(401);
  });

  test.each<[string, () => void, object, string]>([
    ['is no admin by the rules', () => (idp.person = { id: 'norbert', claims: { groups: [] } }), {}, 'no-role'],
    [
      'would only be a viewer',
      () => undefined,
      {
        rules: [
          { claim: 'groups', op: 'includes', value: 'staff', role: 'viewer' },
          { claim: 'groups', op: 'includes', value: 'skilldesk-admins', role: 'admin' },
        ],
      },
      'not-an-admin',
    ],
    ['gave a wrong secret', () => undefined, { clientSecret: 'CANARY-wrong' }, 'provider-misconfigured'],
  ])('locks nobody out when he %s: nothing is stored', async (_name, prepare, more, problem) => {
    prepare();
    const skilldesk = await start();
    const browser = await browserWith(skilldesk, await firstCode(skilldesk));

    expect((await testAndSave(browser, more)).search).toBe(`?problem=${problem}`);
    expect((await offerOf(skilldesk)).sso).toBe('none');
    // And he may try again.
    idp.person = ada;
    expect((await testAndSave(browser)).search).toBe('');
  });

  test('is told what is wrong with what he gives, and nothing is stored', async () => {
    const skilldesk = await start();
    const { admin } = await browserWith(skilldesk, await firstCode(skilldesk));
    const rule = { claim: 'a', op: 'equals', value: 'b' };
    const faults: [string, object, string][] = [
      ['an issuer that is no URL', { issuer: 'idp' }, 'issuer'],
      ['an issuer in the open', { issuer: 'http://idp.example' }, 'issuer'],
      ['an issuer with a query', { issuer: 'https://idp.example/?a=b' }, 'issuer'],
      [
        'the address of its configuration',
        { issuer: 'https://idp.example/.well-known/openid-configuration' },
        'issuer',
      ],
      ['an issuer that does not answer', { issuer: 'http://127.0.0.1:9' }, 'issuer'],
      ['no secret', { clientSecret: undefined }, 'clientSecret'],
      ['no rule', { rules: [] }, 'rules'],
      ['no rule for an admin', { rules: [{ ...rule, role: 'viewer' }] }, 'rules'],
      ['a role that there is not', { rules: [{ ...rule, role: 'root' }] }, 'rules.0.role'],
      ['something unknown', { admin: true }, ''],
    ];

    for (const [name, more, path] of faults) {
      const { status, body } = await admin.call('PUT', '/admin/api/setup/sso', settings(more));
      expect([status, (body as { errors: { path: string }[] }).errors[0]?.path], name).toEqual([400, path]);
    }
    expect((await offerOf(skilldesk)).sso).toBe('none');
  });

  test('must come back in the same browser: what another began is not stored by this one', async () => {
    const skilldesk = await start();
    const browser = await browserWith(skilldesk, await firstCode(skilldesk));
    const { headers, body } = await browser.admin.call('PUT', '/admin/api/setup/sso', settings());
    const other = new ConsoleBrowser(skilldesk);
    other.cookies.set('__Host-tx', /__Host-tx=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '');
    const callback = await other.follow(new URL((body as { continueAt: string }).continueAt));

    expect((await other.finish(callback)).search).toBe('?problem=sign-in-outdated');
    expect((await offerOf(skilldesk)).sso).toBe('none');
  });

  test('is too late when somebody else has done it meanwhile', async () => {
    const skilldesk = await start();
    const late = await browserWith(skilldesk, await firstCode(skilldesk));
    const { headers, body } = await late.admin.call('PUT', '/admin/api/setup/sso', settings());
    late.cookies.set('__Host-tx', /__Host-tx=([^;]+)/.exec(headers.get('set-cookie') ?? '')?.[1] ?? '');
    const callback = await late.follow(new URL((body as { continueAt: string }).continueAt));
    await testAndSave(await browserWith(skilldesk, await skilldesk.makeSetupCode()));

    expect((await late.finish(callback)).search).toBe('?problem=sign-in-outdated');
    expect((await late.admin.call('PUT', '/admin/api/setup/sso', settings())).status).toBe(401);
  });
});

describe('once people sign in', () => {
  test('the settings are changed by an admin who has just signed in, and by nobody else', async () => {
    const skilldesk = await start();
    await testAndSave(await browserWith(skilldesk, await firstCode(skilldesk)));
    const browser = new ConsoleBrowser(skilldesk);
    await browser.signIn();
    const before = browser.admin;

    expect(await before.call('PUT', '/admin/api/setup/sso', settings())).toMatchObject({
      status: 403,
      body: { code: 'sign-in-again' },
    });
    await browser.signIn('?again=1');
    const rules = [...settings().rules, { claim: 'groups', op: 'includes', value: 'staff', role: 'viewer' }];
    // The secret stays when none is given.
    expect((await testAndSave(browser, { rules, clientSecret: undefined })).search).toBe('');
    expect((await browser.admin.call('GET', '/admin/api/sso')).body).toMatchObject({ rules });
  });

  test('a rotation of the vault takes the settings along', async () => {
    const key = (id: string) => `${id}:${Buffer.alloc(32, `CANARY-${id}`).toString('base64')}`;
    const skilldesk = await start({ VAULT_KEYS: key('old') });
    await testAndSave(await browserWith(skilldesk, await skilldesk.makeSetupCode()));
    const restart = async (keys: string) => {
      await skilldesk.stopProcess();
      skilldesk.restartWith({ VAULT_KEYS: keys });
      await skilldesk.startProcess();
    };
    await restart(`${key('new')},${key('old')}`);
    await skilldesk.operate('rotateVault');
    await restart(key('new'));

    expect((await new ConsoleBrowser(skilldesk).signIn()).href).toBe(`${publicUrl}/admin/`);
  });

  test('the secret of one provider is not sent to another', async () => {
    const skilldesk = await start();
    await testAndSave(await browserWith(skilldesk, await firstCode(skilldesk)));
    const browser = new ConsoleBrowser(skilldesk);
    await browser.signIn();
    await browser.signIn('?again=1');
    const evil = await startIdentityProvider(publicUrl);
    const asked = settings({ issuer: evil.url, clientSecret: undefined });

    expect(await browser.admin.call('PUT', '/admin/api/setup/sso', asked)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'clientSecret' }] },
    });
    expect(evil.asked).toEqual([]);
    await evil.close();
  });

  test('what the environment says is not changed here', async () => {
    const skilldesk = await start(ssoEnvironment(idp));
    const browser = new ConsoleBrowser(skilldesk);
    await browser.signIn();
    await browser.signIn('?again=1');

    expect((await browser.admin.call('PUT', '/admin/api/setup/sso', settings())).status).toBe(403);
  });

  test('whoever has the host opens the console for 15 minutes when the provider is away, and the audit says so', async () => {
    const skilldesk = await start(ssoEnvironment(idp));
    idp.lies = { away: true };
    const { admin } = await browserWith(skilldesk, await skilldesk.makeSetupCode());

    expect((await admin.call('GET', '/admin/api/me')).body).toMatchObject({ role: 'admin' });
    const records = (await skilldesk.exportAudit()).filter(({ action }) => action.startsWith('setup-code'));
    expect(records.map(({ action, actor, body }) => [action, actor, (body as { purpose: string }).purpose])).toEqual([
      ['setup-code-made', 'operator', 'break-glass'],
      ['setup-code-used', 'operator', 'break-glass'],
    ]);
    expect(skilldesk.said.join('')).toContain('the console was opened by a code instead of the sign-in');
    later(16 * minute);
    expect((await admin.call('GET', '/admin/api/me')).status).toBe(401);
  });
});

test('an admin tries rules on claims without anybody signing in', async () => {
  const skilldesk = await start();
  const admin = await signInAtConsole(skilldesk, 'admin');
  const rules = [{ claim: '/realm_access/roles', op: 'includes', value: 'admin', role: 'admin' }];
  const tried = async (claims: object) => (await admin.call('POST', '/admin/api/sso/dry-run', { rules, claims })).body;

  expect(await tried({ realm_access: { roles: ['user', 'admin'] } })).toEqual({
    role: 'admin',
    reason: { rule: rules[0], claims: ['realm_access'] },
  });
  expect(await tried({ realm_access: { roles: 'admin' } })).toEqual({});
});
