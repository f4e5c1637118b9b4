import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptCredential } from '../../server/admin-token/accept-credential.ts';
import type { Candidate, ProbeResult } from '../../server/admin-token/ports.ts';
import { Secret } from '../../server/secret.ts';
import { CustodyDesk, day } from './custody-desk.ts';

let desk: CustodyDesk;
let before: string;
let revoked: string[];

beforeEach(async () => {
  desk = await CustodyDesk.open();
  before = await desk.connect();
  revoked = [];
});
afterEach(() => desk.close());

const candidate = (): Candidate => ({
  kind: 'integration',
  clientId: 'integration',
  clientSecret: new Secret('CANARY-integration-secret'),
  tokens: {
    accessToken: new Secret('CANARY-access-connected'),
    refreshToken: new Secret('CANARY-refresh-connected'),
    obtainedAt: desk.now,
    accessExpiresAt: desk.now + 14 * day,
    refreshExpiresAt: desk.now + 90 * day,
  },
});

const accept = (result: ProbeResult, more: Partial<Candidate> = {}) => {
  const { store, clock, log } = desk;
  const { renewal } = desk.replica();
  const probe = { probe: () => Promise.resolve(result) };
  const revoker = {
    revoke: (_client: unknown, token: Secret) => {
      revoked.push(token.reveal());
      return Promise.resolve(true);
    },
  };
  return acceptCredential({ store, renewal, probe, revoker, clock, log }, { ...candidate(), ...more });
};

test('what passes its probe is in use, and what was in use is replaced', async () => {
  expect(await accept('passed')).toEqual({ state: 'active' });

  const used = await desk.store.inUse('admin');
  expect(used?.tokens?.accessToken?.reveal()).toBe('CANARY-access-connected');
  expect((used?.nextRefreshAt ?? 0) - desk.now).toBeGreaterThanOrEqual(6.7 * day);
  expect((await desk.store.read(before))?.state).toBe('replaced');
});

test.each<[ProbeResult, string, string]>([
  ['wrong-organization', 'refused', 'another organization'],
  ['token-refused', 'refused', 'refuses the token'],
  ['not-permitted', 'refused', 'refuses to be read'],
  ['wrong-region', 'pending', 'WXCC_REGION'],
  ['unreachable', 'pending', 'tried again'],
])('after the probe says %s it is %s, in words, and what was in use stays', async (result, state, words) => {
  expect(await accept(result)).toEqual({ state, cause: result, reason: expect.stringContaining(words) as string });

  expect((await desk.store.inUse('admin'))?.id).toBe(before);
});

test('tokens that were given to us for another organization are given back', async () => {
  const { reason } = await accept('wrong-organization');

  expect(revoked).toEqual(['CANARY-refresh-connected', 'CANARY-access-connected']);
  expect(reason).toContain('revoked again');
});

test('a Service App’s refresh token of another organization was not obtained by us, and is left alone', async () => {
  await accept('wrong-organization', { kind: 'service-app' });

  expect(revoked).toEqual([]);
});

test('a scope that the answer does not name is missed before anything is asked', async () => {
  expect(await accept('passed', { scopes: ['cjp:config_read'] })).toMatchObject({ state: 'refused' });
  expect(await accept('passed', { scopes: ['cjp:config_read', 'cjp:config_write'] })).toEqual({ state: 'active' });
});

test('a token manager takes no other’s place', async () => {
  expect(await accept('passed', { kind: 'token-manager' })).toEqual({ state: 'active' });

  expect((await desk.store.inUse('admin'))?.id).toBe(before);
  expect((await desk.store.inUse('token-manager'))?.kind).toBe('token-manager');
});

test('the kill switch is obeyed by a process that knows a living token, within five seconds', async () => {
  const { access } = desk.replica();
  await access.token();
  await desk.store.mark(before, 'locked');
  await pause(5_100);

  await expect(access.token()).rejects.toMatchObject({ code: 'needs-reauthorization' });
  expect(access.state).toBe('locked');
});
