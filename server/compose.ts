import { createServer, type Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import type { Express } from 'express';
import { sql } from 'kysely';
import * as z from 'zod/mini';
import { defaultPolicy } from '../shared/policy.ts';
import type { RenewalSettings } from './admin-token/renewal.ts';
import { writingNow } from './admin-token/writing.ts';
import { DatabaseBeats } from './adapters/database/beats.ts';
import { DatabaseChangeJournal } from './adapters/database/change-journal.ts';
import { DatabaseLeases } from './adapters/database/lease-journal.ts';
import { DatabaseDrafts } from './adapters/database/draft-store.ts';
import { openDatabase } from './adapters/database/database.ts';
import { DatabaseClock } from './adapters/database/database-time.ts';
import { ElsewhereChanges } from './adapters/database/elsewhere-changes.ts';
import { DatabaseElsewhere } from './adapters/database/elsewhere-journal.ts';
import { DatabaseMilestones } from './adapters/database/milestone-store.ts';
import { SharedRateLimits } from './adapters/database/rate-limits.ts';
import { DatabasePolicy } from './adapters/database/policy-store.ts';
import { DatabasePreviews } from './adapters/database/preview-store.ts';
import { DatabasePersonReadings } from './adapters/database/person-reading-store.ts';
import { DatabaseRevisions } from './adapters/database/revision-store.ts';
import { DatabaseSessions } from './adapters/database/session-store.ts';
import { DatabaseSigningKeys } from './adapters/database/signing-key-store.ts';
import { DatabaseSnapshot } from './adapters/database/snapshot-store.ts';
import { JwtSessionTokens } from './adapters/session-tokens.ts';
import { AdminWebex } from './adapters/webex/webex-http.ts';
import { WebexIdentity, WebexPeople } from './adapters/webex/webex-identity.ts';
import { WebexOrganization } from './adapters/webex/webex-organization.ts';
import { WebexSightings } from './adapters/webex/webex-sightings.ts';
import { WebexAssignments, WebexSkillProfiles } from './adapters/webex/webex-write-targets.ts';
import { keepRetention } from './audit/keep-retention.ts';
import { ElsewhereWatch } from './changes/elsewhere-watch.ts';
import { changeRoutes } from './changes/change-routes.ts';
import { usualPauses, type Pauses } from './changes/pauses.ts';
import { Road } from './changes/road.ts';
import { ChangeRunner } from './changes/run-changes.ts';
import type { Config } from './config.ts';
import { consolePages } from './admin/console-page.ts';
import { notingMilestones } from './admin/note-milestones.ts';
import { serveCommands, socketPath } from './cli/command-socket.ts';
import { commandsOf } from './compose-commands.ts';
import { openAdmin } from './compose-admin.ts';
import { openConsole } from './compose-console.ts';
import { openCustody } from './compose-custody.ts';
import { openLayout } from './compose-layout.ts';
import { openMetrics } from './compose-metrics.ts';
import { draftRoutes } from './drafts/draft-routes.ts';
import { createApp } from './http/app.ts';
import { requireBearer } from './http/bearer.ts';
import { answerBrokenRequests } from './http/broken-requests.ts';
import { Drain } from './http/drain.ts';
import { healthRoutes } from './http/health-routes.ts';
import { metricsRoutes, requireMonitor } from './http/metrics-routes.ts';
import { openapiRoute } from './http/openapi.ts';
import { unchangedFirst } from './http/unchanged.ts';
import { widgetFile } from './http/widget-files.ts';
import { CurrentRights } from './identity/current-rights.ts';
import { LivingSessions } from './identity/living-sessions.ts';
import { requireSession } from './identity/require-session.ts';
import { sessionKeys, sessionRoutes } from './identity/session-routes.ts';
import { SigningKeys } from './identity/signing-keys.ts';
import { leaseEnder } from './leases/end-leases.ts';
import { leaseRoutes } from './leases/lease-routes.ts';
import type { Log } from './log.ts';
import { CurrentPolicy } from './policy/current-policy.ts';
import { viewPolicy } from './policy/stage.ts';
import { previewRoutes } from './preview/preview-routes.ts';
import { newestLists, skillProfileRoutes } from './skill-profiles/skill-profile-routes.ts';
import { HeldLists } from './skill-profiles/held-lists.ts';
import { knownIds } from './skill-profiles/known-ids.ts';
import { Snapshot } from './skill-profiles/snapshot.ts';
import { describeScope } from './skill-profiles/views.ts';

const minute = 60_000;
/** In milliseconds. */
const betweenTimers = 620;
const longestFarewell = 8_000;

export interface Skilldesk {
  server: Server;
  /** What the server hands requests to, but for those that are answered before it. */
  app: Express;
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
  const { organizationId } = config;

  const database = await openDatabase(config.databaseUrl, log);
  const clock = new DatabaseClock(database);
  await clock.set();
  const sessions = new DatabaseSessions(database, clock);
  const revisions = new DatabaseRevisions(database, clock);
  const previews = new DatabasePreviews(database, clock);
  const drafts = new DatabaseDrafts(database, clock, organizationId);
  const beats = new DatabaseBeats(database, organizationId);
  const store = new DatabaseSnapshot(database, organizationId, () => beats.forget());

  const { metrics, meter, ...watcher } = openMetrics(database, clock, organizationId, log);
  const custody = await openCustody(config, database, clock, log, settings, undefined, meter);
  watcher.watch(custody);
  const { access, audit, chain } = custody;
  audit.committed = () => beats.forget();
  const elsewhere = new ElsewhereChanges(organizationId, clock);
  const journal = new DatabaseChangeJournal(database, store, clock, organizationId, audit, elsewhere);
  const policies = new DatabasePolicy(database, organizationId, audit);
  const policy = new CurrentPolicy(policies, log, config.editPolicy);
  const webex = new AdminWebex(config.contactCenterUrl, access, custody.budget);
  const source = new WebexOrganization(webex, organizationId);
  const watch = new ElsewhereWatch(
    {
      journal: new DatabaseElsewhere({ database, snapshot: store, audit, elsewhere, clock }),
      claims: journal,
      source: new WebexSightings(webex, source, clock, organizationId),
      ...{ store, clock, log, organizationId },
    },
    pauses.settle,
  );
  const snapshot = new Snapshot(
    { source, store, revisions, clock, log, learned: () => void watch.look() },
    (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  );

  const targets = {
    skillProfile: new WebexSkillProfiles(webex, organizationId),
    user: new WebexAssignments(webex, organizationId),
  };
  const readings = new DatabasePersonReadings(database, organizationId);
  const rights = new CurrentRights({ source: new WebexPeople(webex, organizationId), readings, clock }, pauses.rights);
  const writing = { now: () => writingNow(custody) };
  const road = new Road({ journal, rights, targets, revisions, snapshot, writing, clock, log, policy }, pauses);
  const runner = new ChangeRunner({ journal, road, clock, log });
  const leases = new DatabaseLeases(database, clock, organizationId, audit);

  const signingKeys = new SigningKeys(new DatabaseSigningKeys(database, custody.keyring, organizationId), clock);
  await signingKeys.keep();
  const tokens = new JwtSessionTokens(signingKeys, clock, config.publicUrl, organizationId);
  const identity = new WebexIdentity(config.webexUrl, config.contactCenterUrl, organizationId);
  const limits = new SharedRateLimits(database, async () => (await policy.inForce().catch(() => defaultPolicy)).limits);
  const living = new LivingSessions({ tokens, sessions, clock });
  const guard = requireSession(living);
  const adminConsole = openConsole(config, database, custody, { clock, log, limits });
  const layout = openLayout(config, webex, clock, () => sessions.anyAlive());
  const milestones = new DatabaseMilestones(database, clock, organizationId);
  const policyPorts = { store: policies, current: policy, known: async () => knownIds(await snapshot.known()) };
  const admin = openAdmin(config, {
    ...{ custody, journal, leases, runner, milestones, clock, log },
    policy: policyPorts,
    known: () => snapshot.known(),
    reach: layout.forCommands.reach,
    isSsoSetUp: adminConsole.isSsoSetUp,
    sessionAt: adminConsole.sessionAt,
  });
  const identified = sessionRoutes({
    identity,
    sessions,
    living,
    readings,
    tokens,
    everySkillProfile: async () => [...(await snapshot.atHand()).skillProfiles.keys()],
    clock,
    limits,
    organizationId,
    describePolicy: async (session) => viewPolicy(await policy.inForce(), session),
    describeScope: async (scope) => describeScope(scope, await snapshot.atHand().catch(() => undefined)),
  });
  const bundle = layout.watchBundle(widgetFile(fileURLToPath(new URL(widgetFolder, import.meta.url))));
  const desktop = {
    ...identified,
    ...notingMilestones({ ...layout.watchExchange(identified), widgetFile: bundle }, { milestones, log }),
  };
  const lists = new HeldLists({ beats, clock });
  const listeners = {
    log,
    publicUrl: config.publicUrl,
    allowedOrigins: config.allowedOrigins,
    pageAsked: layout.pageAsked,
    meter: metrics,
  };
  const app = createApp({
    ...listeners,
    trustedProxies: config.trustedProxies,
    guards: {
      anybody: [],
      'desktop-token': [requireBearer],
      session: [guard],
      editor: [guard],
      ...adminConsole.guards,
      monitor: requireMonitor({ token: config.metricsToken, publicUrl: config.publicUrl }),
    },
    handlers: {
      ...healthRoutes({
        pingDatabase: async () => {
          await sql`select 1`.execute(database);
        },
        tokenState: () => access.state,
        isStopping: () => drain.begun,
      }),
      openapi: openapiRoute(config.publicUrl),
      ...metricsRoutes(metrics),
      sessionKeys: sessionKeys(signingKeys),
      ...adminConsole.handlers,
      ...admin.handlers,
      ...consolePages(fileURLToPath(new URL(consoleFolder, import.meta.url))),
      ...layout.handlers,
      ...desktop,
      ...skillProfileRoutes({ snapshot, lists, revisions, limits, policy }),
      ...draftRoutes({ drafts, clock, limits }),
      ...previewRoutes({ previews, snapshot, clock, limits, policy }),
      ...changeRoutes({ journal, rights, runner, snapshot, revisions, previews, clock, limits, policy, log }),
      ...leaseRoutes({ leases, journal, rights, runner, snapshot, clock, policy, limits, log }),
    },
  });

  const commands = commandsOf(custody, {
    setup: adminConsole.setup,
    policy: policyPorts,
    journal,
    organizationId,
    layout: layout.forCommands,
  });
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      connectionsCheckingInterval: 2_000,
      maxHeaderSize: 16_384,
      // The name by which we were called decides nothing, so its absence does not either.
      requireHostHeader: false,
    },
    unchangedFirst({ ...listeners, newest: newestLists({ living, lists }) }, app),
  );
  answerBrokenRequests(server);
  const drain = new Drain(server);
  const timers: NodeJS.Timeout[] = [];
  let endCommands: () => Promise<void> = () => Promise.resolve();
  const every = (milliseconds: number, work: () => Promise<unknown>) => {
    const run = () => void work().catch((error: unknown) => log.error({ error }, 'a timer failed'));
    const at = timers.length;
    // Each at a time of its own: a request that meets them all at once waits for all.
    const early = (at * betweenTimers) % milliseconds;
    timers[at] = setTimeout(() => {
      timers[at] = setInterval(run, milliseconds);
      run();
    }, milliseconds - early);
  };

  /** Once connected, the organization is read before the first supervisor comes: the console's checklist and policy speak of it. */
  const isFirstReadingDue = async () => {
    if (await snapshot.known()) return false;
    return (await custody.store.list()).some(({ kind, state }) => kind !== 'token-manager' && state === 'active');
  };

  return {
    server,
    app,
    async start() {
      every(1_000, leaseEnder({ leases, journal, clock, log }));
      every(1_000, () => runner.runDue());
      every(5_000, async () => {
        if ((await sessions.anyAlive()) || (await isFirstReadingDue())) await snapshot.refreshIfOld();
      });
      every(5_000, () => watch.look());
      every(minute / 2, () => clock.set());
      every(minute, () => signingKeys.keep());
      every(10 * minute, async () => {
        const forgotten = readings.prune(clock.now() - pauses.rights);
        await Promise.all([
          sessions.prune(),
          revisions.prune(),
          previews.prune(),
          drafts.prune(),
          adminConsole.prune(),
          admin.prune(),
          journal.prune(),
          forgotten,
        ]);
      });
      // Says in the log which policy holds, also when another process has set it.
      every(5_000, async () => {
        await policy.inForce();
      });
      every(5_000, () => chain.meet());
      every(5_000, () => custody.home.meet());
      every(10 * minute, async () => {
        await keepRetention({ audit, clock, log }, (await policy.inForce()).retentionDays);
      });
      void snapshot.refreshIfOld();
      every(5_000, () => access.refreshWhenDue());
      every(minute / 2, () => custody.revokeDue());
      const path = socketPath(config.databaseUrl);
      if (path !== undefined) {
        endCommands = await serveCommands(path, commands, log).catch((error: unknown) => {
          log.warn({ error, path }, 'commands cannot reach this server: its socket could not be made');
          return endCommands;
        });
      }
      await adminConsole.offerSetup().catch((error: unknown) => log.error({ error }, 'no setup code could be made'));
      await custody.start();
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      const closed = drain.begin();
      custody.budget.endPolling();
      await Promise.all([runner.stop(), snapshot.stop(), watch.stop(), endCommands()]);
      // A connection that never says anything would keep the process for ever.
      await Promise.race([closed, wait(longestFarewell, undefined, { ref: false })]);
      server.closeAllConnections();
      watcher.close();
      custody.chain.end();
      await database.destroy();
    },
  };
}

/** `dist/widget`, seen from `server/` in development and from `dist/server/` when built. */
const consoleFolder = import.meta.url.endsWith('.ts') ? '../dist/console/' : '../console/';
const widgetFolder = import.meta.url.endsWith('.ts') ? '../dist/widget/' : '../widget/';
