/** The time, given and never read, so that a test can hold it still. Milliseconds of the epoch. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };
