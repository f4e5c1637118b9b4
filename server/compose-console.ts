import { DatabaseConsoleSessions } from './adapters/database/console-session-store.ts';
import type { Database } from './adapters/database/database.ts';
import type { Custody } from './compose-custody.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { consoleGuards } from './console/console-guards.ts';
import { consoleSessionRoutes } from './console/session-routes.ts';

/** The part of `compose` that lets people in to the console. */
export function openConsole(config: Config, database: Database, { keyring, audit }: Custody, clock: Clock) {
  const { organizationId, publicUrl } = config;
  const sessions = new DatabaseConsoleSessions({ database, keyring, organizationId, clock, audit });
  const settings = () => Promise.resolve(undefined);
  return {
    guards: consoleGuards({ sessions, settings, clock, publicUrl }),
    handlers: consoleSessionRoutes({ sessions, settings }),
    prune: () => sessions.prune(),
  };
}
