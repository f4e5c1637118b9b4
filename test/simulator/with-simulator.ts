import { afterEach } from 'vitest';
import { startWebexSimulator, type SimulatorOptions, type WebexSimulator } from './webex-simulator.ts';

/** Starts simulators that end with their test. */
export function simulatorsOfThisFile(): (options?: SimulatorOptions) => Promise<WebexSimulator> {
  const running: WebexSimulator[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((simulator) => simulator.close()));
  });
  return async (options) => {
    const simulator = await startWebexSimulator(options);
    running.push(simulator);
    return simulator;
  };
}
