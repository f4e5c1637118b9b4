import { beforeEach, expect, test, vi } from 'vitest';
import { LivingSessions } from './living-sessions.ts';
import type { Session } from './session.ts';

const nadia = { id: 'one', person: { id: 'nadia' }, expiresAt: 10_000 } as Session;
const stored = new Map<string, Session>();
let now: number;
let reads: number;
let checks: number;
let living: LivingSessions;

beforeEach(() => {
  stored.clear();
  stored.set('one', nadia);
  [now, reads, checks] = [0, 0, 0];
  living = new LivingSessions({
    tokens: {
      verify: () => ((checks += 1), Promise.resolve({ sessionId: 'one', personId: 'nadia' })),
      sign: () => '',
      isSession: () => true,
    },
    sessions: {
      find: (id) => ((reads += 1), Promise.resolve(stored.get(id))),
      end: (id) => Promise.resolve(void stored.delete(id)),
      save: () => Promise.resolve(),
      anyAlive: () => Promise.resolve(true),
      prune: () => Promise.resolve(),
    },
    clock: { now: () => now },
  });
});

test('whoever asks again is known without another look, also when he asks twice at once', async () => {
  expect(await Promise.all([living.of('token'), living.of('token'), living.of('token')])).toEqual([
    nadia,
    nadia,
    nadia,
  ]);
  expect(await living.of('token')).toBe(nadia);

  expect([checks, reads]).toEqual([1, 1]);
});

test('somebody else’s token is looked at for itself', async () => {
  await living.of('token');
  await living.of('another');

  expect(checks).toBe(2);
});

test('a session that was ended here is over with the next request', async () => {
  await living.of('token');

  await living.end(nadia);

  await expect(living.of('token')).rejects.toMatchObject({ code: 'session-expired' });
});

test('a session is over at its end, however recently it was read', async () => {
  await living.of('token');
  now = 10_000;

  await expect(living.of('token')).rejects.toMatchObject({ code: 'session-expired' });
});

test('a refusal is not remembered: the database may have been away', async () => {
  stored.clear();
  await expect(living.of('token')).rejects.toMatchObject({ code: 'session-expired' });
  stored.set('one', nadia);

  expect(await living.of('token')).toBe(nadia);
});

test('without asking anybody he is known who was looked at a moment ago, until his session has ended', async () => {
  expect(living.atHand('token')).toBeUndefined();
  const asked = living.of('token');
  expect(living.atHand('token')).toBeUndefined();
  await asked;

  expect(living.atHand('token')).toBe(nadia);
  expect(living.atHand('another')).toBeUndefined();
  now = 10_000;
  expect(living.atHand('token')).toBeUndefined();
  now = 0;
  await living.end(nadia);
  expect(living.atHand('token')).toBeUndefined();
});

test('without asking anybody nobody is known whose look is older than a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    await living.of('token');
    vi.advanceTimersByTime(1_000);

    expect(living.atHand('token')).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});
