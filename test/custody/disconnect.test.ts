import { afterEach, beforeEach, expect, test } from 'vitest';
import { disconnect } from '../../server/admin-token/disconnect.ts';
import { importEnvironment } from '../../server/admin-token/import-environment.ts';
import { revokeTokens } from '../../server/admin-token/revoke-tokens.ts';
import type { TokenHint } from '../../server/admin-token/stop-ports.ts';
import { tokenStatus } from '../../server/admin-token/token-status.ts';
import { Secret } from '../../server/secret.ts';
import { CustodyDesk, day, organizationId } from './custody-desk.ts';

const hour = 60 * 60_000;
let desk: CustodyDesk;
let isWebexThere: boolean;
/** What Webex was told, in order. */
let told: string[];

beforeEach(async () => {
  desk = await CustodyDesk.open();
  isWebexThere = true;
  told = [];
});
afterEach(() => desk.close());

const ports = () => ({
  ...{ control: desk.control, spool: desk.spool, revocations: desk.revocations, clock: desk.clock, log: desk.log },
  wait: () => Promise.resolve(),
  revoker: {
    revoke: (_client: unknown, token: Secret, hint: TokenHint) => {
      told.push(`${hint} ${token.reveal()}`);
      return Promise.resolve(isWebexThere);
    },
  },
});
const orphan = (name: string) => ({
  accessToken: new Secret(`CANARY-${name}-access`),
  refreshToken: new Secret(`CANARY-${name}-refresh`),
  obtainedAt: desk.now,
  accessExpiresAt: desk.now + day,
  refreshExpiresAt: undefined,
  scopes: undefined,
});
const rowsLeft = async () => {
  const tables = ['credentials', 'token_sets', 'orphaned_token_sets', 'revocations'] as const;
  const counts = await Promise.all(
    tables.map(async (table) => {
      const rows = await desk.database.selectFrom(table).selectAll().execute();
      return [table, rows.length] as const;
    }),
  );
  return Object.fromEntries(counts);
};
const nothing = { credentials: 0, token_sets: 0, orphaned_token_sets: 0, revocations: 0 };

test('disconnecting tells Webex of every token, refresh tokens first, and destroys everything stored', async () => {
  const id = await desk.connect({ applicationId: 'app' });
  await desk.connect({ kind: 'token-manager', clientId: 'manager' });
  await desk.store.keepOrphan(id, 2, orphan('orphan'));
  await desk.spool.keep(organizationId, {
    credentialId: id,
    usedVersion: 1,
    tokens: orphan('spooled'),
    rung: 'refresh-token',
  });

  const { destroyed, revoked, waiting } = await disconnect(ports());

  expect(destroyed).toHaveLength(2);
  expect(new Set(revoked)).toEqual(new Set(['service-app', 'token-manager']));
  expect(waiting).toEqual([]);
  const ofApp = told.filter((line) => told.indexOf(line) === told.lastIndexOf(line));
  expect(ofApp).toEqual([
    'refresh_token CANARY-spooled-refresh',
    'refresh_token CANARY-orphan-refresh',
    'access_token CANARY-spooled-access',
    'access_token CANARY-orphan-access',
  ]);
  expect(told.filter((line) => line === 'refresh_token CANARY-refresh-first')).toHaveLength(2);
  expect(await rowsLeft()).toEqual(nothing);
  expect(await desk.spool.keyIds()).toEqual([]);
});

test('a second disconnect says that it was done, and asks nothing of Webex', async () => {
  await desk.connect();
  await disconnect(ports());
  told = [];

  expect(await disconnect(ports())).toMatchObject({ destroyed: [], revoked: [], waiting: [], before: desk.now });
  expect(told).toEqual([]);
});

test('a Webex that is away is told by any replica for 24 hours; then what was kept for that is destroyed', async () => {
  await desk.connect();
  isWebexThere = false;

  const { waiting } = await disconnect(ports());
  expect(waiting).toEqual([{ kind: 'service-app', until: desk.now + day }]);
  expect(await rowsLeft()).toEqual({ ...nothing, revocations: 1 });
  for (const secret of ['CANARY-refresh-first', 'CANARY-access-first', 'CANARY-client-secret']) {
    expect(desk.bytes().includes(secret)).toBe(false);
  }

  desk.now += 23 * hour;
  await revokeTokens(ports());
  expect(await rowsLeft()).toEqual({ ...nothing, revocations: 1 });
  desk.now += hour;
  told = [];
  await revokeTokens(ports());
  expect(await rowsLeft()).toEqual(nothing);
  expect(told).toEqual([]);
  expect(desk.said.join()).toContain('end them in Control Hub');
});

