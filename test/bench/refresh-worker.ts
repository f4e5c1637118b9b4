import { setTimeout as pause } from 'node:timers/promises';
import { openDatabase } from '../../server/adapters/database/database.ts';
import { DatabaseClock } from '../../server/adapters/database/database-time.ts';
import { openCustody } from '../../server/compose-custody.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';

/** What a replica is told by the bench, and what it answers. */
export interface Task {
  calls: number;
}
export interface Result {
  succeeded: number;
  slowest: number;
  tokens: string[];
}

// A replica of its own, asked by its parent; imported by the parent for its types, it does nothing.
if (process.send && process.argv[2] === 'replica') {
  const config = readConfig(process.env);
  const database = await openDatabase(config.databaseUrl, openLog('silent'));
  const clock = new DatabaseClock(database);
  await clock.set();
  const { access, store } = await openCustody(config, database, clock, openLog('silent'));
  const refused = process.argv[3] === 'refused' ? await access.token() : undefined;

  process.on('message', (task: Task) => {
    const call = async () => {
      const began = performance.now();
      const token = await (refused ? access.renew(refused) : access.token()).catch(() => undefined);
      return { token: token?.reveal(), took: performance.now() - began };
    };
    void Promise.all(Array.from({ length: task.calls }, call)).then(async (ended) => {
      const tokens = ended.flatMap(({ token }) => (token === undefined ? [] : [token]));
      const slowest = Math.max(...ended.map(({ took }) => took));
      process.send?.({ succeeded: tokens.length, slowest, tokens: [...new Set(tokens)] } satisfies Result);
      // The refresh goes on when the callers have their answer; a process that ended now would be another test.
      while (((await store.inUse('admin'))?.version ?? 0) < 3) await pause(200);
      await pause(200);
      await database.destroy();
      process.disconnect();
    });
  });
  process.send('ready');
}
