import { WebexAuthorize } from '../../server/adapters/webex/webex-authorize.ts';
import { WebexProbes } from '../../server/adapters/webex/webex-probes.ts';
import type { Commands, CommandSource, ExitCode, Surroundings } from '../../server/cli/command.ts';
import { WebexRevocation } from '../../server/adapters/webex/webex-revocation.ts';
import { LoopbackCallback } from '../../server/cli/loopback-callback.ts';
import { run } from '../../server/cli/run.ts';
import type { CandidateCredential } from '../../server/onboarding/ports.ts';
import { Secret } from '../../server/secret.ts';
import { searchForCanaries } from '../canaries/canary-search.ts';
import { freePort } from '../demo/free-port.ts';
import { startWebexSimulator, type WebexSimulator } from '../simulator/webex-simulator.ts';

interface Around {
  commands?: Partial<Commands>;
  /** Instead of `commands`: where they really come from. */
  custody?: CommandSource;
  variables?: Record<string, string>;
  /** What is typed, in order. */
  typed?: string[];
  browser?: (url: string) => Promise<boolean>;
  patience?: number;
}

/** The command line in front of a simulated Webex; browser, keyboard and custody are the test's. */
export class CommandLine {
  readonly webex: WebexSimulator;
  readonly accepted: CandidateCredential[] = [];
  readonly out: string[] = [];
  readonly notes: string[] = [];
  readonly accepting: Partial<Commands> = {
    acceptCredential: (candidate) => {
      this.accepted.push(candidate);
      return Promise.resolve({ state: 'active' });
    },
  };

  private constructor(webex: WebexSimulator) {
    this.webex = webex;
  }

  static async start(): Promise<CommandLine> {
    return new CommandLine(await startWebexSimulator());
  }

  /** Ends it, and names the secrets that were said aloud: there must be none, in any form. @throws LeakFound */
  async close(): Promise<string[]> {
    await this.webex.close();
    const said = [...this.out, ...this.notes].join('\n');
    await searchForCanaries({ secrets: this.webex.secrets(), said: { output: this.out, notes: this.notes } });
    return this.webex.secrets().filter((secret) => said.includes(secret));
  }

  /** What `connect` needs, on a port that is free. */
  async integration(): Promise<Record<string, string> & { WEBEX_REDIRECT_URI: string }> {
    const { clientId, clientSecret } = this.webex.credentials.integration;
    const redirect = `http://localhost:${await freePort()}/oauth/back`;
    return { WEBEX_CLIENT_ID: clientId, WEBEX_CLIENT_SECRET: clientSecret, WEBEX_REDIRECT_URI: redirect };
  }

  skilldesk(line: string[], around: Around = {}): Promise<ExitCode | undefined> {
    const { commands = this.accepting, typed = [], browser = () => Promise.resolve(false) } = around;
    const surroundings: Surroundings = {
      variables: {
        WXCC_ORG_ID: this.webex.organization.id,
        WXCC_API_URL: this.webex.url,
        WEBEX_API_URL: this.webex.url,
        WEBEX_IDENTITY_URL: this.webex.url,
        ...around.variables,
      },
      terminal: {
        print: (text) => this.out.push(text),
        note: (text) => this.notes.push(text),
        ask: () => Promise.resolve(typed.shift()),
        askSecret: () => {
          const text = typed.shift();
          return Promise.resolve(text ? new Secret(text) : undefined);
        },
      },
      custody: around.custody ?? {
        offers: new Set(Object.keys(commands) as (keyof Commands)[]),
        open: () => Promise.resolve({ commands, close: () => Promise.resolve() }),
      },
      clock: { now: Date.now },
      probes: ({ webexUrl, contactCenterUrl, organizationId }) =>
        new WebexProbes({ webexUrl, contactCenterUrl, organizationId, regionUrls: new Map() }),
      authorizationServer: ({ webexUrl }) => new WebexAuthorize(webexUrl, { now: Date.now }),
      revoker: ({ identityUrl }) => new WebexRevocation(identityUrl),
      listenOn: (uri) => LoopbackCallback.listen(uri),
      openBrowser: browser,
      serve: () => Promise.resolve(),
      patience: around.patience ?? 5_000,
    };
    return run(line, surroundings);
  }
}

/** A browser that consents and comes back, first with what `before` makes of the address. */
export const consenting =
  (before?: (back: URL) => URL) =>
  async (url: string): Promise<boolean> => {
    const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
    if (before) await fetch(before(new URL(back)));
    await fetch(back);
    return true;
  };
