import { expect, test } from 'vitest';
import { readTokenForm } from './token-form.ts';

const organization = 'd5627e0e-0c8e-445e-b28f-4883cfce7bdb';
const jwt = (claims: unknown) =>
  ['{"alg":"RS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

test('an opaque token tells its identity cluster and organization, also when its first part holds underscores', () => {
  expect(readTokenForm(`Zm9v_YmFy_PF84_${organization.toUpperCase()}`)).toMatchObject({
    form: 'opaque',
    cluster: 'PF84',
    organizationId: organization,
  });
});

test('a JWT tells organization, scopes, end and whether a machine holds it', () => {
  const token = jwt({
    realm: organization,
    scope: 'cjp:config_read cjp:config_write',
    exp: 1_800_000_000,
    user_type: 'machine',
  });

  expect(readTokenForm(token)).toEqual({
    form: 'jwt',
    organizationId: organization,
    cluster: undefined,
    scopes: ['cjp:config_read', 'cjp:config_write'],
    endsAt: 1_800_000_000_000,
    machine: true,
  });
});

test('what is not a scope does not come out of a JWT', () => {
  expect(readTokenForm(jwt({ scope: ['cjp:config_read', 'a b', 7, '\u001b[31m'] })).scopes).toEqual([
    'cjp:config_read',
  ]);
});

test.each(['', 'abc', 'a.b.c', 'one_two_three', `PF84_${organization}`])('“%s” is of no known form', (text) => {
  expect(readTokenForm(text)).toMatchObject({ form: 'unknown', organizationId: undefined });
});
