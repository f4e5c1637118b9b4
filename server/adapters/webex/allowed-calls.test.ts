import { describe, expect, test } from 'vitest';
import { allowedUrl } from './allowed-calls.ts';

const base = 'https://api.wxcc-us1.cisco.com';
const org = '/organization/6c4d1e2f-0000-4000-8000-000000000001';
const id = '2dea059f-353d-4b6f-87dc-6f8163373306';

test('what the adapters call passes as it is', () => {
  expect(allowedUrl(base, { method: 'PUT', path: `${org}/skill-profile/${id}` })).toBe(
    `${base}${org}/skill-profile/${id}`,
  );
  expect(allowedUrl('https://proxy.example/webex', { method: 'GET', path: '/v1/people/me' })).toBe(
    'https://proxy.example/webex/v1/people/me',
  );
});

describe('what is not on the list throws before anything is sent', () => {
  test.each<[method: 'GET' | 'POST' | 'PUT' | 'PATCH', path: string]>([
    ['PUT', `${org}/user/${id}`],
    ['PATCH', `${org}/skill-profile/${id}`],
    ['POST', `${org}/skill-profile`],
    ['POST', `${org}/skill-profile/bulk`],
    ['PUT', `${org}/v2/skill-profile/${id}`],
    ['PUT', `${org}/skill/${id}`],
    ['PUT', `${org}/team/${id}`],
    ['PATCH', `${org}/user/${id}/reskill`],
    ['PATCH', `${org}/user/reskill`],
    ['GET', `${org}/skill-profile/bulk-export`],
    ['GET', `${org}/skill-profile/purge-inactive-entities`],
    ['GET', `${org}/user/by-ci-user-id`],
    ['GET', `${org}/skill-profile/`],
    ['GET', `${org}/skill-profile/${id}/`],
    ['GET', `${org}/skill-profile/${id}/incoming-references`],
    ['GET', `${org}/skill-profile/..`],
    ['GET', `${org}/skill-profile/../user`],
    ['GET', `${org}/skill-profile/%2e%2e`],
    ['GET', `${org}/skill-profile/..%2fuser`],
    ['GET', `${org}/skill-profile/${id}?x=1`],
    ['GET', `${org}/skill-profile/${id}#x`],
    ['GET', `${org}/skill-profile/${id}\\..\\..`],
    ['GET', `${org}/skill-profile/${id};x`],
    ['GET', `${org}/skill-profile/${id}\n`],
    ['GET', `${org}/skill-profile/${id}\0`],
    ['GET', `${org}/skill-profile/${'a'.repeat(101)}`],
    ['GET', `/../${org}/skill-profile/${id}`],
    ['GET', `//evil.example${org}/skill-profile/${id}`],
    ['GET', `@evil.example${org}/skill-profile/${id}`],
    ['GET', `.evil.example${org}/skill-profile/${id}`],
    ['GET', `:443@evil.example/v1/people/me`],
    ['GET', '/v1/people/you'],
    ['POST', '/v1/people/me'],
    ['GET', '/v1/access_token'],
    ['POST', '/v1/applications/../token'],
    ['POST', '/v1/applications/a%2Fb/token'],
    ['GET', ''],
  ])('%s %s', (method, path) => {
    expect(() => allowedUrl(base, { method, path })).toThrow('not on the list of calls');
  });
});
