import { afterEach, describe, expect, inject, test } from 'vitest';
import { TokenScene } from '../bench/token-scene.ts';

const postgresUrl = process.env['SKILLDESK_TEST_ON'] === 'postgres' ? inject('postgresUrl') : undefined;
const [first, second] = [1, 2].map((byte) => `${byte}:${Buffer.alloc(32, byte).toString('base64')}`) as [
  string,
  string,
];
const inOrder = { state: 'active', works: true, readable: true };
let scene: TokenScene;
afterEach(() => scene.close());

describe.each(['none', 'rotates', 'rotates-and-revokes-family'] as const)(
  'where Webex’s rotation is %s',
  (rotation) => {
    test.each([
      'before add',
      'after add',
      'claimed',
      'answered',
      'committed',
      'before probe',
      'before activate',
      'after activate',
    ])(
      'kill -9 “%s” of a connect leaves the next process a token that works, and the administrator connects once more',
      { timeout: 60_000 },
      async (point) => {
        scene = await TokenScene.open({ postgresUrl, rotation, hasManager: true });
        const killed = await scene.join();
        await killed.renew();
        expect(await killed.reconnect(await scene.freshRefreshToken(), { point, time: 1 })).toBe(false);
        const newcomer = await scene.join();

        expect(await newcomer.renew()).toMatchObject(inOrder);
        expect(await newcomer.reconnect(await scene.freshRefreshToken())).toBe(true);
        expect(await newcomer.renew()).toMatchObject(inOrder);
      },
    );
  },
);

test.each([
  { point: 'before rewrap', time: 1 },
  { point: 'after rewrap', time: 1 },
  { point: 'before rewrap', time: 2 },
  { point: 'after rewrap', time: 2 },
  { point: 'before append', time: 1 },
  { point: 'after append', time: 1 },
])(
  'a rotation of the vault goes on after kill -9 “$point” $time, and nothing needs the old key then',
  { timeout: 60_000 },
  async (death) => {
    scene = await TokenScene.open({ postgresUrl, rotation: 'rotates', hasManager: true });
    const withKeys = async (keys: string) => {
      scene.environment['VAULT_KEYS'] = keys;
      return scene.join();
    };
    const before = await withKeys(first);
    await before.renew();
    await before.kill();
    const killed = await withKeys(`${second},${first}`);
    expect(await killed.rotate(death)).toBe(false);

    const newcomer = await withKeys(`${second},${first}`);
    expect(await newcomer.renew()).toMatchObject(inOrder);
    expect(await newcomer.rotate()).toBe(true);
    await newcomer.kill();
    expect(await (await withKeys(second)).renew()).toMatchObject(inOrder);
  },
);
