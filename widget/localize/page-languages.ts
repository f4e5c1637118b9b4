import { scriptUrl } from '../desktop/load-script.ts';
import { later } from '../later.ts';
import { Languages } from './languages.ts';

declare global {
  /** The tags of the files in `languages/`, put in by the build. */
  var shippedLanguages: readonly string[] | undefined;
}

const patience = 10_000;

/** The languages of this page, however many elements there are. */
export const pageLanguages = new Languages(globalThis.shippedLanguages ?? [], { read, later });

/** Without credentials: a sandboxed frame has an opaque origin, and the files are everybody's. */
async function read(file: string): Promise<unknown> {
  if (scriptUrl === undefined) throw new Error('Nobody knows where this bundle came from.');
  const response = await fetch(new URL(file, scriptUrl), {
    credentials: 'omit',
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) throw new Error(`${file} was answered with ${response.status}.`);
  return response.json();
}
