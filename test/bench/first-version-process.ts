import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { FirstVersion, savedThen } from '../operations/first-version.ts';

/** One Change that was saved as the first version did: when that began, by the clock of this machine, and how long it took. */
interface Save {
  at: number;
  took: number;
}

/** What it says once it was told to stop. */
export interface Worked {
  saves: Save[];
  failures: string[];
}

/** A process of the first version, as far as the database sees it: it saves Changes, until it is told to stop. */
const first = new FirstVersion(process.argv[2] ?? '');
const worked: Worked = { saves: [], failures: [] };
const order = { stop: false };
process.once('message', () => (order.stop = true));

while (!order.stop) {
  const at = Date.now();
  const began = performance.now();
  try {
    const found = await first.save(`first-late-${worked.saves.length + worked.failures.length}`);
    if (!isDeepStrictEqual({ ...found }, savedThen)) worked.failures.push(`found ${JSON.stringify(found)}`);
    else worked.saves.push({ at, took: performance.now() - began });
  } catch (error) {
    worked.failures.push(error instanceof Error ? error.message : 'no error');
  }
  await pause(5);
}
process.send?.(worked, () => process.disconnect());
