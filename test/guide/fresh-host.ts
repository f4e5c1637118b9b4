import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { freePort } from '../demo/free-port.ts';
import { startAgentDesktop } from '../desktop/agent-desktop-server.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';
import { childEnvironment } from '../child-environment.ts';
import { commandOfGuide, environmentOfGuide, saidInGuide } from './admins-guide.ts';

const sources = fileURLToPath(new URL('../../server/', import.meta.url));
/** The built server and its sources are the same program. */
const unbuilt = (command: string) => command.replace(/dist\/server\/(\S+)\.js/, `${sources}$1.ts`);

interface Ended {
  code: number | null;
  /** Standard output. */
  out: string;
  /** Standard error. */
  notes: string;
}

/** An empty directory on a host that has the program, in front of a simulated Webex; what happens there is what the guide for administrators says. */
export class FreshHost {
  readonly webex: WebexSimulator;
  readonly folder = mkdtempSync(join(tmpdir(), 'skilldesk-fresh-'));
  readonly url: string;
  readonly desktop: Awaited<ReturnType<typeof startAgentDesktop>>;
  readonly #said: string[] = [];
  #server: ChildProcess | undefined;

  private constructor(webex: WebexSimulator, url: string, desktop: FreshHost['desktop']) {
    this.webex = webex;
    this.url = url;
    this.desktop = desktop;
  }

  static async install(): Promise<FreshHost> {
    const webex = await startWebexSimulator();
    const url = `http://localhost:${await freePort()}`;
    const widgetUrl = `${url}/widget/v1/skilldesk.js`;
    const desktop = await startAgentDesktop({ widgetUrl, apiBase: url, simulatorUrl: webex.url });
    const host = new FreshHost(webex, url, desktop);
    writeFileSync(join(host.folder, 'skilldesk.env'), host.#environment());
    return host;
  }

  /** What the guide says, then what a real Webex, a real desktop and the usual port would not need. */
  #environment(): string {
    const { url, webex } = this;
    const filledIn = environmentOfGuide().map((line) =>
      line
        .replace(/^(WXCC_ORG_ID)=<.*>$/, `$1=${webex.organization.id}`)
        .replace(/^(WXCC_REGION)=<.*>$/, '$1=us1')
        .replace(/^(PUBLIC_URL)=.*$/, `$1=${url}`),
    );
    const standIns = {
      PORT: new URL(url).port,
      WXCC_API_URL: webex.url,
      WEBEX_API_URL: webex.url,
      WEBEX_IDENTITY_URL: webex.url,
      ALLOWED_ORIGINS: `${this.desktop.url},null`,
    };
    return [...filledIn, ...Object.entries(standIns).map(([name, value]) => `${name}=${value}`), ''].join('\n');
  }

  /** Starts the server by the guide's command; answers once it is ready. */
  async serve(): Promise<void> {
    const [, ...words] = unbuilt(commandOfGuide('node --env-file=skilldesk.env dist/server/main.js')).split(' ');
    this.#server = spawn(process.execPath, words, this.#surroundings());
    this.#keep(this.#server);
    await expect.poll(() => this.#ask('/readyz'), { interval: 100 }).toContain('"token":"not-connected"');
  }

  /** What the server has shown on its terminal so far. */
  terminal(): string {
    return this.#said.join('');
  }

  /**
   * Types the guide's command that begins so, its placeholders filled in, and answers its questions; `typing` may wait for what it says.
   */
  async type(beginning: string, { filledIn = {}, option = '', answers = [], typing }: Typing = {}): Promise<Ended> {
    const command = Object.entries(filledIn).reduce(
      (line, [placeholder, text]) => line.replace(placeholder, text),
      `${commandOfGuide(beginning)} ${option && saidInGuide(option)}`,
    );
    const skilldesk = unbuilt(commandOfGuide('node --env-file=skilldesk.env dist/server/cli/main.js'));
    const child = spawn('sh', ['-c', `skilldesk() { ${skilldesk} "$@"; }\n${command}`], this.#surroundings());
    const said = this.#keep(child);
    child.stdin.write(answers.map((answer) => `${answer}\n`).join(''));
    const rest = typing?.(() => said.notes);
    if (!rest) child.stdin.end();
    void rest?.then((text) => child.stdin.end(`${text}\n`));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }

  file(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Control Hub, Desktop Layouts: download. */
  downloadLayout(id: string): string {
    return this.webex.organization.layouts.get(id)?.jsonFileContent ?? '';
  }

  /** Control Hub, Desktop Layouts: upload. Desktops that are opened then have it. */
  uploadLayout(id: string, text: string): void {
    const layout = this.webex.organization.layouts.get(id);
    if (!layout) throw new Error(`Webex has no layout ${id}.`);
    this.webex.organization.layouts.set(id, { ...layout, version: layout.version + 1, jsonFileContent: text });
    this.desktop.uploadLayout(text);
  }

  /** Ends everything, and searches all that was said and stored for secrets. */
  async close(): Promise<void> {
    if (this.#server?.exitCode === null) {
      this.#server.kill('SIGTERM');
      await once(this.#server, 'exit');
    }
    await this.desktop.close();
    await this.webex.close();
    await searchForCanaries({ secrets: this.webex.secrets(), said: { terminal: this.#said }, folder: this.folder });
    rmSync(this.folder, { recursive: true });
  }

  #surroundings() {
    const env = { ...childEnvironment(), PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` };
    return { cwd: this.folder, env, stdio: 'pipe' } as const;
  }

  #keep(child: ChildProcess): { out: string; notes: string } {
    const said = { out: '', notes: '' };
    child.stdout?.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr?.on('data', (text: Buffer) => (said.notes += text.toString()));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text: Buffer) => this.#said.push(text.toString()));
    }
    return said;
  }

  #ask(path: string): Promise<string> {
    return fetch(this.url + path).then(
      (response) => response.text(),
      () => '',
    );
  }
}

interface Typing {
  filledIn?: Record<string, string>;
  /** Added to the command; the guide names it elsewhere. */
  option?: string;
  /** Typed ahead, each a line. */
  answers?: string[];
  /** What is typed last, once `notes` says what it needs. */
  typing?: (notes: () => string) => Promise<string>;
}
