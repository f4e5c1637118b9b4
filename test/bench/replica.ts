import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Death, Order, Renewed } from './renewing-process.ts';

type Message = 'ready' | 'begun' | { answer: true | Renewed } | { error: string };

/** One process that holds a token in custody, to be ordered about, killed and stopped. */
export class Replica {
  readonly #child: ChildProcess;
  readonly #ready: Promise<unknown>;
  readonly #ended: Promise<unknown>;

  private constructor() {
    this.#child = fork(fileURLToPath(new URL('renewing-process.ts', import.meta.url)), ['renewing'], {
      env: { PATH: process.env['PATH'] },
    });
    this.#ready = once(this.#child, 'message');
    this.#ended = once(this.#child, 'exit');
  }

  /** Started, and not yet at any database: the start of a process is no part of what is measured. */
  static async start(): Promise<Replica> {
    const replica = new Replica();
    await replica.#ready;
    return replica;
  }

  async open(folder: string, environment: Record<string, string>): Promise<this> {
    await this.#order({ order: 'open', folder, environment });
    return this;
  }

  async expire(kind: 'service-app' | 'integration' | 'token-manager'): Promise<void> {
    await this.#order({ order: 'expire', kind });
  }

  /** False: it was killed before it was done. */
  async reconnect(refreshToken: string, death?: Death): Promise<boolean> {
    return (await this.#order({ order: 'reconnect', refreshToken, ...(death && { death }) })) !== undefined;
  }

  /** All that the vault seals comes under the first of its keys. False: it was killed before it was done. */
  async rotate(death?: Death): Promise<boolean> {
    return (await this.#order({ order: 'rotate', ...(death && { death }) })) !== undefined;
  }

  /** Undefined: it was killed before it could say. `begun` is called when it begins. */
  async renew(death?: Death, begun?: () => void): Promise<Renewed | undefined> {
    const answer = await this.#order({ order: 'renew', ...(death && { death }) }, begun);
    return answer === true ? undefined : answer;
  }

  /** By the operating system, in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(signal);
  }

  async #order(order: Order, begun?: () => void): Promise<true | Renewed | undefined> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const done = () => {
        child.off('message', hear).off('exit', died);
      };
      const died = () => {
        done();
        resolve(undefined);
      };
      const hear = (message: Message) => {
        if (message === 'begun') begun?.();
        if (typeof message === 'string') return;
        done();
        if ('error' in message) reject(new Error(message.error));
        else resolve(message.answer);
      };
      child.on('message', hear).once('exit', died);
      child.send(order, () => undefined);
    });
  }
}
