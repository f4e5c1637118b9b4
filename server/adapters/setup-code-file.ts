import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SetupCodeNote } from '../console/ports.ts';

/** The setup code in a file beside a `file:` database, for its owner's eyes only. With PostgreSQL there is no such place, and nothing is written. */
export class SetupCodeFile implements SetupCodeNote {
  readonly path: string | undefined;

  constructor(databaseUrl: string) {
    this.path = databaseUrl.startsWith('file:')
      ? join(dirname(databaseUrl.slice('file:'.length)), 'setup-code')
      : undefined;
  }

  async write(text: string): Promise<void> {
    if (this.path === undefined) return;
    // One that is there keeps its mode, whoever made it.
    await this.remove();
    await writeFile(this.path, text, { mode: 0o600, flag: 'wx' });
  }

  async remove(): Promise<void> {
    if (this.path !== undefined) await rm(this.path, { force: true });
  }
}
