import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { countSearched, type Searched } from './canary-tally.ts';
import { secretForms } from './secret-forms.ts';

/** Every secret of a fixture begins so; nothing else does. */
export const canary = 'CANARY-';

/** The only file that may hold the key of the vault. */
const keyFileName = 'vault.key';

/** What the log says when it had to take a secret out of a line. */
const scrubbed = 'a secret was about to be logged';

/** Where secrets could have ended up. */
export interface Traces {
  /** Secrets that do not begin with `CANARY-`. */
  secrets?: readonly string[];
  /** By name, what was logged, answered or printed. */
  said?: Readonly<Record<string, readonly string[]>>;
  /** Database, WAL, spool and whatever else was written. */
  folder?: string;
  /** Of `folder`, only the files that end so. */
  only?: string;
  /** Of a PostgreSQL database. */
  postgresUrl?: string | undefined;
}

/** A secret where none may be. */
export class LeakFound extends Error {
  override readonly name = 'LeakFound';
}

/**
 * Searches all that a test left behind for every secret in every form, and counts for the closing line of the run.
 * @throws LeakFound
 */
export async function searchForCanaries({
  secrets = [],
  said = {},
  folder,
  only = '',
  postgresUrl,
}: Traces): Promise<void> {
  const keyFiles = folder === undefined ? [] : filesNamed(keyFileName, folder);
  const keys = keyFiles.flatMap((file) => readFileSync(file, 'utf8').trim().split(':')[1] ?? []);
  const search = new CanarySearch([canary, ...secrets, ...keys]);
  for (const [name, texts] of Object.entries(said)) {
    const text = texts.join('\n');
    search.look(name, Buffer.from(text));
    if (text.includes(scrubbed)) search.hits.push(`${name}: ${scrubbed}`);
  }
  if (folder !== undefined)
    await search.lookInFolder(folder, (file) => basename(file) !== keyFileName && file.endsWith(only));
  if (postgresUrl !== undefined) {
    for (const [table, text] of await rowsOf(postgresUrl)) search.look(`table ${table}`, Buffer.from(text));
  }
  countSearched(search.found);
  search.conclude();
}

const filesNamed = (name: string, folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === name)
    .map((entry) => join(entry.parentPath, entry.name));

/** Looks for a set of secrets in one place after the other. */
export class CanarySearch {
  readonly hits: string[] = [];
  readonly #needles = new Map<string, string>();
  #bytes = 0;
  #places = 0;

  constructor(secrets: readonly string[]) {
    for (const secret of secrets) {
      for (const [form, text] of secretForms(secret)) {
        if (!this.#needles.has(text)) this.#needles.set(text, `“${secret.slice(0, 12)}…”, ${form}`);
      }
    }
  }

  look(place: string, bytes: Buffer): void {
    this.#bytes += bytes.length;
    this.#places += 1;
    for (const [text, what] of this.#needles) {
      const at = bytes.indexOf(text);
      if (at < 0) continue;
      const around = bytes.subarray(Math.max(0, at - 60), at + 60).toString('latin1');
      this.hits.push(`${place}: ${what}, in: ${around.replaceAll(/[^ -~]/g, '·')}`);
    }
  }

  async lookInFolder(folder: string, isSearched: (file: string) => boolean = () => true): Promise<void> {
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !isSearched(file)) continue;
      try {
        this.look(file, await readFile(file));
      } catch (error) {
        // A side file may go while it is looked for.
        if (!isGone(error)) throw error;
      }
    }
  }

  get found(): Searched {
    return { bytes: this.#bytes, places: this.#places, hits: this.hits.length };
  }

  /** @throws LeakFound */
  conclude(): void {
    if (this.hits.length > 0) throw new LeakFound(`Secrets were found:\n${this.hits.join('\n')}`);
  }
}

const isGone = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** By table, all rows as text. */
async function rowsOf(url: string): Promise<[string, string][]> {
  const client = new Client(url);
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`,
  );
  const found: [string, string][] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    found.push([name, rows.map(({ row }) => row).join('\n')]);
  }
  await client.end();
  return found;
}
