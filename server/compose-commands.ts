import type { DesktopReach } from '../shared/layout-api.ts';
import { DatabaseChangeJournal } from './adapters/database/change-journal.ts';
import { openDatabase } from './adapters/database/database.ts';
import { DatabaseClock } from './adapters/database/database-time.ts';
import { ElsewhereChanges } from './adapters/database/elsewhere-changes.ts';
import { DatabasePolicy } from './adapters/database/policy-store.ts';
import { DatabaseSnapshot } from './adapters/database/snapshot-store.ts';
import { AdminWebex } from './adapters/webex/webex-http.ts';
import { acceptCredential } from './admin-token/accept-credential.ts';
import { disconnect } from './admin-token/disconnect.ts';
import { tokenStatus } from './admin-token/token-status.ts';
import { rotateVault, vaultStatus } from './admin-token/vault-keys.ts';
import { writingNow } from './admin-token/writing.ts';
import { beginExport, exportPage } from './audit/export-records.ts';
import { verifyChain } from './audit/verify-chain.ts';
import { beginProbe, endProbe } from './changes/journal-probe.ts';
import type { ChangeJournal } from './changes/ports.ts';
import type { CommandSource, Commands } from './cli/command.ts';
import { commandsOver, socketPath } from './cli/command-socket.ts';
import { disconnectReport, policyFact, tokenReport, vaultReport } from './cli/reports.ts';
import { setupCodePorts } from './compose-console.ts';
import { openCustody, type Custody } from './compose-custody.ts';
import { layoutCoverage } from './compose-layout.ts';
import { giveSetupCode, type SetupCodePorts } from './console/setup-codes.ts';
import { storedToken } from './doctor/stored-token.ts';
import { whyUnread } from './layout/layout-routes.ts';
import type { CoverageReader } from './layout/read-coverage.ts';
import { openLog } from './log.ts';
import { CurrentPolicy } from './policy/current-policy.ts';
import { doubtsOfPolicy, exportPolicy, importPolicy, type PolicyPorts } from './policy/import-policy.ts';
import { knownIds } from './skill-profiles/known-ids.ts';

const offers = new Set<keyof Commands>([
  'acceptCredential',
  'managerToken',
  'tokenToExamine',
  'beginProbe',
  'endProbe',
  'status',
  'refresh',
  'lock',
  'disconnect',
  'pause',
  'resume',
  'vaultStatus',
  'rotateVault',
  'exportPolicy',
  'importPolicy',
  'policyDoubts',
  'verifyAudit',
  'beginAuditExport',
  'auditPage',
  'forgetPerson',
  'makeSetupCode',
  'readLayouts',
]);

/** The use cases behind the command line: in the server that runs, or where none does, on the database itself. */
export const custodyCommands: CommandSource = {
  offers,
  async open(config) {
    const path = socketPath(config.databaseUrl);
    const running = path === undefined ? undefined : await commandsOver(path, offers);
    if (running) return { commands: running, close: () => Promise.resolve() };

    // What a command prints is for its reader; the log goes to standard error.
    const log = openLog('warn', { write: (line) => process.stderr.write(line) });
    const database = await openDatabase(config.databaseUrl, log);
    const clock = new DatabaseClock(database);
    await clock.set();
    const custody = await openCustody(config, database, clock, log);
    const { organizationId } = config;
    const store = new DatabasePolicy(database, organizationId, custody.audit);
    const snapshot = new DatabaseSnapshot(database, organizationId);
    const policy: PolicyPorts = {
      store,
      current: new CurrentPolicy(store, log, config.editPolicy),
      known: async () => knownIds(await snapshot.load()),
    };
    const elsewhere = new ElsewhereChanges(organizationId, clock);
    const journal = new DatabaseChangeJournal(database, snapshot, clock, organizationId, custody.audit, elsewhere);
    const { ports: setup } = setupCodePorts(config, database, custody, clock, log);
    const webex = new AdminWebex(config.contactCenterUrl, custody.access, custody.budget);
    const layout = { coverage: layoutCoverage(config, webex, clock) };
    const commands = commandsOf(custody, { policy, journal, organizationId, setup, layout });
    const close = async () => {
      custody.chain.end();
      await database.destroy();
    };
    return { commands, close };
  },
};

interface Parts {
  policy: PolicyPorts;
  journal: ChangeJournal;
  organizationId: string;
  setup: SetupCodePorts;
  layout: { coverage: CoverageReader; reach?: () => Promise<DesktopReach> };
}

export function commandsOf(
  custody: Custody,
  { policy, journal, organizationId, setup, layout }: Parts,
): Partial<Commands> {
  const { store, renewal, control, vault, clock, audit } = custody;
  const writing = { now: () => writingNow(custody) };
  const report = async () => {
    const report = tokenReport(await tokenStatus(custody));
    return { ...report, facts: [...report.facts, { name: 'policy', value: policyFact(await exportPolicy(policy)) }] };
  };
  return {
    acceptCredential: (candidate) => acceptCredential(custody, candidate),
    managerToken: () => renewal.managerToken(),
    tokenToExamine: () => storedToken({ store }),
    beginProbe: (skillProfileId) => beginProbe({ journal, writing, clock, organizationId }, skillProfileId),
    endProbe: ({ changeId, outcome }) => endProbe({ journal, organizationId }, changeId, outcome),
    async status() {
      await custody.start();
      return report();
    },
    async refresh() {
      await custody.start();
      const inUse = await store.inUse('admin');
      const isRenewed = inUse && (await renewal.renew(inUse, { forced: true })).version > inUse.version;
      const answer = await report();
      // A token of a copy, or one that was given without a way to renew it, is as good as before, and no newer.
      return { ...answer, ok: answer.ok && isRenewed === true };
    },
    async lock() {
      const locked = await control.lock();
      return { ...(await report()), ok: locked > 0 };
    },
    disconnect: async () => disconnectReport(await disconnect(custody), custody.variables),
    async pause() {
      await control.pause(clock.now());
      return { ...(await report()), ok: true };
    },
    async resume() {
      await control.resume();
      return { ...(await report()), ok: true };
    },
    vaultStatus: async () => vaultReport(await vaultStatus({ vault })),
    exportPolicy: () => exportPolicy(policy),
    importPolicy: (input) => importPolicy(policy, input, 'an operator by the command line'),
    policyDoubts: () => doubtsOfPolicy(policy),
    rotateVault: async () => vaultReport(await rotateVault({ vault, audit })),
    verifyAudit: (head) => verifyChain(audit, head),
    beginAuditExport: ({ format, ...span }) => beginExport(audit, format, span),
    auditPage: (wanted) => exportPage(audit, wanted),
    forgetPerson: (person) => audit.forget(person),
    makeSetupCode: () => giveSetupCode(setup),
    async readLayouts() {
      await custody.start();
      const coverage = await layout.coverage.read().catch((error: unknown) => ({ unread: whyUnread(error) }));
      return { coverage, ...(layout.reach && { reach: await layout.reach() }) };
    },
  };
}
