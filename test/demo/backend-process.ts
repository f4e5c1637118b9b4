import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../child-environment.ts';

interface BackendOptions {
  port: number;
  watch: boolean;
  environment: Record<string, string>;
}

const entry = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Those of `npm start`. */
const asStarted = ['--max-semi-space-size=16', '--heap-growing-percent=200', '--v8-pool-size=1'];
const readyWithinMilliseconds = 30_000;
const stopWithinMilliseconds = 5000;
const keptOutput = 20;

/** Starts the backend as `npm start` does, in a process and an environment of its own; `ready` waits until it answers. */
export function startBackend({ port, watch, environment }: BackendOptions) {
  const flags = [...asStarted, ...(watch ? ['--watch', '--watch-preserve-output'] : [])];
  const child = spawn(process.execPath, [...flags, entry], {
    cwd: root,
    // Nothing of the developer's own environment may reach it: neither real credentials nor a proxy.
    env: { ...childEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (watch) process.stdout.write(text);
      lastLines.push(...text.split('\n').filter(Boolean));
      lastLines.splice(0, lastLines.length - keptOutput);
    });
  }
  const ended = once(child, 'exit');

  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const stopped = await Promise.race([ended, pause(stopWithinMilliseconds, 'late' as const)]);
    if (stopped === 'late') child.kill('SIGKILL');
  };

  /** By the operating system, in the middle of whatever it does. */
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };

  const health = `http://127.0.0.1:${port}/healthz`;
  const ready = async () => {
    const deadline = Date.now() + readyWithinMilliseconds;
    while (!(await answers(health))) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`The backend ended before it was ready. It said:\n${lastLines.join('\n')}`);
      }
      if (Date.now() > deadline) {
        throw new Error(`The backend did not answer ${health} within 30 seconds. It said:\n${lastLines.join('\n')}`);
      }
      await pause(100);
    }
  };
  return { ready, stop, kill, ended, pid: child.pid };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}