test('when Webex is back within the day, what it was not told is told once, whichever replica comes', async () => {
  await desk.connect();
  isWebexThere = false;
  await disconnect(ports());
  isWebexThere = true;
  told = [];
  await revokeTokens(ports());
  expect(told).toEqual([]);
  desk.now += hour;

  await Promise.all([revokeTokens(ports()), revokeTokens(ports()), revokeTokens(ports())]);

  expect(told).toEqual(['refresh_token CANARY-refresh-first', 'access_token CANARY-access-first']);
  expect(await rowsLeft()).toEqual(nothing);
});

test('a direct token, which only its end or Control Hub can end, is named', async () => {
  await desk.connect({ kind: 'direct', clientId: undefined, clientSecret: undefined });

  expect(await disconnect(ports())).toMatchObject({ destroyed: [{ kind: 'direct', unrevocable: true }], revoked: [] });
});

test('what cannot be opened any more is destroyed all the same, and is named', async () => {
  await desk.connect();
  await desk.database.updateTable('token_sets').set({ access_token: 'sd1.k1.cut' }).execute();

  expect(await disconnect(ports())).toMatchObject({ destroyed: [{ unrevocable: true }] });
  expect(await rowsLeft()).toEqual(nothing);
});

test('afterwards nothing is connected, calls say so, and nothing of it is sealed any more', async () => {
  await desk.connect();
  const { access } = desk.replica();
  await access.token();

  await disconnect(ports());
  await access.refreshWhenDue();

  expect(access.state).toBe('not-connected');
  await expect(access.token()).rejects.toMatchObject({ code: 'organization-not-connected' });
  const { store, control, revocations, clock } = desk;
  expect(await tokenStatus({ store, control, revocations, clock })).toMatchObject({
    state: 'not-connected',
    disconnectedAt: desk.now,
  });
  // The key of the audit chain is left: what was done stays provable.
  expect([...(await desk.vault.sealedBy()).values()]).toEqual([1]);
});

test('a renewal that ends after the disconnect brings nothing back', async () => {
  const id = await desk.connect();
  let isThere = (): void => undefined;
  const answered = new Promise<void>((resolve) => (isThere = resolve));
  let goOn = (): void => undefined;
  const gone = new Promise<void>((resolve) => (goOn = resolve));
  const { access } = desk.replica({
    reached: (point) => {
      if (point !== 'before-commit') return undefined;
      isThere();
      return gone;
    },
  });
  const renewing = access.renew(await access.token()).catch((error: unknown) => error);
  await answered;
  await desk.database.updateTable('credentials').set({ claim_until: 0 }).execute();
  await disconnect(ports());
  goOn();

  expect(await renewing).toMatchObject({ name: 'AppError' });
  await expect(access.token()).rejects.toMatchObject({ code: 'organization-not-connected' });
  expect(await desk.store.read(id)).toBeUndefined();
  expect(await rowsLeft()).toEqual(nothing);
});

test('the environment does not bring back by a restart what was disconnected; a different value does', async () => {
  const { renewal } = desk.replica();
  const { store, probe, clock, log } = desk;
  const given = (refreshToken: string) => ({
    kind: 'service-app' as const,
    clientId: 'client',
    clientSecret: new Secret('CANARY-client-secret'),
    tokens: { ...orphan('given'), accessToken: undefined, refreshToken: new Secret(refreshToken) },
    variables: ['WEBEX_SERVICE_APP_REFRESH_TOKEN'],
  });
  const start = (refreshToken: string) =>
    importEnvironment({ store, renewal, probe, clock, log, revoker: ports().revoker }, organizationId, [
      given(refreshToken),
    ]);
  await start('CANARY-given-first');
  await disconnect(ports());

  await start('CANARY-given-first');
  expect(await desk.store.list()).toEqual([]);
  expect(desk.said.join()).toContain('WEBEX_SERVICE_APP_REFRESH_TOKEN');
  await start('CANARY-given-other');
  expect(await desk.store.list()).toMatchObject([{ state: 'pending' }]);
});

test('tokens spooled on another machine are destroyed there, once the disconnect is known', async () => {
  const id = await desk.connect();
  await disconnect(ports());
  await desk.spool.keep(organizationId, {
    credentialId: id,
    usedVersion: 1,
    tokens: orphan('spooled'),
    rung: 'refresh-token',
  });

  await desk.replica().renewal.drain();

  expect(await desk.spool.keyIds()).toEqual([]);
});
