import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../play.ts';

/** All of them, so many times. */
export const connectionsCut = (cuts: number): Scenario => ({
  name: `database connections cut ${cuts} times`,
  async run({ toDatabase }) {
    let connections = 0;
    for (let cut = 0; cut < cuts; cut += 1) {
      connections += toDatabase.cut();
      await pause(300 + Math.random() * 400);
    }
    return `${connections} connections`;
  },
});

const restarted = (mode: 'fast' | 'immediate'): Scenario => ({
  name: `PostgreSQL restarted, -m ${mode}`,
  async run({ postgres }) {
    if (!postgres.restart) return 'NOT RUN: this PostgreSQL is not ours to restart';
    const began = performance.now();
    await postgres.restart(mode);
    return `away for ${((performance.now() - began) / 1000).toFixed(1)} s`;
  },
});

export const restartedFast = restarted('fast');
export const restartedAtOnce = restarted('immediate');

/** Neither side hears of the other again, and nobody is told: what a firewall does that forgets a connection. */
export const databaseHalfOpen: Scenario = {
  name: 'database connections half open',
  async run({ toDatabase }) {
    toDatabase.mute();
    await pause(20_000);
    return undefined;
  },
};
