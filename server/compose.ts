import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import type { RenewalSettings } from './admin-token/renewal.ts';
import { writingClosedBy } from './admin-token/writing.ts';
import { DatabaseChangeJournal } from './adapters/database/change-journal.ts';
import { openDatabase } from './adapters/database/database.ts';
import { DatabaseClock } from './adapters/database/database-time.ts';
import { DatabaseRevisions } from './adapters/database/revision-store.ts';
import { DatabaseSessions } from './adapters/database/session-store.ts';
import { DatabaseSnapshot } from './adapters/database/snapshot-store.ts';
import { JwtSessionTokens } from './adapters/session-tokens.ts';
import { RequestWindow } from './adapters/webex/request-window.ts';
import { AdminWebex } from './adapters/webex/webex-http.ts';
import { WebexIdentity } from './adapters/webex/webex-identity.ts';
import { WebexOrganization } from './adapters/webex/webex-organization.ts';
import { WebexAssignments, WebexSkillProfiles } from './adapters/webex/webex-write-targets.ts';
import { changeRoutes } from './changes/change-routes.ts';
import { Road, usualPauses, type Pauses } from './changes/road.ts';
import { ChangeRunner } from './changes/run-changes.ts';
import type { Config } from './config.ts';
import { serveCommands, socketPath } from './cli/command-socket.ts';
import { commandsOf } from './compose-commands.ts';
import { openCustody } from './compose-custody.ts';
import { createApp } from './http/app.ts';
import { healthRoutes } from './http/health-routes.ts';
import { widgetFiles } from './http/widget-files.ts';
import { requireSession } from './identity/require-session.ts';
import { sessionRoutes } from './identity/session-routes.ts';
import type { Log } from './log.ts';
import { skillProfileRoutes } from './skill-profiles/skill-profile-routes.ts';
import { Snapshot } from './skill-profiles/snapshot.ts';
import { describeScope } from './skill-profiles/views.ts';

const minute = 60_000;
const longestFarewell = 8_000;

export interface Skilldesk {
  server: Server;
  /** Starts what works without being asked: the snapshot's poll, and the search for open changes. */
  /** Resolves when the credentials have been tried once; nobody needs to wait for that. */
  start(): Promise<void>;
  /** Takes no new requests, lets what is on its way to Webex end, and closes the database. */
  stop(): Promise<void>;
}

/** The only place where a port meets its adapter. */
export async function compose(
  config: Config,
  log: Log,
  pauses: Pauses = usualPauses,
  settings?: RenewalSettings,
): Promise<Skilldesk> {
  z.config(z.locales.en());
  const { organizationId, editPolicy } = config;

  const database = await openDatabase(config.databaseUrl, log);
  const clock = new DatabaseClock(database);
  await clock.set();
  const sessions = new DatabaseSessions(database, clock);
  const revisions = new DatabaseRevisions(database, clock);
  const store = new DatabaseSnapshot(database, organizationId);
  const journal = new DatabaseChangeJournal(database, store, clock, organizationId);

  const custody = await openCustody(config, database, clock, log, settings);
  const { access } = custody;
  const webex = new AdminWebex(config.contactCenterUrl, access);
  // 120 of Webex's 300 requests a minute for reading what may have changed; the rest is for people.
  const window = new RequestWindow(Math.max(1, Math.floor(config.requestsPerMinute * 0.4)), clock, wait);
  const snapshot = new Snapshot(
    { source: new WebexOrganization(webex, window, organizationId), store, revisions, clock, log },
    wait,
  );

  const targets = {
    skillProfile: new WebexSkillProfiles(webex, organizationId),
    user: new WebexAssignments(webex, organizationId),
  };
  const writing = { closedBy: () => writingClosedBy(custody) };
  const road = new Road({ journal, targets, revisions, snapshot, writing, clock, log, editPolicy }, pauses);
  const runner = new ChangeRunner({ journal, road, clock, log });

  const tokens = new JwtSessionTokens(config.publicUrl, clock);
  const identity = new WebexIdentity(config.webexUrl, config.contactCenterUrl, organizationId);
  const app = createApp({
    log,
    allowedOrigins: config.allowedOrigins,
    trustedProxies: config.trustedProxies,
    health: healthRoutes({
      pingDatabase: async () => {
        await sql`select 1`.execute(database);
      },
      tokenState: () => access.state,
    }),
    widgetFiles: widgetFiles(fileURLToPath(new URL(widgetFolder, import.meta.url))),
    sessions: sessionRoutes({
      identity,
      sessions,
      tokens,
      clock,
      organizationId,
      editPolicy,
      describeScope: async (scope) => describeScope(scope, await snapshot.atHand().catch(() => undefined)),
    }),
    requireSession: requireSession({ tokens, sessions }),
    signedIn: [
      skillProfileRoutes({ snapshot, revisions, editPolicy }),
      changeRoutes({ journal, runner, snapshot, clock, editPolicy }),
    ],
  });

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, app);
  const timers: NodeJS.Timeout[] = [];
  let endCommands: () => Promise<void> = () => Promise.resolve();
  const every = (milliseconds: number, work: () => Promise<void>) =>
    timers.push(
      setInterval(() => void work().catch((error: unknown) => log.error({ error }, 'a timer failed')), milliseconds),
    );

  return {
    server,
    async start() {
      every(1_000, () => runner.runDue());
      every(5_000, async () => {
        if (await sessions.anyAlive()) await snapshot.refreshIfOld();
      });
      every(minute / 2, () => clock.set());
      every(10 * minute, async () => {
        await Promise.all([sessions.prune(), revisions.prune(), journal.prune()]);
      });
      void snapshot.refreshIfOld();
      every(5_000, () => access.refreshWhenDue());
      every(minute / 2, () => custody.revokeDue());
      const path = socketPath(config.databaseUrl);
      if (path !== undefined) {
        endCommands = await serveCommands(path, commandsOf(custody, journal, organizationId), log).catch(
          (error: unknown) => {
            log.warn({ error, path }, 'commands cannot reach this server: its socket could not be made');
            return endCommands;
          },
        );
      }
      await custody.start();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      });
      await Promise.all([runner.stop(), snapshot.stop(), endCommands()]);
      // A connection that never says anything would keep the process for ever.
      await Promise.race([closed, wait(longestFarewell, undefined, { ref: false })]);
      server.closeAllConnections();
      await database.destroy();
    },
  };
}

/** `dist/widget`, seen from `server/` in development and from `dist/server/` when built. */
const widgetFolder = import.meta.url.endsWith('.ts') ? '../dist/widget/' : '../widget/';
