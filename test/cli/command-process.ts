import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { childEnvironment } from '../child-environment.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

/** One installation on SQLite, reached only by commands, each a process of its own: the database alone connects one with the next. */
export class CommandProcess {
  readonly webex: WebexSimulator;
  readonly #folder = mkdtempSync(join(tmpdir(), 'skilldesk-cli-'));
  #said = '';

  private constructor(webex: WebexSimulator) {
    this.webex = webex;
  }

  static async start(): Promise<CommandProcess> {
    return new CommandProcess(await startWebexSimulator());
  }

  /** Ends it; no secret may have been said. */
  async close(): Promise<void> {
    for (const secret of this.webex.secrets()) expect(this.#said).not.toContain(secret);
    rmSync(this.#folder, { recursive: true });
    await this.webex.close();
  }

  serviceApp() {
    const { clientId, clientSecret, refreshToken } = this.webex.credentials.serviceApp;
    return {
      WEBEX_SERVICE_APP_CLIENT_ID: clientId,
      WEBEX_SERVICE_APP_CLIENT_SECRET: clientSecret,
      WEBEX_SERVICE_APP_REFRESH_TOKEN: refreshToken,
    };
  }

  async skilldesk(
    words: string,
    environment: Record<string, string> = {},
  ): Promise<{ code: number | null; output: string }> {
    const child = spawn(process.execPath, ['server/cli/main.ts', ...words.split(' ')], {
      env: {
        ...childEnvironment(),
        DATABASE_URL: `file:${join(this.#folder, 'data', 'skilldesk.db')}`,
        WXCC_ORG_ID: this.webex.organization.id,
        WXCC_API_URL: this.webex.url,
        WEBEX_API_URL: this.webex.url,
        WEBEX_IDENTITY_URL: this.webex.url,
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    this.#said += output;
    return { code, output };
  }

  /** What the journal holds: who, and how each of his items ended. */
  journal(): { actor: string; outcome: string }[] {
    const database = new DatabaseSync(join(this.#folder, 'data', 'skilldesk.db'), { readOnly: true });
    const rows = database
      .prepare('select actor_id as actor, outcome from changes join change_items on change_id = id order by created_at')
      .all();
    database.close();
    return rows.map((row) => ({ actor: String(row['actor']), outcome: String(row['outcome']) }));
  }

  /** Whether a file of the installation holds this text. */
  hasStored(text: string): boolean {
    return readdirSync(this.#folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .some(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(text));
  }
}
