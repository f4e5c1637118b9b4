import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '../../server/admin-token/ports.ts';
import { Secret } from '../../server/secret.ts';
import { CustodyDesk, day } from './custody-desk.ts';

let desk: CustodyDesk;
let id: string;

beforeEach(async () => {
  desk = await CustodyDesk.open();
  id = await desk.connect({ applicationId: 'app' });
});
afterEach(() => desk.close());

const stored = () => desk.stored(id);
const dead: Refusal = { status: 400, oauthError: 'invalid_request', says: 'refresh-token-dead' };

describe('the ladder', () => {
  const manager = () => desk.connect({ kind: 'token-manager', clientId: 'manager', applicationId: undefined });

  test('mints a new pair with the token manager when the refresh token is dead', async () => {
    await manager();
    const { access } = desk.replica();
    desk.webex.refuse = dead;
    await access.renew(await access.token());

    expect(desk.webex.calls).toEqual(['refresh', 'mint']);
    expect(access.state).toBe('active');
  });

  test('refreshes the token manager first when its token is over', async () => {
    await desk.store.mark(id, 'replaced');
    const managerId = await manager();
    await desk.store.activate(id, desk.now);
    desk.now += 15 * day;
    await desk.store.fail(
      id,
      1,
      { class: 'dead-grant', code: 'invalid_grant', trackingId: undefined, at: 0 },
      { notBefore: 0, failures: 0, isDead: true, state: undefined },
    );
    const { access } = desk.replica();

    await access.token();

    expect(desk.webex.calls).toEqual(['refresh', 'mint']);
    expect((await desk.store.read(managerId))?.version).toBe(2);
  });

  test.each<[string, Refusal]>([
    ['invalid_request with Webex’s words', dead],
    ['invalid_grant', { status: 400, oauthError: 'invalid_grant' }],
  ])('ends, after %s and without a manager, where a human is needed: it says what to do', async (_what, refusal) => {
    const { access } = desk.replica();
    desk.webex.refuse = refusal;
    const token = await access.token();

    await expect(access.renew(token)).rejects.toMatchObject({
      code: 'needs-reauthorization',
      message: expect.stringContaining('Control Hub') as string,
    });
    expect(access.state).toBe('needs-reauthorization');
    await expect(access.renew(token)).rejects.toMatchObject({ code: 'needs-reauthorization' });
    expect(desk.webex.calls).toEqual(['refresh']);
    expect((await stored()).tokens?.refreshToken?.reveal()).toBe('CANARY-refresh-first');
  });

  test('an orphan’s refresh token is a rung of its own', async () => {
    await desk.store.keepOrphan(id, 2, {
      accessToken: new Secret('CANARY-orphan-access'),
      refreshToken: new Secret('CANARY-orphan-refresh'),
      obtainedAt: desk.now,
      accessExpiresAt: desk.now + day,
      refreshExpiresAt: undefined,
      scopes: undefined,
    });
    const { access } = desk.replica();
    desk.webex.rotates = true;
    await desk.webex.exchangeRefreshToken(undefined, new Secret('CANARY-refresh-first'));
    desk.webex.calls = [];

    await access.renew(await access.token());

    expect(desk.webex.calls).toEqual(['refresh', 'refresh']);
    expect(access.state).toBe('active');
  });
});
