import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reporter } from 'vitest/node';
import { searchedIn, searchedLine, tallyVariable } from '../canaries/canary-tally.ts';

/** Says at the end of a run what was searched for secrets. What was found has failed its test already. */
export default class CanaryLine implements Reporter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'skilldesk-tally-'));
  readonly #file = join(this.#folder, 'searched');

  onInit(): void {
    // The processes that run the tests inherit it.
    process.env[tallyVariable] = this.#file;
  }

  onTestRunEnd(): void {
    process.stdout.write(`\n${searchedLine(searchedIn(this.#file))}\n`);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
