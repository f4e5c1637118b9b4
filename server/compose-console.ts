import type { Request } from 'express';
import { DatabaseConsoleSessions } from './adapters/database/console-session-store.ts';
import type { Database } from './adapters/database/database.ts';
import { DatabaseSetupCodes } from './adapters/database/setup-code-store.ts';
import { DatabaseSignInTransactions } from './adapters/database/sign-in-transaction-store.ts';
import { DatabaseSsoSettings } from './adapters/database/sso-settings-store.ts';
import { OpenIdProvider } from './adapters/oidc/open-id-provider.ts';
import { SetupCodeFile } from './adapters/setup-code-file.ts';
import { WebexIdentity } from './adapters/webex/webex-identity.ts';
import type { Custody } from './compose-custody.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { consoleGuards, livingSession } from './console/console-guards.ts';
import { consoleSessionRoutes } from './console/session-routes.ts';
import { setupBanner } from './console/setup-banner.ts';
import { offerSetupCode, type SetupCodePorts } from './console/setup-codes.ts';
import { setupRoutes } from './console/setup-routes.ts';
import { signInRoutes } from './console/sign-in-routes.ts';
import { inForceFrom } from './console/sso-settings.ts';
import type { Log } from './log.ts';
import type { RateLimits } from './rate-limits.ts';

/** What both the server and the commands need to make a setup code. */
export function setupCodePorts(
  config: Config,
  database: Database,
  { keyring, audit }: Custody,
  clock: Clock,
  log: Log,
) {
  const { organizationId, publicUrl } = config;
  const parts = { database, keyring, organizationId, clock, audit };
  const store = new DatabaseSsoSettings(parts);
  const fromEnvironment = config.sso && inForceFrom('environment', config.sso);
  const settings = async () => {
    if (fromEnvironment) return fromEnvironment;
    const stored = await store.read();
    return stored && inForceFrom('database', stored);
  };
  const codes = new DatabaseSetupCodes(parts);
  const note = new SetupCodeFile(config.databaseUrl);
  const ports: SetupCodePorts = { codes, settings, note, clock, log, publicUrl };
  return { parts, store, ports };
}

/** The part of `compose` that lets people in to the console. */
export function openConsole(
  config: Config,
  database: Database,
  custody: Custody,
  { clock, log, limits }: { clock: Clock; log: Log; limits: RateLimits },
) {
  const { organizationId, publicUrl } = config;
  const { parts, store, ports: setup } = setupCodePorts(config, database, custody, clock, log);
  const sessions = new DatabaseConsoleSessions(parts);
  const transactions = new DatabaseSignInTransactions(parts);
  const redirectUri = `${publicUrl}/admin/login/callback`;
  const webex = new WebexIdentity(config.webexUrl, config.contactCenterUrl, organizationId);
  const provider = new OpenIdProvider({
    redirectUri,
    signedOutUri: `${publicUrl}/admin/`,
    organizationId,
    webexPerson: (token) => webex.person(token),
    clock,
  });
  const ports = { ...setup, store, sessions, transactions, provider, limits, redirectUri, audit: custody.audit };
  return {
    setup,
    guards: consoleGuards(ports),
    handlers: { ...signInRoutes(ports), ...setupRoutes(ports), ...consoleSessionRoutes(ports) },
    isSsoSetUp: async () => (await setup.settings()) !== undefined,
    /** Of the browser that asks; undefined when nobody is signed in there. */
    sessionAt: (request: Request) => livingSession(ports, request).catch(() => undefined),
    /** Says how to begin, where nobody can sign in yet. */
    async offerSetup(): Promise<void> {
      const offered = await offerSetupCode(ports, config.databaseUrl.startsWith('file:'));
      if (offered !== undefined && config.printSetupCode) process.stderr.write(setupBanner(offered, ports));
    },
    async prune(): Promise<void> {
      await Promise.all([sessions.prune(), transactions.prune(), setup.codes.prune()]);
      if ((await setup.codes.living()) === undefined) await setup.note.remove();
    },
  };
}
