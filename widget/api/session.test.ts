import { beforeEach, describe, expect, test } from 'vitest';
import type { SessionGranted } from '../../shared/api.ts';
import { ApiProblem, type FailureCode } from './api-problem.ts';
import { Session } from './session.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));
const tenMinutes = 600_000;

type Answer = 'granted' | 'silence' | FailureCode | ApiProblem;

/** Backend, desktop and clock around one session; the clock moves by `advance` alone. */
class Surroundings {
  now = Date.parse('2026-01-01T00:00:00Z');
  end = (): string => new Date(this.now + tenMinutes).toISOString();
  answer: (desktopToken: string) => Answer = () => 'granted';
  desktop: () => Promise<string | undefined> = () => Promise.resolve(undefined);
  contract: number | undefined = 1;
  readonly offered: string[] = [];
  desktopAsked = 0;
  #timers: { at: number; task: () => void }[] = [];

  readonly session = new Session({
    exchange: (desktopToken) => this.#exchange(desktopToken),
    askDesktop: () => {
      this.desktopAsked += 1;
      return this.desktop();
    },
    now: () => this.now,
    later: (task, ms) => {
      const timer = { at: this.now + ms, task };
      this.#timers.push(timer);
      return () => (this.#timers = this.#timers.filter((other) => other !== timer));
    },
  });

  get exchanges(): number {
    return this.offered.length;
  }

  async advance(ms: number): Promise<void> {
    const until = this.now + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now = next.at;
      next.task();
      await quiet();
    }
    this.now = until;
  }

  #exchange(desktopToken: string): Promise<SessionGranted> {
    this.offered.push(desktopToken);
    const answer = this.answer(desktopToken);
    if (answer === 'silence') return new Promise(() => undefined);
    if (answer !== 'granted') return Promise.reject(answer instanceof ApiProblem ? answer : new ApiProblem(answer));
    return Promise.resolve({
      token: `session-${this.exchanges}`,
      expiresAt: this.end(),
      contract: this.contract as number,
      user: { id: 'u1', name: 'Sam', email: 'sam@example.com', role: 'supervisor', mayEdit: true },
      organizationId: 'org',
      scope: { teams: [], agents: 3, skillProfiles: 2 },
      policy: {
        edit: 'strict',
        protectedSkills: [],
        stage: 'all',
        mayWrite: true,
        defaultEndMinutes: 60,
        shiftEnds: [],
      },
    });
  }
}

let around: Surroundings;
let session: Session;
beforeEach(() => {
  around = new Surroundings();
  ({ session } = around);
});

async function signIn(token = 'token-1'): Promise<void> {
  session.useDesktopToken(token);
  session.start();
  await quiet();
}

describe('a session', () => {
  test('begins with the token of the layout, and says who is at the desk but not the session itself', async () => {
    await signIn();

    expect(around.offered).toEqual(['token-1']);
    expect(session.person).toMatchObject({ user: { name: 'Sam' }, scope: { agents: 3 } });
    expect(JSON.stringify(session.person)).not.toContain('session-1');
    expect(session.problem).toBeUndefined();
    expect(await session.bearer()).toBe('session-1');
  });

  test('is renewed after 80 % of its life and not before', async () => {
    await signIn();
    await around.advance(tenMinutes * 0.8 - 1);
    expect(around.exchanges).toBe(1);
    await around.advance(1);

    expect(around.exchanges).toBe(2);
    expect(await session.bearer()).toBe('session-2');
  });

  test('is renewed by one exchange, however many calls wait for it', async () => {
    session.useDesktopToken('token-1');

    expect(await Promise.all([session.bearer(), session.bearer(), session.bearer()])).toEqual(
      Array.from({ length: 3 }, () => 'session-1'),
    );
    expect(around.exchanges).toBe(1);
  });

  test.each([
    ['in the past', '2025-12-31T23:00:00Z', 8_000],
    ['far in the future', '2026-01-02T00:00:00Z', 480_000],
    ['that is no time', 'soon', 8_000],
  ])('with an end %s is neither believed nor renewed without a pause', async (_case, end, renewedAfter) => {
    around.end = () => end;
    await signIn();
    await around.advance(renewedAfter - 1);
    expect(around.exchanges).toBe(1);
    await around.advance(1);

    expect(around.exchanges).toBe(2);
  });

  test('is not renewed while the element is off the page, and goes on when it comes back', async () => {
    await signIn();
    session.stop();
    await around.advance(tenMinutes * 0.5);
    session.start();
    await quiet();
    expect(around.exchanges).toBe(1);
    await around.advance(tenMinutes * 0.3);
    expect(around.exchanges).toBe(2);
    session.stop();
    await around.advance(10 * tenMinutes);

    expect(around.exchanges).toBe(2);
  });
});

