import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { openLog } from '../../server/log.ts';
import { TokenScene } from '../bench/token-scene.ts';

const postgresUrl = process.env['SKILLDESK_TEST_ON'] === 'postgres' ? inject('postgresUrl') : undefined;

/** A machine that sleeps in the middle of a refresh, for longer than its claim, as by kill -STOP. */
describe.skipIf(!postgresUrl)('a replica that stood still inside Webex’s answer (SQLite has one process only)', () => {
  let scene: TokenScene;
  afterEach(() => scene.close());

  async function stopInside(rotation: 'none' | 'rotates-and-revokes-family') {
    scene = await TokenScene.open({ postgresUrl, rotation, hasManager: true });
    const { faults } = scene.webex;
    const [sleeper, other] = [await scene.join(), await scene.join()];
    await sleeper.renew();
    await other.renew();
    await sleeper.expire('service-app');
    faults.push({ path: '/v1/access_token', applyFirst: true, delayMs: 500 });

    const late = sleeper.renew();
    while (faults.length > 0) await pause(5);
    sleeper.signal('SIGSTOP');
    const winner = await other.renew();
    sleeper.signal('SIGCONT');
    return { winner, sleeper: await late, later: await other.renew() };
  }

  async function storedVersions(): Promise<number[]> {
    const database = await openDatabase(scene.environment['DATABASE_URL'] ?? '', openLog('silent'));
    const rows = await database
      .selectFrom('token_sets')
      .innerJoin('credentials', 'credentials.id', 'token_sets.credential_id')
      .select('token_sets.version')
      .where('kind', '=', 'service-app')
      .orderBy('token_sets.version')
      .execute();
    await database.destroy();
    return rows.map(({ version }) => version);
  }

  const minted = () => scene.webex.requests.filter(({ path }) => path.startsWith('/v1/applications/')).length;

  test('finds that another has taken over: one chain of versions, its own tokens kept as an orphan', async () => {
    const { winner, sleeper, later } = await stopInside('none');

    expect(winner).toMatchObject({ state: 'active', works: true, version: 3 });
    expect(winner?.took).toBeGreaterThan(300);
    expect(sleeper).toMatchObject({ state: 'active', works: true, version: 3, fingerprint: winner?.fingerprint });
    expect(later).toMatchObject({ works: true, version: 3, orphans: 1 });
    expect(await storedVersions()).toEqual([1, 2, 3]);
    expect(minted()).toBe(0);
  });

  test('costs the grant where a second use revokes the family: the second rung brings another, and no human is needed', async () => {
    const { winner, sleeper, later } = await stopInside('rotates-and-revokes-family');

    expect(minted()).toBe(1);
    expect(winner).toMatchObject({ state: 'active', works: true, version: 3 });
    expect(sleeper).toMatchObject({ state: 'active', works: true, version: 3, fingerprint: winner?.fingerprint });
    expect(later).toMatchObject({ state: 'active', works: true, version: 3, orphans: 1 });
    expect(await storedVersions()).toEqual([1, 2, 3]);
  });
});
