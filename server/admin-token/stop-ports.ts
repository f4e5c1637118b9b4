import type { AuditHead, Initiator } from '../audit/ports.ts';
import type { Secret } from '../secret.ts';
import type { ClientCredential, Credential, CredentialKind, SpooledTokens } from './ports.ts';

export type TokenHint = 'refresh_token' | 'access_token';

/** What Webex is to be told of one credential: its tokens are over. In this order, the refresh tokens first. */
export interface Revocation {
  id: string;
  kind: CredentialKind;
  client: ClientCredential;
  tokens: readonly { token: Secret; hint: TokenHint }[];
  attempts: number;
}

/** Where Webex is told (RFC 7009). */
export interface TokenRevoker {
  /** True when Webex has said that the token is over; it never throws for an answer that Webex gives, or does not give. */
  revoke(client: ClientCredential, token: Secret, hint: TokenHint): Promise<boolean>;
}

/** Revocations that Webex has not taken yet, sealed, for all replicas. */
export interface RevocationQueue {
  /** Those that are due, ours for `milliseconds`. What cannot be opened any more is shredded. */
  claimDue(now: number, milliseconds: number): Promise<Revocation[]>;
  done(id: string): Promise<void>;
  postpone(id: string, attempts: number, notBefore: number): Promise<void>;
  waiting(): Promise<{ kind: CredentialKind; requestedAt: number }[]>;
  /** Shreds what was asked for before that, and answers how many those were. */
  shred(requestedBefore: number): Promise<number>;
}

export interface Shredded {
  /** Of each credential that was here. `unrevocable`: no client or no readable token, so that Webex cannot be told. */
  credentials: { kind: CredentialKind; unrevocable: boolean; endsAt: number | undefined }[];
}

/** By which nothing may be written, all as it is at one moment. */
export interface Decisions {
  pausedAt: number | undefined;
  disconnectedAt: number | undefined;
  /** Until when something may have been done that this database, which took the place of a newer one, does not know of. */
  unsureUntil: number | undefined;
  credentials: Pick<Credential, 'kind' | 'state'>[];
  /** Of the audit chain. */
  head: AuditHead;
}

/** That the database is an older one, or a copy. */
export interface Found {
  /** In words. */
  because: string;
  /** What the database held then may have been carried out since. */
  unsureUntil: number;
}

/** What an administrator has decided for the whole organization: it holds on every replica, and after every restart. `by`: who is recorded. */
export interface OrganizationControl {
  /** Nothing uses a token any more, not even what is only being tried; answers how many credentials that were. */
  lock(by?: Initiator): Promise<number>;
  /** With what this process `found` when it is no administrator who asks. */
  pause(now: number, found?: Found, by?: Initiator): Promise<void>;
  resume(by?: Initiator): Promise<void>;
  standing(): Promise<{
    pausedAt: number | undefined;
    pausedBecause: string | undefined;
    disconnectedAt: number | undefined;
  }>;
  decisions(): Promise<Decisions>;
  /** Whether some process is renewing a token at this moment. */
  isRenewing(): Promise<boolean>;
  /**
   * In one transaction: what Webex is to be told goes into the queue, everything else that is stored of every credential is destroyed, and
   * the ids are kept as disconnected.
   */
  shred(now: number, spooled: readonly SpooledTokens[], by?: Initiator): Promise<Shredded>;
}