describe('a session that the backend takes no more', () => {
  test('is dropped and replaced', async () => {
    await signIn();
    session.drop('session-1');

    expect(await session.bearer()).toBe('session-2');
  });

  test('is replaced once, also when two calls learn of it one after the other', async () => {
    await signIn();
    session.drop('session-1');
    await session.bearer();
    session.drop('session-1');

    expect(await session.bearer()).toBe('session-2');
    expect(around.exchanges).toBe(2);
  });
});

describe('a new desktop token', () => {
  test('renews the session at once', async () => {
    await signIn();
    session.useDesktopToken('token-2');
    await quiet();

    expect(around.offered).toEqual(['token-1', 'token-2']);
  });

  test('that is the old one, or none, changes nothing', async () => {
    await signIn();
    session.useDesktopToken('token-1');
    session.useDesktopToken(undefined);
    await quiet();

    expect(around.exchanges).toBe(1);
    expect(await session.bearer()).toBe('session-1');
  });

  test('that comes during an exchange is exchanged after it', async () => {
    await signIn();
    session.useDesktopToken('token-2');
    session.useDesktopToken('token-3');
    await quiet();

    expect(around.offered).toEqual(['token-1', 'token-2', 'token-3']);
  });

  test('ends the wait for a silent desktop', async () => {
    around.desktop = () => new Promise(() => undefined);
    session.start();
    await quiet();
    session.useDesktopToken('token-1');
    await quiet();

    expect(around.offered).toEqual(['token-1']);
    expect(await session.bearer()).toBe('session-1');
  });

  test('lets in who was refused before', async () => {
    around.answer = (token) => (token === 'token-1' ? 'desktop-token-refused' : 'granted');
    await signIn();
    expect(session.problem?.code).toBe('desktop-token-refused');
    session.useDesktopToken('token-2');
    await quiet();

    expect(session.problem).toBeUndefined();
    expect(session.person?.user.id).toBe('u1');
  });
});

describe('without a token in the layout', () => {
  test('the desktop is asked', async () => {
    around.desktop = () => Promise.resolve('desktop-token');
    session.start();
    await quiet();

    expect(around.offered).toEqual(['desktop-token']);
  });

  test('and without one of the desktop, it is said, and asked again every five seconds', async () => {
    session.start();
    await quiet();
    expect(session.problem?.code).toBe('no-desktop-token');
    await around.advance(15_000);

    expect(around.desktopAsked).toBe(4);
    expect(around.exchanges).toBe(0);
  });
});

describe('a refused token', () => {
  beforeEach(() => (around.answer = (token) => (token === 'old' ? 'desktop-token-refused' : 'granted')));

  test('is replaced by the desktop’s', async () => {
    around.desktop = () => Promise.resolve('fresh');
    await signIn('old');

    expect(around.offered).toEqual(['old', 'fresh']);
    expect(await session.bearer()).toBe('session-2');
  });

  test('is offered once, though the desktop gives the same, and never by itself again', async () => {
    around.desktop = () => Promise.resolve('old');
    await signIn('old');
    await around.advance(10 * tenMinutes);
    for (let call = 0; call < 5; call += 1) {
      await expect(session.bearer()).rejects.toMatchObject({ code: 'desktop-token-refused' });
    }
    session.stop();
    session.start();
    await quiet();

    expect(around.offered).toEqual(['old']);
  });

  test('is offered again when the supervisor asks for it', async () => {
    await signIn('old');
    session.retry();
    await quiet();

    expect(around.offered).toEqual(['old', 'old']);
  });
});

