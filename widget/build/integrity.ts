import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** What `integrity.json` holds; each hash as browsers write it. */
export interface Integrity {
  version: string;
  files: Record<string, string>;
}

const file = 'integrity.json';

/** Writes `integrity.json` beside the bundle when all else is written: who uploads the files can see that they arrived, and which build they are. */
export const shipIntegrity = (version: string, folder: string): Plugin => ({
  name: 'ship-integrity',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    async handler() {
      const names = (await readdir(folder)).filter((name) => name !== file).sort();
      const hashes = await Promise.all(
        names.map(async (name) => [name, `sha384-${hashOf(await readFile(join(folder, name)))}`] as const),
      );
      const integrity: Integrity = { version, files: Object.fromEntries(hashes) };
      await writeFile(join(folder, file), `${JSON.stringify(integrity, null, 2)}\n`);
    },
  },
});

const hashOf = (content: Buffer): string => createHash('sha384').update(content).digest('base64');
