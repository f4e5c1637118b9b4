import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const needed = { WXCC_ORG_ID: 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb', WXCC_REGION: 'eu1' };
const serviceApp = {
  WEBEX_SERVICE_APP_CLIENT_ID: 'id',
  WEBEX_SERVICE_APP_CLIENT_SECRET: 'CANARY-secret',
  WEBEX_SERVICE_APP_REFRESH_TOKEN: 'CANARY-refresh',
};

function faultsOf(variables: Record<string, string>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

test('an organization and its region are enough to start', () => {
  expect(readConfig(needed)).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    databaseUrl: 'file:./data/skilldesk.db',
    contactCenterUrl: 'https://api.wxcc-eu1.cisco.com',
    webexUrl: 'https://webexapis.com',
    credentials: [],
    editPolicy: undefined,
    requestsPerMinute: 300,
  });
});

test('all faults are named at once, and none shows a value', () => {
  const faults = faultsOf({
    PORT: 'CANARY-x',
    WXCC_ORG_ID: 'CANARY-y',
    EDIT_POLICY: 'CANARY-z',
    WEBEX_REFRESH_TOKEN: 'CANARY-t',
  });

  for (const name of ['PORT', 'WXCC_ORG_ID', 'EDIT_POLICY']) expect(faults).toContain(name);
  expect(faults).not.toContain('CANARY');
});

test('what is missing because of something else is named beside every other fault', () => {
  const faults = faultsOf({ PORT: 'abc', WEBEX_REFRESH_TOKEN: 'x' });

  for (const name of ['PORT', 'WXCC_ORG_ID', 'WXCC_REGION', 'WEBEX_CLIENT_ID', 'WEBEX_CLIENT_SECRET'])
    expect(faults).toContain(name);
});

test('an empty value is not set', () => {
  expect(readConfig({ ...needed, PORT: '', EDIT_POLICY: '', WEBEX_ACCESS_TOKEN: '' })).toMatchObject({
    port: 8080,
    credentials: [],
  });
});