describe('a person who may not use Skilldesk', () => {
  test.each<FailureCode>(['not-a-supervisor', 'other-organization', 'not-allowed'])(
    'is told “%s”, and the backend is asked again every five minutes only',
    async (code) => {
      around.answer = () => code;
      await signIn();
      await around.advance(tenMinutes - 1);
      await expect(session.bearer()).rejects.toMatchObject({ code });

      expect(session.problem?.code).toBe(code);
      expect(session.nextTry).toBe(around.now + 1);
      expect(around.exchanges).toBe(2);
    },
  );

  test('is let in by himself once an administrator has seen to it', async () => {
    around.answer = () => 'not-a-supervisor';
    await signIn();
    around.answer = () => 'granted';
    await around.advance(tenMinutes / 2);

    expect(session.problem).toBeUndefined();
    expect(session.person?.user.name).toBe('Sam');
  });
});

describe('a page and a backend that do not speak the same contract', () => {
  test.each([
    [2, 'page-outdated'],
    [0, 'backend-outdated'],
    [undefined, 'backend-outdated'],
  ])('contract %s is told as %s, until they do', async (contract, code) => {
    around.contract = contract;
    await signIn();
    expect(session.problem?.code).toBe(code);
    await expect(session.bearer()).rejects.toMatchObject({ code });

    around.contract = 1;
    await around.advance(5_000);
    expect(session.problem).toBeUndefined();
  });
});

describe('a backend that cannot grant a session just now', () => {
  test('is asked again after 5, 10, 20, 40 and then every 60 seconds', async () => {
    around.answer = () => 'unreachable';
    await signIn();
    const times: number[] = [];
    for (let second = 0, known = around.exchanges; second < 260; second += 1) {
      await around.advance(1_000);
      if (around.exchanges > known) times.push(second + 1);
      known = around.exchanges;
    }

    expect(times).toEqual([5, 15, 35, 75, 135, 195, 255]);
  });

  test('is not asked by calls meanwhile: they fail with its problem', async () => {
    around.answer = () => 'webex-unavailable';
    await signIn();
    await expect(session.bearer()).rejects.toMatchObject({ code: 'webex-unavailable' });
    await expect(session.bearer()).rejects.toMatchObject({ code: 'webex-unavailable' });

    expect(around.exchanges).toBe(1);
  });

  test('is given the time that it asks for', async () => {
    around.answer = () => new ApiProblem('too-many-requests', { retryAfter: 30_000 });
    await signIn();
    await around.advance(29_999);
    expect(around.exchanges).toBe(1);
    await around.advance(1);

    expect(around.exchanges).toBe(2);
  });

  test('troubles nobody while the old session still holds, and then does', async () => {
    await signIn();
    around.answer = () => 'unreachable';
    await around.advance(tenMinutes * 0.8);
    expect(around.exchanges).toBe(2);
    expect(session.problem).toBeUndefined();
    expect(await session.bearer()).toBe('session-1');
    await around.advance(tenMinutes * 0.2);

    expect(session.problem?.code).toBe('unreachable');
    await expect(session.bearer()).rejects.toMatchObject({ code: 'unreachable' });
  });

  test('is found well again without anybody doing anything', async () => {
    around.answer = () => 'unreachable';
    await signIn();
    around.answer = () => 'granted';
    await around.advance(5_000);

    expect(session.problem).toBeUndefined();
    expect(await session.bearer()).toBe('session-2');
  });

  test('is asked soon again when it fails anew after it was well', async () => {
    around.answer = () => 'unreachable';
    await signIn();
    await around.advance(15_000);
    around.answer = () => 'granted';
    await around.advance(20_000);
    around.answer = () => 'unreachable';
    await around.advance(tenMinutes * 0.8);
    const before = around.exchanges;
    await around.advance(5_000);

    expect(around.exchanges).toBe(before + 1);
  });
});

test('whoever shows the session is told when an exchange begins and when it has ended', async () => {
  const seen: boolean[] = [];
  session.subscribe(() => seen.push(session.exchanging));
  await signIn();

  expect(seen).toEqual([true, false]);
});
