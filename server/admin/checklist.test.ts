import { expect, test } from 'vitest';
import type { CheckName, TokenView } from '../../shared/admin-api.ts';
import type { DesktopReachState } from '../../shared/layout-api.ts';
import { checklist, type Seen } from './checklist.ts';

const token = (change: Partial<TokenView>): TokenView => ({
  ...{ state: 'not-connected', others: [], ladder: [], revocations: [] },
  ...change,
});
const nothing: Seen = {
  isSsoSetUp: false,
  token: token({}),
  milestones: new Map(),
  reach: reachOf('bundle-not-seen'),
  skillProfiles: undefined,
  publicUrl: 'https://skilldesk.example',
};
function reachOf(state: DesktopReachState): Seen['reach'] {
  return { state, detail: `What ${state} means.`, since: '', sessionAlive: false, refusedOrigins: [] };
}
const check = (name: CheckName, change: Partial<Seen> = {}) =>
  checklist({ ...nothing, ...change }).find((one) => one.name === name);

test('on an empty host nothing is done, and each line says what to do next', () => {
  for (const { state, found, next } of checklist(nothing)) {
    expect(state).not.toBe('done');
    expect(found).not.toBe('');
    expect(next).toMatch(/\w.{20}/);
  }
});

test.each(['pending', 'expired', 'needs-reauthorization', 'locked'] as const)(
  'an organization whose token is %s is not connected, and what is known of the way out is told',
  (state) => {
    const steps = 'Connect it again, like this.';

    expect(check('organization', { token: token({ state, steps }) })).toMatchObject({ state: 'open', next: steps });
    expect(check('probes', { token: token({ state }) })).toMatchObject({ state: 'open' });
  },
);

test.each<[DesktopReachState, state: string, found: string]>([
  ['api-never-reached', 'open', 'What api-never-reached means.'],
  ['origin-refused', 'open', 'What origin-refused means.'],
  ['exchange-refused', 'open', 'What exchange-refused means.'],
])('a desktop that gets as far as %s shows in the line of the host', (reached, state, found) => {
  expect(check('widget-host', { reach: reachOf(reached) })).toMatchObject({ state, found });
});

test('a bundle that another process served, and no supervisor since, is how a blocked host looks', () => {
  const seen = check('widget-host', { milestones: new Map([['bundle-served', 1]]) });

  expect(seen).toMatchObject({ state: 'open', next: expect.stringContaining('skilldesk.example') as string });
});

test('once a supervisor was here, host and layout are proven', () => {
  const milestones: Seen['milestones'] = new Map([['supervisor-seen', 1]]);

  for (const name of ['widget-host', 'layout', 'first-supervisor'] as const) {
    expect(check(name, { milestones })?.state).toBe('done');
  }
});

test('an integration needs no token manager', () => {
  const inUse = { kind: 'integration', source: 'given', state: 'active', createdAt: '' } as const;

  expect(check('token-manager', { token: token({ state: 'active', inUse }) })?.state).toBe('done');
});
