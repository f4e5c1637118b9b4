import { describe, expect, test } from 'vitest';
import type { MappingRule } from '../../shared/console-api.ts';
import { roleOf } from './role-of.ts';

const rule = (more: Partial<MappingRule> = {}): MappingRule => ({
  claim: 'groups',
  op: 'includes',
  value: 'admins',
  role: 'admin',
  ...more,
});

test('the first rule that matches counts, and says why by names alone', () => {
  const rules = [rule({ value: 'staff', role: 'viewer' }), rule()];

  expect(roleOf(rules, { sub: 'ada', groups: ['admins', 'staff'] })).toEqual({
    role: 'viewer',
    reason: { rule: rules[0], claims: ['groups', 'sub'] },
  });
});

describe('a match', () => {
  test.each<[string, Partial<MappingRule>, Record<string, unknown>]>([
    ['of a text', { claim: 'role', op: 'equals' }, { role: 'admins' }],
    ['of one in a list', {}, { groups: ['staff', 'admins'] }],
    ['behind a path', { claim: '/realm_access/roles' }, { realm_access: { roles: ['admins'] } }],
    ['behind a path with a slash in a name', { claim: '/a~1b/c~0d', op: 'equals' }, { 'a/b': { 'c~d': 'admins' } }],
    ['of a name that is a URL', { claim: 'https://example.com/roles' }, { 'https://example.com/roles': ['admins'] }],
    [
      'of an e-mail address that the provider has verified',
      { claim: 'email', op: 'equals', value: 'ada@example.com' },
      { email: 'ada@example.com', email_verified: true },
    ],
  ])('%s', (_name, more, claims) => {
    expect(roleOf([rule(more)], claims)?.role).toBe('admin');
  });
});

describe('no match', () => {
  const email = { claim: 'email', op: 'equals', value: 'ada@example.com' } as const;
  test.each<[string, Partial<MappingRule>, Record<string, unknown>]>([
    ['of a text that holds it', { op: 'equals' }, { groups: 'staff,admins' }],
    ['of a text where a list is wanted', {}, { groups: 'admins' }],
    ['of a list where a text is wanted', { op: 'equals' }, { groups: ['admins'] }],
    ['of a list in a list', {}, { groups: [['admins']] }],
    ['of an object that looks like a list', {}, { groups: { 0: 'admins', length: 1 } }],
    ['of another case', {}, { groups: ['Admins'] }],
    ['of the value with a space', {}, { groups: ['admins '] }],
    ['of what every object has', { claim: 'constructor' }, {}],
    ['through what every object has', { claim: '/constructor/name', op: 'equals', value: 'Object' }, {}],
    ['through the prototype', { claim: '/__proto__/groups' }, { a: 1 }],
    ['into a list', { claim: '/groups/0', op: 'equals' }, { groups: ['admins'] }],
    ['into a text', { claim: '/groups/length', op: 'equals', value: '6' }, { groups: 'admins' }],
    ['of a number', { claim: 'level', op: 'equals', value: '1' }, { level: 1 }],
    ['of an e-mail address that nobody verified', email, { email: 'ada@example.com' }],
    ['of one that is called verified', email, { email: 'ada@example.com', email_verified: 'true' }],
    ['of one with another before it', email, { email: 'x@evil.example@ada@example.com', email_verified: true }],
  ])('%s', (_name, more, claims) => {
    expect(roleOf([rule(more)], claims)).toBeUndefined();
  });

  test('without rules', () => {
    expect(roleOf([], { groups: ['admins'] })).toBeUndefined();
  });
});
