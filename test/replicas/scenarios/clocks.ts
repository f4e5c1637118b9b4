import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Scenario } from '../play.ts';

const tenMinutes = 10 * 60_000;
const loaded = pathToFileURL(fileURLToPath(new URL('../shifted-clock.ts', import.meta.url))).href;
const wrong = (by: number, from: 'start' | 'signal') => ({
  loaded,
  more: { SKILLDESK_BENCH_CLOCK_WRONG_BY: String(by), SKILLDESK_BENCH_CLOCK_WRONG_FROM: from },
});

/** One machine is ahead, another behind, from before their servers start. */
export const clocksWrong: Scenario = {
  name: 'clocks wrong by +10 and -10 minutes',
  async run({ replicas: [ahead, behind] }, load) {
    await ahead?.stop();
    await ahead?.start(wrong(tenMinutes, 'start'));
    await behind?.stop();
    await behind?.start(wrong(-tenMinutes, 'start'));
    await load.more(10);
    await pause(12_000);
    for (const server of [ahead, behind]) {
      await server?.stop();
      await server?.start();
    }
    return undefined;
  },
};

/** Somebody sets the clock of a machine on which a server runs, and sets it right again. */
export const clockSet: Scenario = {
  name: 'a clock set ahead by 10 minutes, and back',
  async run({ replicas: [server] }, load) {
    await server?.stop();
    await server?.start(wrong(tenMinutes, 'signal'));
    await load.more(4);
    server?.setClock();
    await pause(12_000);
    server?.setClock();
    await pause(5_000);
    await server?.stop();
    await server?.start();
    return undefined;
  },
};
