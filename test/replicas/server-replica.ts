import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ServerOutput } from '../bench/server-output.ts';
import { childEnvironment } from '../child-environment.ts';
import { freePort } from '../demo/free-port.ts';

const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url));
const longestStart = 60_000;

export type Standing = 'ready' | 'not-ready' | 'silent';

/** One of several servers of an installation, on a machine of its own: a folder, a port, and a process that comes and goes. */
export class ServerReplica {
  readonly port: number;
  readonly output = new ServerOutput();
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  /** How often the process ended though nobody had asked for it. */
  falls = 0;

  private constructor(port: number, folder: string, environment: Record<string, string>) {
    this.port = port;
    this.#folder = folder;
    this.#environment = { ...environment, PORT: String(port) };
    mkdirSync(folder, { recursive: true });
  }

  static async create(folder: string, environment: Record<string, string>): Promise<ServerReplica> {
    return new ServerReplica(await freePort(), folder, environment);
  }

  /** Resolves when it is ready to be asked. `more`: on top of its environment; `loaded`: a module that is loaded before the server. */
  async start({ more = {}, loaded }: { more?: Record<string, string>; loaded?: string } = {}): Promise<void> {
    const child = spawn(process.execPath, [...(loaded === undefined ? [] : ['--import', loaded]), main], {
      cwd: this.#folder,
      env: { ...childEnvironment(), ...this.#environment, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = once(child, 'close');
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.output.hear(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.output.hearError(text));
    child.once('exit', () => {
      if (this.#child !== child) return;
      this.falls += 1;
      // As whatever keeps services running does; one that falls as it starts is not started again.
      if (isUp) void pause(1_000).then(() => this.start());
    });
    let isUp = false;
    const deadline = performance.now() + longestStart;
    while ((await this.standing()) !== 'ready') {
      if (child.exitCode !== null) throw new Error(`A server ended as it started: ${this.output.errors.join('\n')}`);
      if (performance.now() > deadline) throw new Error(`A server was not ready: ${this.output.errors.join('\n')}`);
      await pause(100);
    }
    isUp = true;
  }

  /** As a load balancer asks it. */
  async standing(): Promise<Standing> {
    try {
      const { ok } = await fetch(`http://127.0.0.1:${this.port}/readyz`, { signal: AbortSignal.timeout(2_000) });
      return ok ? 'ready' : 'not-ready';
    } catch {
      return 'silent';
    }
  }

  /** By SIGTERM; answers how long it took, in milliseconds. */
  async stop(): Promise<number> {
    const began = performance.now();
    this.#signalLast('SIGTERM');
    await this.#ended;
    return performance.now() - began;
  }

  async kill(): Promise<void> {
    this.#signalLast('SIGKILL');
    await this.#ended;
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Of a server that was started with `shifted-clock.ts`. */
  setClock(): void {
    this.#child?.kill('SIGUSR2');
  }

  #signalLast(signal: 'SIGTERM' | 'SIGKILL'): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill(signal);
  }
}
