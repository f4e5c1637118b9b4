import { afterEach, describe, expect, inject, test } from 'vitest';
import { TokenScene } from '../bench/token-scene.ts';

const postgresUrl = process.env['SKILLDESK_TEST_ON'] === 'postgres' ? inject('postgresUrl') : undefined;
let scene: TokenScene;
afterEach(() => scene.close());

describe.each(['none', 'rotates', 'rotates-and-revokes-family'] as const)(
  'where Webex’s rotation is %s',
  (rotation) => {
    test.each(['claimed', 'before-send', 'answered', 'before-commit', 'committed'])(
      'kill -9 at “%s” needs no human, and is over within the claim and a second',
      { timeout: 60_000 },
      async (point) => {
        scene = await TokenScene.open({ postgresUrl, rotation, hasManager: true });
        const first = await scene.join();
        const before = await first.renew();
        await first.expire('service-app');
        expect(await first.renew({ point, time: 1 })).toBeUndefined();
        const after = await (await scene.join()).renew();

        expect(after).toMatchObject({ state: 'active', works: true, readable: true });
        expect(after?.version).toBe((before?.version ?? 0) + 1);
        expect(after?.took).toBeLessThan(2_000);
      },
    );
  },
);
