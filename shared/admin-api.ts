import { endpoint } from './api.ts';
import type { Change } from './change.ts';
import type { EditPolicy, Policy } from './policy.ts';

/** What has to be done once before supervisors can work, in this order. */
export const checks = [
  'sso',
  'organization',
  'probes',
  'token-manager',
  'widget-host',
  'layout',
  'first-supervisor',
] as const;
export type CheckName = (typeof checks)[number];

/** One line of the checklist. `unknown`: nothing that Skilldesk can see tells. */
export interface Check {
  name: CheckName;
  state: 'done' | 'open' | 'unknown';
  /** What was found, and unless it is done what to do next. */
  found: string;
  next?: string;
}

export type TokenState =
  'not-connected' | 'pending' | 'active' | 'degraded' | 'expired' | 'needs-reauthorization' | 'locked';
export type CredentialKind = 'service-app' | 'integration' | 'direct' | 'token-manager';

/** A credential without its secrets. Times are ISO 8601 in UTC; absent where nobody said. */
export interface CredentialView {
  kind: CredentialKind;
  source: 'environment' | 'given';
  state: string;
  clientId?: string;
  createdAt: string;
  accessExpiresAt?: string;
  refreshExpiresAt?: string;
  nextRefreshAt?: string;
  scopes?: string[];
  /** The last thing that went wrong, by our own words for it. */
  failure?: { class: string; code: string; at: string; trackingId?: string };
}

/** What Skilldesk does, one after the other, when the access token ends; a person is the last. */
export interface LadderStep {
  rung: 'refresh-token' | 'mint' | 'person';
  state: 'ready' | 'spent' | 'missing';
  says: string;
}

export interface TokenView {
  state: TokenState;
  inUse?: CredentialView;
  tokenManager?: CredentialView;
  /** What waits, was refused or was replaced. */
  others: CredentialView[];
  ladder: LadderStep[];
  /** What only a person can do. */
  steps?: string;
  disconnectedAt?: string;
  /** What Webex is still to be told after a disconnect. */
  revocations: { kind: CredentialKind; requestedAt: string; until: string }[];
}

/** Whether anything is written to Webex. `because`, when it was Skilldesk itself that paused. */
export interface WritingView {
  state: 'open' | 'paused' | 'locked' | 'not-connected';
  since?: string;
  because?: string;
}

export interface AdminStatus {
  organizationId: string;
  publicUrl: string;
  contactCenterUrl: string;
  checks: Check[];
  token: TokenView;
  writing: WritingView;
  /** When the organization was last read, and how much of it. */
  snapshot?: { asOf: string; skillProfiles: number; agents: number; teams: number; supervisors: number };
  /** How many leases are open, and how many incidents nobody has taken. */
  deviations: { open: number; incidents: number };
}

/** `probeWrite`: the id or the name of a skill profile that is written back unchanged; it stands in the history. */
export interface DoctorRequest {
  allApis?: boolean | undefined;
  probeWrite?: string | undefined;
}

export interface DoctorReport {
  ok: boolean;
  rows: { probe: string; status: 'ok' | 'warning' | 'failed' | 'skipped'; cause: string; fix: string }[];
}

/** The policy as it is stored. `version` 0: nobody ever set one, and these are the defaults. */
export interface PolicyState {
  policy: Policy;
  version: number;
  changed?: { by: string; at: string };
  /** EDIT_POLICY is set, holds instead of `policy.edit`, and cannot be changed here. */
  editByEnvironment?: EditPolicy;
  /** By id, what the policy may name and what it does name, as far as Webex was read. */
  names: { skills: Named[]; teams: Named[]; persons: Named[] };
}

export interface Named {
  id: string;
  name: string;
}

/** `version`: of the policy that the change was made to; another one by now answers 409 `preview-outdated`. */
export interface PolicyRequest {
  version: number;
  policy: Policy;
}

/** What one changed member of the policy would do. Lists name at most `mostNamed`; the counts are of all. */
export interface MemberImpact {
  member: keyof Policy;
  before: string;
  after: string;
  /** What comes of it, in sentences. */
  effects: string[];
  profiles: { count: number; named: Named[] };
  teams: { count: number; named: Named[] };
  persons: { count: number; named: Named[] };
}

export const mostNamed = 50;

/** `asOf` null: Webex was not read yet, and nobody can say whom it affects. */
export interface PolicyImpact {
  version: number;
  asOf: string | null;
  members: MemberImpact[];
  /** What would be taken as it is, and may be a mistake. */
  warnings: string[];
}

export interface PolicySaved extends PolicyState {
  warnings: string[];
}

/** An audit record; pseudonyms in `actor` and `body` are opened by `people` unless they were forgotten. */
export interface AuditRecordView {
  seq: number;
  mac: string;
  at: string;
  action: string;
  actor: string;
  body: Record<string, unknown>;
  people: Record<string, { id: string; name: string; email: string }>;
}

/** Newest first. With `nextCursor` there may be more, also behind an empty page. */
export interface AuditPage {
  records: AuditRecordView[];
  nextCursor?: string;
}

export interface AuditVerification {
  valid: boolean;
  records: number;
  /** `SEQ:MAC`, to be written down for the next time. */
  head: string;
  cut?: { seq: number; checkpoint: number };
  forgotten: number;
  faults: { kind: string; seq: number; detail: string }[];
}

export interface AuditExportRequest {
  format: 'csv' | 'jsonl';
  /** ISO 8601; `to` is the first moment that is left out. */
  from?: string | undefined;
  to?: string | undefined;
}

