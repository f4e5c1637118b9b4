import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditHeadFile } from './adapters/audit-head-file.ts';
import { DatabaseAuditTrail } from './adapters/database/audit-trail.ts';
import { DatabaseConsentAttempts } from './adapters/database/consent-attempts.ts';
import { DatabaseCredentialHealth } from './adapters/database/credential-health.ts';
import { DatabaseCredentials } from './adapters/database/credential-store.ts';
import type { Database } from './adapters/database/database.ts';
import { openLedger } from './adapters/database/spending-ledger.ts';
import { DatabaseHome } from './adapters/database/installation-home.ts';
import { DatabaseOrganizationControl } from './adapters/database/organization-control.ts';
import { DatabaseRevocations } from './adapters/database/revocation-queue.ts';
import { DatabaseKeyRecord, DatabaseVaultKeeper } from './adapters/database/vault-record.ts';
import type { Keyring } from './adapters/vault/keyring.ts';
import { openKeyring } from './adapters/vault/open-keyring.ts';
import { FileTokenSpool } from './adapters/vault/token-spool.ts';
import { notedEndpoint, notedProbe } from './adapters/webex/noted-custody.ts';
import { SharedBudget } from './adapters/webex/request-budget.ts';
import { WebexAuthorize } from './adapters/webex/webex-authorize.ts';
import { WebexCredentialProbe } from './adapters/webex/webex-credential-probe.ts';
import { WebexRevocation } from './adapters/webex/webex-revocation.ts';
import type { AcceptPorts } from './admin-token/accept-credential.ts';
import { AdminAccessToken } from './admin-token/admin-access-token.ts';
import type { DisconnectPorts } from './admin-token/disconnect.ts';
import {
  importEnvironment,
  removableVariables,
  settleAllPending,
  variablesOf,
} from './admin-token/import-environment.ts';
import { HomeGuard } from './admin-token/home-guard.ts';
import type { CredentialStore, VaultKeeper } from './admin-token/ports.ts';
import { Renewal, usualSettings, type RenewalPorts, type RenewalSettings } from './admin-token/renewal.ts';
import { revokeTokens } from './admin-token/revoke-tokens.ts';
import { ChainGuard } from './audit/chain-guard.ts';
import type { AuditEntry } from './audit/ports.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { isLoopback } from './unsafe-settings.ts';

/** Everything around the admin token, for the server and for the commands. */
export interface Custody extends AcceptPorts, DisconnectPorts {
  access: AdminAccessToken;
  /** Of the client id whose token this is. */
  budget: SharedBudget;
  vault: VaultKeeper;
  /** Consents that somebody began at the console. */
  attempts: DatabaseConsentAttempts;
  keyring: Keyring;
  audit: DatabaseAuditTrail;
  chain: ChainGuard;
  home: HomeGuard;
  /** The variables of this process that hold credentials. */
  variables: readonly string[];
  /** Tells Webex of what it has not taken yet; for a timer. */
  revokeDue(): Promise<void>;
  /** Tries what the environment brought, and says which variables may go. Failures are in the log: an installation without a token still serves. */
  start(): Promise<void>;
}

/** Who counts what happens here. */
export interface CustodyMeter {
  attempted: RenewalPorts['attempted'];
  recorded: (entry: AuditEntry) => void;
}

/**
 * The part of `compose` that holds secrets: the vault is opened and what the environment brings is in it; nothing is asked of Webex yet.
 * `reached` is told where a renewal stands.
 * @throws VaultError
 */
