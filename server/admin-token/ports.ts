import type { Initiator } from '../audit/ports.ts';
import type { Secret } from '../secret.ts';

/** One access token and what may renew it. Times are milliseconds of the epoch. */
export interface TokenPair {
  accessToken: Secret;
  refreshToken: Secret | undefined;
  obtainedAt: number;
  /** Undefined: whoever gave the token did not say. */
  accessExpiresAt: number | undefined;
  refreshExpiresAt: number | undefined;
}

/** As kept: what was pasted may be a refresh token alone. */
export interface StoredTokens extends Omit<TokenPair, 'accessToken'> {
  accessToken: Secret | undefined;
  scopes: readonly string[] | undefined;
}

export interface ClientCredential {
  clientId: string;
  clientSecret: Secret;
}

/** In the order of use; the token manager only asks for the tokens of the Service App. */
export type CredentialKind = 'service-app' | 'integration' | 'direct' | 'token-manager';

/** A way to an admin token that somebody brought. */
export interface Candidate {
  kind: CredentialKind;
  clientId?: string | undefined;
  clientSecret?: Secret | undefined;
  /** Of a Service App: by which new pairs are minted. */
  applicationId?: string | undefined;
  /** Undefined: they are still to be minted. */
  tokens?: (Omit<TokenPair, 'accessToken'> & { accessToken: Secret | undefined }) | undefined;
  scopes?: readonly string[] | undefined;
}

/**
 * `pending` waits for its probe · `refused` by it · `standby` something better is in use · `active` in use · `replaced` was in use ·
 * `needs-reauthorization` in use, and nothing renews it any more · `locked` by the kill switch.
 */
export type CredentialState =
  'pending' | 'refused' | 'standby' | 'active' | 'replaced' | 'needs-reauthorization' | 'locked';

/** Which step of the ladder brought a token set. */
export type Rung = 'given' | 'refresh-token' | 'orphan' | 'minted';

export const failureClasses = ['dead-grant', 'our-configuration', 'missing-scope', 'transient', 'unknown'] as const;
export type FailureClass = (typeof failureClasses)[number];

/** Why a renewal failed. Of Webex's answer only words of ours. */
export interface Failure {
  class: FailureClass;
  code: string;
  trackingId: string | undefined;
  at: number;
}

export interface Credential {
  id: string;
  organizationId: string;
  kind: CredentialKind;
  source: 'environment' | 'given';
  fingerprint: string;
  clientId: string | undefined;
  clientSecret: Secret | undefined;
  applicationId: string | undefined;
  state: CredentialState;
  /** Grows with each token set; 0: there is none yet. */
  version: number;
  tokens: StoredTokens | undefined;
  nextRefreshAt: number | undefined;
  /** Renewals in a row because Webex refused the token. */
  forcedRenewals: number;
  /** No attempt before that, whoever asks. */
  notBefore: number;
  /** Failed attempts in a row. */
  failures: number;
  failure: Failure | undefined;
  /** The version whose refresh token is known to be dead. */
  deadVersion: number | undefined;
  /** The last of the warnings that the refresh token ends in so many days. */
  warnedDays: number | undefined;
  createdAt: number;
}

/** What is known of a refused call; how it is judged is in `failure-classes.ts`. */
export interface Refusal {
  status: number | undefined;
  oauthError?: string | undefined;
  says?: string | undefined;
  retryAfterSeconds?: number | undefined;
  trackingId?: string | undefined;
}

export type Asked =
  { ok: true; found: { tokens: TokenPair; scopes: readonly string[] | undefined } } | { ok: false; seen: Refusal };

/** Where Webex gives tokens. Neither throws for an answer that Webex gives, or does not give. */
export interface TokenEndpoint {
  exchangeRefreshToken(client: ClientCredential, refreshToken: Secret): Promise<Asked>;
  mint(app: ClientCredential & { applicationId: string; organizationId: string }, managerToken: Secret): Promise<Asked>;
}

export type ProbeResult =
  | 'passed'
  | 'unreachable'
  | 'token-refused'
  | 'wrong-organization'
  | 'wrong-region'
  | 'missing-scope'
  | 'not-permitted';

/** Whether a token is what it should be, found by using it for reading. */
export interface CredentialProbe {
  probe(kind: CredentialKind, token: Secret): Promise<ProbeResult>;
}

export interface Schedule {
  nextRefreshAt: number | undefined;
  notBefore: number;
}