describe('it refuses', () => {
  const onPostgres = { ...needed, DATABASE_URL: 'postgres://localhost/x' };
  const vaultKey = Buffer.alloc(32, 1).toString('base64');

  test.each<[fault: string, variables: Record<string, string>]>([
    ['WXCC_ORG_ID', { WXCC_REGION: 'us1' }],
    ['WXCC_ORG_ID', { ...needed, WXCC_ORG_ID: 'Y2lzY29zcGFyazovL3VzL09SR0FOSVpBVElPTi8x' }],
    ['WXCC_ORG_ID', { ...needed, WXCC_ORG_ID: `${needed.WXCC_ORG_ID}/../x` }],
    ['WXCC_REGION', { WXCC_ORG_ID: needed.WXCC_ORG_ID }],
    ['WXCC_REGION', { ...needed, WXCC_REGION: 'mars1' }],
    ['WXCC_REGION', { ...needed, WXCC_REGION: 'US1' }],
    ['WXCC_REGION', { ...needed, WXCC_REGION: 'us1.cisco.com.evil.example/' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'http://skilldesk.example.com' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'http://localhost.evil.example' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'skilldesk.example.com' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'javascript:alert(1)' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'https://me:CANARY@skilldesk.example.com' }],
    ['PUBLIC_URL', { ...needed, PUBLIC_URL: 'https://skilldesk.example.com/?x=1' }],
    ['PUBLIC_URL', { ...needed, HOST: '0.0.0.0' }],
    ['PUBLIC_URL', { ...needed, HOST: '::' }],
    ['PUBLIC_URL', { ...needed, HOST: '10.1.2.3' }],
    ['WXCC_API_URL', { ...needed, WXCC_API_URL: 'http://evil.example' }],
    ['WXCC_API_URL', { ...needed, WXCC_API_URL: 'https://api.wxcc-us1.cisco.com/#x' }],
    ['WXCC_API_URL', { ...needed, WXCC_API_URL: 'https://api.wxcc-us1.cisco.com@evil.example' }],
    ['WEBEX_API_URL', { ...needed, WEBEX_API_URL: 'http://webexapis.com' }],
    ['WEBEX_API_URL', { ...needed, WEBEX_API_URL: 'ftp://webexapis.com' }],
    ['DATABASE_URL', { ...needed, DATABASE_URL: 'mysql://x' }],
    ['DATABASE_URL', { ...needed, DATABASE_URL: ':memory:' }],
    ['DATABASE_URL', { ...needed, DATABASE_URL: 'file:' }],
    ['PORT', { ...needed, PORT: '70000' }],
    ['PORT', { ...needed, PORT: 'http' }],
    ['WEBEX_REQUESTS_PER_MINUTE', { ...needed, WEBEX_REQUESTS_PER_MINUTE: '0' }],
    ['WEBEX_REQUESTS_PER_MINUTE', { ...needed, WEBEX_REQUESTS_PER_MINUTE: '-1' }],
    ['WEBEX_REQUESTS_PER_MINUTE', { ...needed, WEBEX_REQUESTS_PER_MINUTE: 'Infinity' }],
    ['WEBEX_REQUESTS_PER_MINUTE', { ...needed, WEBEX_REQUESTS_PER_MINUTE: '2.5' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'https://desktop.example/path' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'https://desktop.example/' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: '*' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'https://*.example.com' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'null,*' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'http://desktop.example.com' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'https://DESKTOP.example.com' }],
    ['ALLOWED_ORIGINS', { ...needed, ALLOWED_ORIGINS: 'https://one.example https://two.example' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: 'foo' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: 'true' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '*' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '1' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '0.0.0.0/0' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '::/0' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '0.0.0.0/1,128.0.0.0/1' }],
    ['TRUSTED_PROXIES', { ...needed, TRUSTED_PROXIES: '10.0.0.0/33' }],
    ['EDIT_POLICY', { ...needed, EDIT_POLICY: 'everybody' }],
    ['LOG_LEVEL', { ...needed, LOG_LEVEL: 'loud' }],
    ['WEBEX_CLIENT_SECRET', { ...needed, WEBEX_REFRESH_TOKEN: 'x', WEBEX_CLIENT_ID: 'id' }],
    ['WEBEX_SERVICE_APP_CLIENT_ID', { ...needed, WEBEX_SERVICE_APP_REFRESH_TOKEN: 'x' }],
    ['VAULT_KEYS', onPostgres],
    ['VAULT_KEYS', { ...onPostgres, VAULT_KEYS: 'a:c2hvcnQ=' }],
    ['VAULT_KEYS', { ...onPostgres, VAULT_KEYS: `a:${vaultKey},a:${vaultKey}` }],
    ['VAULT_KEYS', { ...onPostgres, VAULT_KEYS: vaultKey }],
    ['WEBEX_ACCESS_TOKEN_FILE', { ...needed, WEBEX_ACCESS_TOKEN_FILE: '/nowhere/at/all' }],
    ['WEBEX_ACCESS_TOKEN', { ...needed, WEBEX_ACCESS_TOKEN: 'a', WEBEX_ACCESS_TOKEN_FILE: '/tmp/x' }],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { ...needed, NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
    ['NODE_OPTIONS', { ...needed, NODE_OPTIONS: '--inspect=0.0.0.0:9229' }],
    ['NODE_OPTIONS', { ...needed, NODE_OPTIONS: '--enable-source-maps --inspect-brk=10.0.0.1' }],
    ['NODE_OPTIONS', { ...needed, NODE_OPTIONS: '--tls-min-v1.0' }],
    ['NODE_OPTIONS', { ...needed, NODE_OPTIONS: '--insecure-http-parser' }],
    ['NODE_EXTRA_CA_CERTS', { ...needed, NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' }],
  ])('a bad %s: %j', (name, variables) => {
    expect(faultsOf(variables)).toMatch(new RegExp(`^  ${name}[ .]`, 'm'));
    expect(faultsOf(variables)).not.toContain('CANARY');
  });

  test('all of them at once, each by its name', () => {
    const faults = faultsOf({
      ...{ HOST: '0.0.0.0', WXCC_API_URL: 'http://evil.example', ALLOWED_ORIGINS: '*', TRUSTED_PROXIES: '0.0.0.0/0' },
      ...{ DATABASE_URL: 'postgres://db/x', NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_OPTIONS: '--inspect=0.0.0.0' },
    });
    const names = ['WXCC_ORG_ID', 'PUBLIC_URL', 'WXCC_API_URL', 'ALLOWED_ORIGINS', 'TRUSTED_PROXIES', 'VAULT_KEYS'];

    for (const name of [...names, 'NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_OPTIONS'])
      expect(faults).toMatch(new RegExp(`^  ${name}[ .]`, 'm'));
  });
});

describe('it takes', () => {
  test.each<[variables: Record<string, string>]>([
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'https://skilldesk.example.com' }],
    [{ HOST: '0.0.0.0', PUBLIC_URL: 'http://localhost:8080' }],
    [{ HOST: '127.0.0.2' }],
    [{ PUBLIC_URL: 'https://skilldesk.example.com/skills/' }],
    [{ ALLOWED_ORIGINS: 'https://desktop.example.com:8443, null, http://127.0.0.1:5000' }],
    [{ TRUSTED_PROXIES: '10.0.0.0/8, fc00::/7, 203.0.113.7, loopback' }],
    [{ NODE_OPTIONS: '--inspect=127.0.0.1:9229 --max-old-space-size=512' }],
    [{ NODE_OPTIONS: '--inspect' }],
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '1' }],
    [{ NODE_EXTRA_CA_CERTS: import.meta.filename }],
  ])('%j', (variables) => {
    expect(faultsOf({ ...needed, ...variables })).toBe('');
  });
});

