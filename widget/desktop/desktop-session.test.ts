import { describe, expect, test } from 'vitest';
import { DesktopSession, patience, type DesktopSdk } from './desktop-session.ts';

const never = <Value>() => new Promise<Value>(() => undefined);
const microtasks = () => new Promise((resolve) => setImmediate(resolve));

/** A desktop whose clock moves only when nothing else is left to do. */
class FakeDesktop {
  now = 0;
  service: unknown = {};
  arrivesAt = 0;
  loads = 0;
  inits = 0;
  load = (): Promise<void> => Promise.resolve();
  init = (): Promise<void> => Promise.resolve();
  token = (): Promise<unknown> => Promise.resolve('token-1');
  readonly #waits: { until: number; resolve: () => void }[] = [];

  readonly session = new DesktopSession({
    service: () => (this.now >= this.arrivesAt ? this.service : undefined),
    loadSdk: async () => {
      this.loads += 1;
      await this.load();
      return this.#sdk;
    },
    wait: (ms) => new Promise((resolve) => this.#waits.push({ until: this.now + ms, resolve })),
  });

  readonly #sdk: DesktopSdk = {
    Desktop: {
      config: {
        init: () => {
          this.inits += 1;
          return this.init();
        },
      },
      actions: { getToken: () => this.token() },
    },
  };

  /** What a call for the token comes to, however long it takes; a call that hangs fails here. */
  async getToken(): Promise<string | undefined> {
    let answer: { token: string | undefined } | undefined;
    void this.session.getToken().then((token) => (answer = { token }));
    for (await microtasks(); !answer; await microtasks()) {
      const next = this.#waits.sort((one, other) => one.until - other.until).shift();
      if (!next) throw new Error('The call hangs: nothing is waited for any more.');
      this.now = Math.max(this.now, next.until);
      next.resolve();
    }
    return answer.token;
  }
}

const desktop = (about: Partial<FakeDesktop> = {}): FakeDesktop => Object.assign(new FakeDesktop(), about);

describe('the desktop is asked for its token', () => {
  test('and gives it, at once where the desktop is there', async () => {
    const ready = desktop();

    expect(await ready.getToken()).toBe('token-1');
    expect(ready.now).toBe(0);
  });

  test('and gives it although the desktop comes late', async () => {
    expect(await desktop({ arrivesAt: 3_000 }).getToken()).toBe('token-1');
  });

  test('which introduces the widget once, however often and at once it is asked', async () => {
    const ready = desktop();
    await Promise.all([ready.session.getToken(), ready.session.getToken()]);
    await ready.session.getToken();

    expect(ready).toMatchObject({ loads: 1, inits: 1 });
  });
});

describe('outside the desktop', () => {
  test('where its global is missing, the wait has an end and the SDK is never loaded', async () => {
    const page = desktop({ service: undefined });

    expect(await page.getToken()).toBeUndefined();
    expect(page.now).toBe(patience.global);
    expect(page.loads).toBe(0);
  });

  test('the whole wait is spent once', async () => {
    const page = desktop({ service: undefined });
    await page.getToken();
    const before = page.now;

    expect(await page.getToken()).toBeUndefined();
    expect(page.now).toBe(before);
  });

  test('a desktop that came after the wait is found by the next call', async () => {
    const page = desktop({ arrivesAt: patience.global + 1_000 });
    expect(await page.getToken()).toBeUndefined();
    page.now = page.arrivesAt;

    expect(await page.getToken()).toBe('token-1');
  });
});

describe('there is no token, and nobody hangs,', () => {
  const refuse = () => Promise.reject(new Error('no'));
  const crash = () => {
    throw new TypeError('Cannot read properties of undefined');
  };

  test.each<[string, Partial<FakeDesktop>]>([
    ['where the global is empty and the SDK throws over it', { service: {}, init: crash }],
    ['where the SDK cannot be loaded', { load: refuse }],
    ['where the SDK never loads', { load: never }],
    ['where the desktop refuses the widget', { init: refuse }],
    ['where the desktop never greets the widget', { init: never }],
    ['where the desktop keeps silent about the token', { token: never }],
    ['where the desktop refuses the token', { token: refuse }],
    ['where asking for the token crashes', { token: crash }],
    ['where the token is an empty text', { token: () => Promise.resolve('') }],
    ['where the token is undefined', { token: () => Promise.resolve(undefined) }],
    ['where the token is not a text', { token: () => Promise.resolve({ token: 'x' }) }],
    ['where the token is a placeholder of the layout', { token: () => Promise.resolve('$STORE.auth.accessToken') }],
  ])('%s', async (_case, about) => {
    const page = desktop(about);

    expect(await page.getToken()).toBeUndefined();
    expect(page.now).toBeLessThanOrEqual(patience.load + patience.init);
  });
});

describe('what failed once may still come right:', () => {
  test('an SDK that could not be loaded is loaded again', async () => {
    const page = desktop({ load: () => Promise.reject(new Error('offline')) });
    await page.getToken();
    page.load = () => Promise.resolve();

    expect(await page.getToken()).toBe('token-1');
  });

  test('a greeting that was slow is still awaited by the next call, and not begun again', async () => {
    let greet: () => void = () => undefined;
    const page = desktop({ init: () => new Promise<void>((resolve) => (greet = resolve)) });
    expect(await page.getToken()).toBeUndefined();
    greet();

    expect(await page.getToken()).toBe('token-1');
    expect(page.inits).toBe(1);
  });
});
