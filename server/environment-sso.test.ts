import { describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';

const organization = { WXCC_ORG_ID: '6c4d1e2f-0000-4000-8000-000000000001', WXCC_REGION: 'us1' };
const sso = {
  OIDC_ISSUER: 'https://idp.example/realms/Company/',
  OIDC_CLIENT_ID: 'skilldesk',
  OIDC_CLIENT_SECRET: 'CANARY-secret',
  OIDC_ADMIN_CLAIM: 'groups',
  OIDC_ADMIN_VALUES: 'wx-admins, it-admins',
};
const read = (more: Record<string, string> = {}) => readConfig({ ...organization, ...more });
const faultsOf = (more: Record<string, string>): string => {
  try {
    read(more);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test('without any of it nobody signs in by SSO', () => {
  expect(read().sso).toBeUndefined();
  expect(read({ OIDC_ISSUER: '' }).sso).toBeUndefined();
});

test('the issuer is taken letter for letter, and each value as a text and in a list', () => {
  expect(read({ ...sso, OIDC_VIEWER_VALUES: 'staff' }).sso).toMatchObject({
    issuer: sso.OIDC_ISSUER,
    rules: [
      { claim: 'groups', op: 'includes', value: 'wx-admins', role: 'admin' },
      { claim: 'groups', op: 'equals', value: 'wx-admins', role: 'admin' },
      { claim: 'groups', op: 'includes', value: 'it-admins', role: 'admin' },
      { claim: 'groups', op: 'equals', value: 'it-admins', role: 'admin' },
      { claim: 'groups', op: 'includes', value: 'staff', role: 'viewer' },
      { claim: 'groups', op: 'equals', value: 'staff', role: 'viewer' },
    ],
  });
});

describe('what cannot work is refused at the start, by name and all at once:', () => {
  test.each(Object.keys(sso))('%s alone', (name) => {
    const faults = faultsOf({ [name]: sso[name as keyof typeof sso] });

    for (const other of Object.keys(sso)) expect(faults.includes(`${other} is needed`)).toBe(other !== name);
    expect(faults).not.toContain('CANARY');
  });

  test.each([
    ['in the open', 'http://idp.example'],
    ['no URL', 'idp.example'],
    ['with a query', 'https://idp.example/?tenant=1'],
    ['with a password', 'https://me:CANARY-pw@idp.example'],
    ['the address of its configuration', 'https://idp.example/.well-known/openid-configuration'],
  ])('an issuer that is %s', (_name, issuer) => {
    const faults = faultsOf({ ...sso, OIDC_ISSUER: issuer });

    expect(faults).toContain('OIDC_ISSUER');
    expect(faults).not.toContain('CANARY');
  });

  test('no value but commas', () => {
    expect(faultsOf({ ...sso, OIDC_ADMIN_VALUES: ' , ' })).toContain('OIDC_ADMIN_VALUES names no value');
  });

  test('roles beside nobody who could be an admin', () => {
    expect(faultsOf({ OIDC_VIEWER_VALUES: 'staff' })).toContain('OIDC_ISSUER is needed');
  });
});
