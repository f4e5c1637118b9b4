import type { Request } from 'express';
import type { DesktopReach } from '../shared/layout-api.ts';
import { auditRoutes } from './admin/audit-routes.ts';
import { connectRoutes } from './admin/connect-routes.ts';
import { deviationRoutes } from './admin/deviation-routes.ts';
import { policyRoutes } from './admin/policy-routes.ts';
import type { Milestones } from './admin/ports.ts';
import { statusRoutes } from './admin/status-routes.ts';
import { stopRoutes } from './admin/stop-routes.ts';
import { WebexAuthorize } from './adapters/webex/webex-authorize.ts';
import { contactCenterUrls, WebexProbes } from './adapters/webex/webex-probes.ts';
import { acceptCredential } from './admin-token/accept-credential.ts';
import { writingNow } from './admin-token/writing.ts';
import { beginProbe, endProbe } from './changes/journal-probe.ts';
import type { ChangeJournal } from './changes/ports.ts';
import type { ChangeRunner } from './changes/run-changes.ts';
import type { Clock } from './clock.ts';
import type { Custody } from './compose-custody.ts';
import type { Config } from './config.ts';
import type { ConsoleSession } from './console/console-session.ts';
import { redirectOf } from './admin/redirect-uri.ts';
import type { LeaseJournal } from './leases/ports.ts';
import type { Log } from './log.ts';
import { doubtsOfPolicy, type PolicyPorts } from './policy/import-policy.ts';
import type { Organization } from './skill-profiles/organization.ts';

interface Parts {
  custody: Custody;
  journal: ChangeJournal;
  leases: LeaseJournal;
  runner: ChangeRunner;
  policy: PolicyPorts;
  milestones: Milestones;
  reach: () => Promise<DesktopReach>;
  /** The organization as it was last read. */
  known: () => Promise<Organization | undefined>;
  isSsoSetUp: () => Promise<boolean>;
  sessionAt: (request: Request) => Promise<ConsoleSession | undefined>;
  clock: Clock;
  log: Log;
}

/** The part of `compose` behind the console: over the same use cases as the command line. */
export function openAdmin(config: Config, parts: Parts) {
  const { custody, journal, policy, known, clock } = parts;
  const { organizationId, webexUrl, contactCenterUrl, publicUrl } = config;
  const { audit, store, renewal, attempts } = custody;
  const isKnownRegion = [...contactCenterUrls.values()].includes(contactCenterUrl);
  // An address set by hand is not looked for elsewhere.
  const regionUrls = isKnownRegion ? contactCenterUrls : new Map<string, string>();
  const writing = { now: () => writingNow(custody) };
  return {
    handlers: {
      ...statusRoutes({
        ...{ custody, journal, known, organizationId, publicUrl, contactCenterUrl, audit, store, renewal, clock },
        isSsoSetUp: parts.isSsoSetUp,
        milestones: parts.milestones,
        reach: parts.reach,
        probes: new WebexProbes({ webexUrl, contactCenterUrl, organizationId, regionUrls }),
        writeJournal: {
          begin: (skillProfileId) => beginProbe({ journal, writing, clock, organizationId }, skillProfileId),
          end: (changeId, outcome) => endProbe({ journal, organizationId }, changeId, outcome),
        },
        policyDoubts: () => doubtsOfPolicy(policy),
      }),
      ...policyRoutes({ policy, organization: known, audit, clock }),
      ...auditRoutes({ audit }),
      ...deviationRoutes(parts),
      ...stopRoutes({ custody, organizationId, variables: custody.variables }),
      ...connectRoutes({
        ...{ attempts, audit, store, clock, organizationId },
        server: new WebexAuthorize(webexUrl, clock),
        revoker: custody.revoker,
        accept: (candidate, by) => acceptCredential(custody, candidate, by),
        managerToken: () => renewal.managerToken(),
        environment: config.clients,
        sessionAt: parts.sessionAt,
        ...redirectOf(publicUrl, config.redirectUri),
      }),
    },
    prune: () => attempts.prune(),
  };
}