/** Keeps credentials, sealed, for all replicas. @throws VaultError from whatever reads a secret */
export interface CredentialStore {
  read(id: string): Promise<Credential | undefined>;
  /** The one that is `active`, `needs-reauthorization` or `locked`. */
  inUse(role: 'admin' | 'token-manager'): Promise<Credential | undefined>;
  /** Newest first; without secrets. */
  list(): Promise<Omit<Credential, 'clientSecret' | 'tokens'>[]>;
  /** Adds it unless there is one of this id; answers the id. */
  add(
    id: string,
    candidate: Candidate,
    more: Pick<Credential, 'source' | 'fingerprint' | 'state'>,
    now: number,
  ): Promise<string>;
  /** Pending again, as if it had just come; not when it is locked. */
  retry(id: string): Promise<void>;
  schedule(id: string, nextRefreshAt: number | undefined): Promise<void>;
  /** Makes it the one in use, and whatever was before `replaced`; false when it is locked. `by`: who brought it a moment ago. */
  activate(id: string, now: number, by?: Initiator): Promise<boolean>;
  /** The ids of what was disconnected: nothing brings those back by itself. */
  disconnected(): Promise<ReadonlySet<string>>;
  mark(id: string, state: CredentialState): Promise<void>;
  /** Until `milliseconds` from now, by the database's clock, unless another holds it, the version has moved on or it is too early. */
  claim(id: string, version: number, owner: string, milliseconds: number, now: number): Promise<boolean>;
  extend(id: string, owner: string, milliseconds: number): Promise<boolean>;
  release(id: string, owner: string): Promise<void>;
  /** Stores the tokens as `usedVersion` + 1 and answers true; false when another has stored that version, or it is locked. */
  commit(id: string, usedVersion: number, tokens: StoredTokens, rung: Rung, schedule: Schedule): Promise<boolean>;
  /** Tokens that came too late: for a day they may be the last that works. */
  keepOrphan(id: string, version: number, tokens: StoredTokens): Promise<void>;
  orphans(id: string): Promise<StoredTokens[]>;
  pruneOrphans(before: number): Promise<void>;
  /** Writes down a failed attempt, unless the version has moved on. */
  fail(
    id: string,
    version: number,
    failure: Failure,
    more: { notBefore: number; failures: number; isDead: boolean; state: CredentialState | undefined },
  ): Promise<void>;
  warned(id: string, days: number): Promise<void>;
}

export interface SpooledTokens {
  credentialId: string;
  usedVersion: number;
  tokens: StoredTokens;
  rung: Rung;
}

/** Keeps an answer that the database could not take, sealed, on this machine. */
export interface TokenSpool {
  keep(organizationId: string, spooled: SpooledTokens): Promise<void>;
  /** Hands each to `take`, and forgets it when that answers true. */
  drain(take: (spooled: SpooledTokens) => Promise<boolean>): Promise<void>;
}

/** The keys of the vault, and what they seal: credentials, spooled answers, the keys that sign sessions and those of the audit chain. */
export interface VaultKeeper {
  readonly keyIds: readonly string[];
  /** How much each key seals, also keys that were not given. */
  sealedBy(): Promise<ReadonlyMap<string, number>>;
  /** The ids of what another key than the first seals. */
  outdated(): Promise<string[]>;
  /** Seals it with the first key: one transaction. */
  rewrap(id: string): Promise<void>;
}

export const tokenStates = [
  'not-connected',
  'pending',
  'active',
  'degraded',
  'expired',
  'needs-reauthorization',
  'locked',
] as const;
export type TokenState = (typeof tokenStates)[number];

/** Codes of failures that using a token has shown, not renewing it: a good call ends them. */
export const useFailures: readonly string[] = [
  'refused-again',
  'token-refused',
  'wrong-organization',
  'wrong-region',
  'missing-scope',
  'not-permitted',
];

/** What is known of a credential's token from using it, for all replicas. */
export interface CredentialHealth {
  /** True for one replica each 15 minutes: it is to try the token. */
  claimCheck(id: string, now: number): Promise<boolean>;
  /** Writes down a renewal that a refusal forced, once per version; answers how many there were within ten minutes without a good call. */
  countForced(id: string, version: number, now: number): Promise<number>;
  /** The token of this version was good: what was held against it is forgotten. */
  worked(id: string, version: number): Promise<void>;
}

/** The only way to the organization's admin token, for the adapter that calls Webex. */
export interface AdminAccess {
  readonly state: TokenState;
  /** @throws AppError `organization-not-connected`, `needs-reauthorization` or `webex-unavailable` */
  token(): Promise<Secret>;
  /** After a 401: another token than `refused`, obtained once however many ask. */
  renew(refused: Secret): Promise<Secret>;
  /** Webex has taken this token: told after a call that was not refused. */
  worked(token: Secret): void;
}