/** Leases that are open and incidents that nobody has taken, of the whole organization, newest first. */
export interface DeviationList {
  asOf: string;
  deviations: Change[];
  nextCursor?: string;
}

export interface Disconnected {
  destroyed: CredentialKind[];
  revoked: CredentialKind[];
  waiting: { kind: CredentialKind; until: string }[];
  /** What a person has to do now, in order. */
  steps: string[];
}

export const consentKinds = ['integration', 'token-manager'] as const;
export type ConsentKind = (typeof consentKinds)[number];

/** Where the client of a way in comes from, when nobody gives another. */
export interface ClientView {
  clientId?: string;
  /** Of a Service App. */
  applicationId?: string;
  /** `none`: the wizard has to be given one. */
  source: 'environment' | 'vault' | 'none';
}

/** What the connect wizard begins with. */
export interface ConnectSettings {
  /** To be registered at developer.webex.com, letter by letter. */
  redirectUri: string;
  /** Set when WEBEX_REDIRECT_URI leads elsewhere, so that no answer would come back here. */
  redirectFault?: string;
  scopes: Record<ConsentKind | 'service-app', string[]>;
  integration: ClientView;
  'token-manager': ClientView;
  'service-app': ClientView;
  /** Whether there is a token manager by which a pair for the Service App can be minted. */
  canMint: boolean;
}

export interface ConsentStart {
  kind: ConsentKind;
  /** Both or none: without them the environment's or the vault's are used. */
  clientId?: string | undefined;
  clientSecret?: string | undefined;
}

/** Where the browser is to go. The attempt is good for this console session, once, until then. */
export interface ConsentLink {
  url: string;
  attemptId: string;
  expiresAt: string;
}

export interface ServiceAppRequest {
  applicationId?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** Without one a pair is minted by the token manager, or by the personal token, which is used once and not stored. */
  refreshToken?: string | undefined;
  personalAccessToken?: string | undefined;
}

/** In the order in which they are tried. */
export const connectSteps = ['consent', 'client', 'token', 'organization', 'scopes', 'contact-center'] as const;
export type ConnectStepName = (typeof connectSteps)[number];

/** `not-tried`: an earlier one failed, or does not belong to this way in. */
export interface ConnectStep {
  name: ConnectStepName;
  state: 'ok' | 'failed' | 'waiting' | 'not-tried';
  says: string;
  /** What to do next, where it is not ok. */
  next?: string;
}

/** How a way in ended. Unless it is `active`, what was in use before is still in use. */
export interface ConnectReport {
  kind: Exclude<CredentialKind, 'direct'>;
  state: 'active' | 'pending' | 'refused' | 'locked' | 'failed';
  steps: ConnectStep[];
}

/** An attempt by consent: `report` once the browser has come back. */
export interface ConsentAttemptView {
  kind: ConsentKind;
  state: 'open' | 'ended' | 'expired';
  report?: ConnectReport;
}

/** Every call of the console beside signing in and the desktop layout. All of them need a console session; writing ones are audited with its person. */
export const adminEndpoints = {
  readAdminStatus: endpoint<undefined, AdminStatus>('GET', '/admin/api/status', 'viewer'),
  runDoctor: endpoint<DoctorRequest, DoctorReport>('POST', '/admin/api/doctor', 'operator'),
  renewToken: endpoint<undefined, TokenView>('POST', '/admin/api/token/renew', 'operator'),

  readPolicy: endpoint<undefined, PolicyState>('GET', '/admin/api/policy', 'viewer'),
  previewPolicy: endpoint<PolicyRequest, PolicyImpact>('POST', '/admin/api/policy/preview', 'admin'),
  replacePolicy: endpoint<PolicyRequest, PolicySaved>('PUT', '/admin/api/policy', 'admin'),

  searchAudit: endpoint<undefined, AuditPage>('GET', '/admin/api/audit', 'viewer'),
  verifyAudit: endpoint<{ head?: string }, AuditVerification>('POST', '/admin/api/audit/verify', 'viewer'),
  /** Answers a file as it is read, `application/jsonl` or `text/csv`; a POST, since an export is a record itself. */
  exportAudit: endpoint<AuditExportRequest, undefined>('POST', '/admin/api/audit/export', 'viewer'),

  listDeviations: endpoint<undefined, DeviationList>('GET', '/admin/api/deviations', 'viewer'),
  endDeviation: endpoint<undefined, Change>('POST', '/admin/api/deviations/:id/end', 'operator'),
  takeIncident: endpoint<undefined, Change>('POST', '/admin/api/deviations/:id/take', 'operator'),

  pauseWriting: endpoint<undefined, WritingView>('POST', '/admin/api/pause', 'operator'),
  resumeWriting: endpoint<undefined, WritingView>('POST', '/admin/api/resume', 'operator'),
  lockToken: endpoint<undefined, WritingView>('POST', '/admin/api/lock', 'recent-admin'),
  disconnectOrganization: endpoint<{ organizationId: string }, Disconnected>(
    'POST',
    '/admin/api/disconnect',
    'recent-admin',
  ),

  readConnectSettings: endpoint<undefined, ConnectSettings>('GET', '/admin/api/connect', 'admin'),
  startConsent: endpoint<ConsentStart, ConsentLink>('POST', '/admin/connect/start', 'recent-admin'),
  readConsentAttempt: endpoint<undefined, ConsentAttemptView>('GET', '/admin/api/connect/attempts/:id', 'admin'),
  connectServiceApp: endpoint<ServiceAppRequest, ConnectReport>(
    'POST',
    '/admin/api/connect/service-app',
    'recent-admin',
  ),
} as const;
