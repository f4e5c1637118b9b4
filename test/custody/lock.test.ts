import { afterEach, beforeEach, expect, test } from 'vitest';
import { settlePending } from '../../server/admin-token/accept-credential.ts';
import { importEnvironment, settleAllPending } from '../../server/admin-token/import-environment.ts';
import { writingNow } from '../../server/admin-token/writing.ts';
import { Secret } from '../../server/secret.ts';
import { CustodyDesk, day, organizationId } from './custody-desk.ts';

let desk: CustodyDesk;
let id: string;

beforeEach(async () => {
  desk = await CustodyDesk.open();
  id = await desk.connect();
});
afterEach(() => desk.close());

const ports = () => {
  const { store, probe, clock, log } = desk;
  const { renewal } = desk.replica();
  return { store, renewal, probe, clock, log, revoker: { revoke: () => Promise.resolve(true) } };
};
const fromEnvironment = (secret: string) => ({
  kind: 'service-app' as const,
  clientId: 'client',
  clientSecret: new Secret('CANARY-client-secret'),
  tokens: {
    accessToken: new Secret(secret),
    refreshToken: new Secret(`${secret}-refresh`),
    obtainedAt: desk.now,
    accessExpiresAt: desk.now + day,
    refreshExpiresAt: undefined,
  },
  variables: [],
});
const restart = async (secret: string) => {
  await importEnvironment(ports(), organizationId, [fromEnvironment(secret)]);
  await settleAllPending(ports());
  return (await desk.store.inUse('admin'))?.state;
};

test('the kill switch also stops what is only being tried, so that nothing takes the place of what was locked', async () => {
  const ids = await Promise.all(
    (['pending', 'standby'] as const).map((state, at) =>
      desk.store.add(
        `00000000-0000-4000-8000-00000000000${at}`,
        fromEnvironment('CANARY-other'),
        { source: 'environment', fingerprint: state, state },
        desk.now,
      ),
    ),
  );

  await desk.control.lock();
  await settleAllPending(ports());

  for (const one of [id, ...ids]) expect((await desk.store.read(one))?.state).toBe('locked');
  await expect(desk.replica().access.token()).rejects.toMatchObject({ code: 'needs-reauthorization' });
});

test('a probe that ends after the kill switch brings nothing into use', async () => {
  const tried = await desk.store.add(
    '00000000-0000-4000-8000-000000000001',
    fromEnvironment('CANARY-tried'),
    { source: 'given', fingerprint: '', state: 'pending' },
    desk.now,
  );
  const probe = {
    probe: async () => {
      await desk.control.lock();
      return 'passed' as const;
    },
  };

  expect(await settlePending({ ...ports(), probe }, tried)).toMatchObject({ state: 'locked' });
  expect((await desk.store.read(id))?.state).toBe('locked');
});

test('a restart with the same environment stays locked, also when it holds a value that was refused before', async () => {
  await restart('CANARY-known');
  desk.found = 'token-refused';
  await restart('CANARY-refused');
  desk.found = 'passed';
  await desk.control.lock();

  expect(await restart('CANARY-known')).toBe('locked');
  expect(await restart('CANARY-refused')).toBe('locked');
});

test('a different value in the environment leads back', async () => {
  await restart('CANARY-known');
  await desk.control.lock();

  expect(await restart('CANARY-different')).toBe('active');
  expect((await desk.replica().access.token()).reveal()).toBe('CANARY-different');
});

test('writing is closed by what is found in the moment that somebody asks', async () => {
  const { control } = desk;
  const meet = async () => {
    await control.pause(desk.now, { because: 'an older copy of the database', unsureUntil: desk.now });
    return true;
  };

  expect((await writingNow({ control, chain: { meet } })).closedBy).toBe('paused');
});

test('writing is closed by the decision that stands, and open again when it is taken back', async () => {
  const { control } = desk;
  const chain = { meet: () => Promise.resolve(false) };
  const closedBy = async () => (await writingNow({ control, chain })).closedBy;
  expect(await closedBy()).toBeUndefined();

  await desk.control.pause(desk.now);
  desk.now += 1_000;
  await desk.control.pause(desk.now);
  expect(await closedBy()).toBe('paused');
  expect((await desk.control.standing()).pausedAt).toBe(desk.now - 1_000);
  await desk.control.resume();
  expect(await closedBy()).toBeUndefined();

  await desk.control.lock();
  expect(await closedBy()).toBe('needs-reauthorization');
  await desk.control.shred(desk.now, []);
  expect(await closedBy()).toBe('organization-not-connected');
});