export async function openCustody(
  config: Config,
  database: Database,
  clock: Clock,
  log: Log,
  settings: RenewalSettings = usualSettings,
  reached?: (point: string) => void,
  meter?: CustodyMeter,
): Promise<Custody> {
  const { organizationId, credentials } = config;
  const keyring = await openKeyring(config, new DatabaseKeyRecord(database), log);
  const spool = new FileTokenSpool(join(config.dataFolder, 'spool'), keyring);
  const { audit, control, chain } = await openAudit(config, database, keyring, clock, log, meter);
  const isHeld = async () => (await control.standing()).pausedBecause !== undefined;
  const home = new HomeGuard({
    homes: new DatabaseHome(database, config.databaseUrl, organizationId),
    async pause(because) {
      // Of many processes on one copy the first one says so.
      if (!(await isHeld())) await control.pause(clock.now(), { because, unsureUntil: clock.now() });
    },
    log,
    publicUrl: meter && !isLoopback(new URL(config.publicUrl).hostname) ? config.publicUrl : undefined,
  });
  await home.meet();
  const store = new DatabaseCredentials(database, keyring, organizationId, audit);
  const budget = new SharedBudget(openLedger(database, organizationId), config.requestsPerMinute);
  const endpoint = notedEndpoint(new WebexAuthorize(config.webexUrl, clock), budget);
  const renewal = new Renewal(
    {
      ...{ store, spool, endpoint, clock, log, wait: pause },
      ...(reached && { reached }),
      attempted: meter?.attempted,
      async mayRenew() {
        await home.meet();
        return !(await isHeld());
      },
    },
    settings,
    config.personalAccessToken,
  );
  const realProbe = new WebexCredentialProbe(config.webexUrl, config.contactCenterUrl, organizationId);
  const probe = notedProbe(realProbe, budget);
  const revoker = new WebexRevocation(config.identityUrl);
  const ports: AcceptPorts = { store, renewal, probe, revoker, clock, log };
  await importEnvironment(ports, organizationId, credentials);
  // Whoever waits for a token does not keep the process alive.
  const wait = (milliseconds: number) => pause(milliseconds, undefined, { ref: false });
  const health = new DatabaseCredentialHealth(database);
  const access = new AdminAccessToken({ ...ports, health, wait, settlePending: () => settleAllPending(ports) });
  const revocations = new DatabaseRevocations(database, keyring, organizationId);
  const attempts = new DatabaseConsentAttempts(database, keyring, clock, organizationId);
  const revokeDue = async () => {
    // Perhaps the original has done it, or connected anew since.
    if (await isHeld()) return;
    await revokeTokens({ revocations, revoker, clock, log });
  };
  return {
    ...ports,
    access,
    budget,
    keyring,
    ...{ audit, chain, control, home },
    ...{ spool, revocations, revokeDue, attempts, wait: pause },
    variables: [...variablesOf(credentials), ...(config.personalAccessToken ? ['WEBEX_PERSONAL_ACCESS_TOKEN'] : [])],
    vault: new DatabaseVaultKeeper(database, keyring, async () => [
      ...(await spool.keyIds()),
      ...(await revocations.keyIds()),
      ...(await attempts.keyIds()),
    ]),
    async start() {
      try {
        await access.refreshWhenDue();
        await revokeDue();
        if (config.personalAccessToken && !(await hasServiceApp(store))) {
          log.warn(
            'WEBEX_PERSONAL_ACCESS_TOKEN can do nothing: there is no Service App that it could mint for. Give WEBEX_SERVICE_APP_ID, …_CLIENT_ID and …_CLIENT_SECRET, or run “skilldesk service-app”.',
          );
        }
        const variables = await removableVariables(ports, organizationId, credentials);
        if (config.personalAccessToken) variables.push('WEBEX_PERSONAL_ACCESS_TOKEN');
        if (variables.length > 0) log.info({ variables }, 'the vault holds these: the variables may now be removed');
      } catch (error) {
        log.error({ error }, 'no admin token');
      }
    },
  };
}

const hasServiceApp = async (store: CredentialStore) =>
  (await store.list()).some(({ kind, applicationId }) => kind === 'service-app' && applicationId !== undefined);

/** The audit chain, and its guard: a database that is older than what this machine remembers of it is paused from here on. */
async function openAudit(
  { organizationId, databaseUrl, dataFolder: folder }: Config,
  database: Database,
  keyring: Keyring,
  clock: Clock,
  log: Log,
  meter: CustodyMeter | undefined,
) {
  const audit = await DatabaseAuditTrail.open(
    { database, clock, log, appended: (previous, head) => chain.appended(previous, head), recorded: meter?.recorded },
    keyring,
    organizationId,
  );
  const control = new DatabaseOrganizationControl(database, keyring, organizationId, audit);
  const memory = new AuditHeadFile({
    trail: audit,
    keyId: audit.newestKey,
    ...{ folder, databaseUrl, organizationId, log },
  });
  const pause = (because: string, unsureUntil: number) => control.pause(clock.now(), { because, unsureUntil });
  const chain = new ChainGuard({ trail: audit, memory, pause, log, clock });
  await chain.begin();
  return { audit, control, chain };
}
