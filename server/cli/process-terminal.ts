import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Secret } from '../secret.ts';
import type { Terminal } from './command.ts';

/** Swallows what readline would show of the keys that are pressed. */
const silence = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** The terminal of the process, or the pipe that stands in for it. Questions go to standard error, so that standard output stays the answer. */
export class ProcessTerminal implements Terminal {
  readonly #lines: string[] = [];
  readonly #waiting: ((line: string | undefined) => void)[] = [];
  #pipe: Interface | undefined;
  #ended = false;

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  async ask(question: string, signal?: AbortSignal): Promise<string | undefined> {
    if (!process.stdin.isTTY) return this.#nextLine(signal);
    return this.#question(question, process.stderr, signal);
  }

  async askSecret(question: string): Promise<Secret | undefined> {
    let text: string | undefined;
    if (process.stdin.isTTY) {
      text = await this.#question(question, undefined);
      process.stderr.write('\n');
    } else {
      text = await this.#nextLine();
    }
    const trimmed = text?.trim();
    return trimmed ? new Secret(trimmed) : undefined;
  }

  /** Without an `output` nothing of what is typed shows. */
  async #question(
    question: string,
    output: NodeJS.WritableStream | undefined,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const reader = createInterface({ input: process.stdin, output: output ?? silence(), terminal: true });
    // Only now, as the terminal has stopped to show keys by itself: a paste may follow the question at once.
    if (!output) process.stderr.write(question);
    // Ctrl-C while a question stands ends the program, as everywhere.
    reader.once('SIGINT', () => {
      reader.close();
      process.stderr.write('\n');
      process.kill(process.pid, 'SIGINT');
    });
    const closed = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
    try {
      return await Promise.race([reader.question(question, signal ? { signal } : {}), closed]);
    } catch {
      return undefined;
    } finally {
      reader.close();
    }
  }

  /** All lines come from one reader: a second one would lose what the first has read ahead. */
  #nextLine(signal?: AbortSignal): Promise<string | undefined> {
    this.#pipe ??= createInterface({ input: process.stdin })
      .on('line', (line) => {
        const next = this.#waiting.shift();
        if (next) next(line);
        else this.#lines.push(line);
      })
      .on('close', () => {
        this.#ended = true;
        for (const next of this.#waiting.splice(0)) next(undefined);
      });
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => {
        const at = this.#waiting.indexOf(resolve);
        if (at >= 0) this.#waiting.splice(at, 1);
        resolve(undefined);
      });
    });
  }
}
