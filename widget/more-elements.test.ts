import { beforeEach, describe, expect, test } from 'vitest';
import { MoreElements } from './more-elements.ts';

let asked: { backend: string | undefined; come: () => void; fail: () => void }[];
let drawn: ShadowRoot[];
let endOfPatience: (() => void) | undefined;
let more: MoreElements;

const settled = () => new Promise((resolve) => setImmediate(resolve));
const state = () => (more.here ? 'here' : more.missing ? 'missing' : 'on the way');

beforeEach(() => {
  asked = [];
  drawn = [];
  endOfPatience = undefined;
  more = new MoreElements(
    (backend) =>
      new Promise((resolve, reject) => {
        const come = () => {
          more.arrive((root) => drawn.push(root));
          resolve(undefined);
        };
        asked.push({ backend, come, fail: () => reject(new Error('offline')) });
      }),
    {
      later: (task) => {
        endOfPatience = task;
        return () => (endOfPatience = undefined);
      },
    },
  );
});

describe('the elements beyond the first view', () => {
  test('are fetched once, however often they are asked for', async () => {
    more.load();
    more.load();
    asked[0]?.come();
    await settled();
    more.load();

    expect(asked).toHaveLength(1);
    expect(state()).toBe('here');
  });

  test('are fetched, and then drawn ahead, by whoever has time for it', () => {
    const root = {} as ShadowRoot;
    more.ahead(root);
    more.ahead(root);
    expect(asked).toHaveLength(1);
    expect(drawn).toEqual([]);

    asked[0]?.come();
    more.ahead(root);
    expect(drawn).toEqual([root]);
  });

  test('are looked for at the backend as it is known by then', () => {
    more.backend = 'https://skilldesk.example.com';
    more.load();

    expect(asked[0]?.backend).toBe('https://skilldesk.example.com');
  });

  test('are missing when they cannot be fetched, and fetched again when they are asked for again', async () => {
    more.load();
    asked[0]?.fail();
    await settled();
    expect(state()).toBe('missing');

    more.load();
    expect(state()).toBe('on the way');
    asked[1]?.come();
    await settled();
    expect(state()).toBe('here');
  });

  test('are missing when what was fetched is something else', async () => {
    const other = new MoreElements(() => Promise.resolve());
    other.load();
    await settled();

    expect(other.missing).toBe(true);
  });

  test('are missing when they take too long, and here when they come after all', () => {
    more.load();
    endOfPatience?.();
    expect(state()).toBe('missing');

    asked[0]?.come();
    expect(state()).toBe('here');
  });

  test('are not waited for any more once they are here', async () => {
    more.load();
    asked[0]?.come();
    await settled();

    expect(endOfPatience).toBeUndefined();
  });
});
