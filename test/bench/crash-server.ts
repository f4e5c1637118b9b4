import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AuditHead } from '../../server/audit/ports.ts';
import type { Pauses } from '../../server/changes/pauses.ts';
import type { Death, Order } from './crash-passages.ts';
import { ServerOutput } from './server-output.ts';

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const main = fileOf('../../server/main.ts');
const passages = pathToFileURL(fileOf('crash-passages.ts')).href;

/** One process of the real server, loaded and waiting for its turn, to be killed from within or from outside. */
export class CrashServer {
  readonly #child: ChildProcess;
  readonly #loaded: Promise<unknown>;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<unknown>;
  readonly #output = new ServerOutput();

  constructor(folder: string, environment: Record<string, string>, pauses: Pauses) {
    this.#child = spawn(process.execPath, ['--import', passages, main], {
      cwd: folder,
      env: { PATH: process.env['PATH'], SKILLDESK_BENCH_PAUSES: JSON.stringify(pauses), ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#loaded = once(this.#child, 'message');
    this.ended = once(this.#child, 'close');
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#output.hear(text));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#output.hearError(text));
  }

  /** The newest head of the audit chain that it said it had committed. */
  get head(): AuditHead | undefined {
    return this.#output.head;
  }

  /** What it said that no crash explains. */
  get errors(): readonly string[] {
    return this.#output.errors;
  }

  /** Lets it begin to serve, and to die by itself where it is told to. */
  async go(death?: Death): Promise<void> {
    // It may have been killed before.
    await Promise.race([this.#loaded, this.ended]);
    this.die(death);
  }

  /** Where it is to die by itself; nowhere when left out. */
  die(death: Death | undefined): void {
    const order: Order = death ? { death } : {};
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }

  /** By the operating system, in the middle of whatever it does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** It ended, and nobody had killed it. */
  get fell(): boolean {
    return this.#child.exitCode !== null;
  }
}
