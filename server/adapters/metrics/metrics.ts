import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { endpoints } from '../../../shared/api.ts';
import { tokenStates, type FailureClass, type Rung } from '../../admin-token/ports.ts';
import type { AuditEntry } from '../../audit/ports.ts';
import { scrubbedSoFar } from '../../secret.ts';
import type { EndedCall } from '../webex/call-channel.ts';
import type { Standing } from './standing.ts';

/** A request that was answered. `route` is the pattern of the table, so that no id gets into a label; undefined: no route of ours. */
interface Answered {
  method: string;
  route: string | undefined;
  status: number;
  /** Of a problem. */
  code: string | undefined;
  seconds: number;
}

/**
 * The figures of this process for Prometheus. Labels come from closed lists only: no id, name, address or secret is ever one.
 * Counters begin at 0 with the process, gauges are asked for at each reading.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #answered = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests that were answered, by pattern of the route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
    registers: [this.#registry],
  });
  readonly #exchanges = this.#counter('session_exchange_total', 'Exchanges of desktop tokens: granted, or why not.', [
    'result',
  ]);
  readonly #calls = new Histogram({
    name: 'webex_call_duration_seconds',
    help: 'Calls to Webex that are over, by operation; status “none”: no answer.',
    labelNames: ['operation', 'status'],
    buckets: [0.05, 0.1, 0.3, 1, 3, 10, 15],
    registers: [this.#registry],
  });
  readonly #renewals = this.#counter('token_refresh_total', 'Attempts to renew a token, by rung of the ladder.', [
    'rung',
    'outcome',
  ]);
  readonly #records = this.#counter('audit_records_total', 'Audit records that this process appended.', ['action']);
  readonly #outcomes = this.#counter('change_items_total', 'Items of Changes that this process brought to their end.', [
    'outcome',
  ]);
  readonly #scrubbed = this.#counter(
    'log_scrub_hits_total',
    'Secrets taken out of the log: each is a bug of Skilldesk.',
  );
  readonly #database = this.#gauge('database_up', '1 when the figures of the database could be read for this answer.');
  readonly #standing = {
    grant: this.#gauge('grant_state', 'How the authorization at Webex stands: 1 for the state it is in.', ['state']),
    rung: this.#gauge('ladder_rung', 'Which rung brought the tokens that are in use.', ['role', 'rung']),
    accessEnds: this.#gauge('token_access_expires_seconds', 'Until the access token in use ends.', ['role']),
    refreshEnds: this.#gauge('token_refresh_expires_seconds', 'Until the refresh token in use ends.', ['role']),
    orphans: this.#gauge('token_orphans', 'Token sets that came too late to be stored in their place.'),
    keyRows: this.#gauge('kek_rows', 'Values that each key of the vault seals; given: whether VAULT_KEYS has it.', [
      'kid',
      'given',
    ]),
    budget: this.#gauge('upstream_budget_remaining', 'Requests that Webex still takes in this minute.'),
    chain: this.#gauge(
      'audit_chain_ok',
      '0 from when the database was found to be another than it was, until “resume”.',
    ),
    paused: this.#gauge('writing_paused', '1 while nothing is written to Webex by anybody’s decision.'),
    openItems: this.#gauge('change_items_open', 'Items of Changes that are not over.', ['outcome']),
    incidents: this.#gauge('incidents_open', 'Ends of leases that went wrong or are late, and that nobody has taken.'),
    sessions: this.#gauge('sessions_alive', 'Sessions that have not ended.'),
    snapshotAge: this.#gauge('snapshot_age_seconds', 'Since the organization was last read.'),
  };
  readonly #ask: () => Promise<Standing>;

  /** `ask` is called at each reading. */
  constructor(ask: () => Promise<Standing>) {
    this.#ask = ask;
    collectDefaultMetrics({ register: this.#registry });
  }

  answered({ method, route, status, code, seconds }: Answered): void {
    this.#answered.observe({ method: route ? method : 'other', route: route ?? 'none', status }, seconds);
    const { path, method: ofExchange } = endpoints.exchangeDesktopToken;
    if (route === path && method === ofExchange) this.#exchanges.inc({ result: code ?? 'granted' });
  }

  called({ operation, status, seconds }: EndedCall): void {
    this.#calls.observe({ operation, status }, seconds);
  }

  attempted(rung: Rung, outcome: 'renewed' | FailureClass): void {
    this.#renewals.inc({ rung, outcome });
  }

  recorded({ action, body }: AuditEntry): void {
    this.#records.inc({ action });
    if (action === 'change-outcome') this.#outcomes.inc({ outcome: String(body['outcome']) });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** In the text format of Prometheus. Without the database the figures of the process are still told, and `database_up` is 0. */
  async text(): Promise<string> {
    // What cannot be asked is left out, not told as it was or as 0.
    for (const gauge of Object.values(this.#standing)) {
      gauge.reset();
      gauge.remove({});
    }
    const standing = await this.#ask().catch(() => undefined);
    this.#database.set(standing ? 1 : 0);
    if (standing) this.#show(standing);
    this.#scrubbed.reset();
    this.#scrubbed.inc(scrubbedSoFar());
    return this.#registry.metrics();
  }

  #show(standing: Standing): void {
    const { tokens, vault, openItems } = standing;
    const show = this.#standing;
    for (const state of tokenStates) show.grant.set({ state }, state === standing.state ? 1 : 0);
    for (const { role, rung, accessEndsIn, refreshEndsIn } of tokens) {
      show.rung.set({ role, rung }, 1);
      if (accessEndsIn !== undefined) show.accessEnds.set({ role }, accessEndsIn);
      if (refreshEndsIn !== undefined) show.refreshEnds.set({ role }, refreshEndsIn);
    }
    for (const { keyId, rows, isGiven } of vault) show.keyRows.set({ kid: keyId, given: String(isGiven) }, rows);
    for (const { outcome, count } of openItems) show.openItems.set({ outcome }, count);
    show.orphans.set(standing.orphans);
    show.budget.set(standing.budgetLeft);
    show.chain.set(standing.pausedByItself ? 0 : 1);
    show.paused.set(standing.isPaused ? 1 : 0);
    show.incidents.set(standing.incidents);
    show.sessions.set(standing.sessions);
    if (standing.snapshotAge !== undefined) show.snapshotAge.set(standing.snapshotAge);
  }

  #counter<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<Label extends string = never>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }
}
