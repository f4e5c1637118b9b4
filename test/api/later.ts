import { vi } from 'vitest';

const performanceNow = performance.now.bind(performance);
let ahead = 0;

/** As after so long a time, in milliseconds, for everything that runs in this process; not for a database. */
export function later(milliseconds: number): void {
  vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'], shouldAdvanceTime: true });
  ahead += milliseconds;
  performance.now = () => performanceNow() + ahead;
}

export function asItIs(): void {
  vi.useRealTimers();
  ahead = 0;
  performance.now = performanceNow;
}