describe('the credential', () => {
  test('of a Service App is used before an integration’s, and that before a direct token', () => {
    const integration = { WEBEX_CLIENT_ID: 'i', WEBEX_CLIENT_SECRET: 's', WEBEX_REFRESH_TOKEN: 't' };
    const direct = { WEBEX_ACCESS_TOKEN: 'd' };

    expect(readConfig({ ...needed, ...direct, ...integration, ...serviceApp }).credentials[0]).toMatchObject({
      kind: 'service-app',
      clientId: 'id',
    });
    expect(readConfig({ ...needed, ...direct, ...integration }).credentials[0]).toMatchObject({
      kind: 'integration',
      clientId: 'i',
    });
    expect(readConfig({ ...needed, ...direct }).credentials[0]).toMatchObject({ kind: 'direct' });
  });

  test('may be read from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'skilldesk-config-'));
    const file = join(folder, 'token');
    writeFileSync(file, 'from-a-file\n');

    const [credential] = readConfig({ ...needed, WEBEX_ACCESS_TOKEN_FILE: file }).credentials;

    expect(credential?.tokens?.accessToken?.reveal()).toBe('from-a-file');
    rmSync(folder, { recursive: true });
  });

  test('given twice, directly and by a file, is refused', () => {
    expect(faultsOf({ ...needed, WEBEX_ACCESS_TOKEN: 'a', WEBEX_ACCESS_TOKEN_FILE: '/tmp/x' })).toContain(
      'given twice',
    );
  });

  test('shows itself in no printed form of the configuration', () => {
    const config = readConfig({ ...needed, ...serviceApp });

    for (const form of [
      JSON.stringify(config),
      inspect(config, { depth: null, showHidden: true }),
      inspect(config.credentials[0]),
    ]) {
      expect(form).not.toContain('CANARY');
    }
  });
});

describe('VAULT_KEYS', () => {
  const good = Buffer.alloc(32, 1).toString('base64');
  const short = Buffer.from('CANARY-short').toString('base64');

  test('may hold several keys: the first seals', () => {
    const { vaultKeys } = readConfig({ ...needed, VAULT_KEYS: `new:${good}, old:${good}` });

    expect(vaultKeys?.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  test.each([
    ['a key of the wrong length', `a:${short}`, 'key 1 (a) is not 32 bytes'],
    ['no key', 'a:', 'key 1 (a) is not 32 bytes'],
    ['two keys of one id', `a:${good},a:${good}`, 'key 2 has the same id'],
    ['no id', good, 'key 1 has no valid id'],
    ['an id with a dot', `a.b:${good}`, 'key 1 has no valid id'],
    ['the id of the keys inside', `data:${good}`, 'key 1 has no valid id'],
  ])('with %s is refused, without a value', (_what, value, fault) => {
    const faults = faultsOf({ ...needed, VAULT_KEYS: value });

    expect(faults).toContain(fault);
    expect(faults).not.toContain(good);
    expect(faults).not.toContain(short);
  });
});
