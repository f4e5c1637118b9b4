import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../play.ts';

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;

/** Each of them in turn, as a deployment does. */
export const rollingRestart: Scenario = {
  name: 'rolling restart',
  async run({ replicas }, load) {
    const times: number[] = [];
    for (const server of replicas) {
      times.push(await server.stop());
      await server.start();
      await load.more(2);
    }
    return `SIGTERM to exit ${times.map(seconds).join(', ')}`;
  },
};

export const killed: Scenario = {
  name: 'kill -9 of one, three times',
  async run({ replicas }, load) {
    for (const server of replicas) {
      await server.kill();
      await load.more(4);
      await server.start();
    }
    return undefined;
  },
};

/** Longer than a claim and a deadline of a write: what it was doing others have taken over when it wakes up. */
const frozenFor = (duration: number): Scenario => ({
  name: `SIGSTOP of one for ${duration / 1000} s`,
  async run({ replicas: [server] }) {
    server?.freeze();
    await pause(duration);
    server?.thaw();
    await pause(5_000);
    return undefined;
  },
});

export const frozen = frozenFor(40_000);
export const frozenBriefly = frozenFor(20_000);
