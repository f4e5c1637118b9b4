import type { AuditEntry } from '../audit/ports.ts';
import type { ConsoleSession } from './console-session.ts';
import type { Claims } from './role-of.ts';
import type { SignInSecrets, SignInTransaction } from './sign-in-transaction.ts';
import type { SsoInForce, SsoSettings } from './sso-settings.ts';

/** Sessions by the hash of what their cookie holds. What is done to one is recorded in the same transaction. */
export interface ConsoleSessionStore {
  /** Opens one, in the place of that of the hash `instead`; of a person's sessions beyond five the oldest end. */
  open(key: string, session: ConsoleSession, record: AuditEntry, instead?: string): Promise<void>;
  /** Undefined: unknown, ended, idle for too long or expired. To be asked for is to be used. */
  find(key: string): Promise<ConsoleSession | undefined>;
  /** Those that live, newest first. */
  list(): Promise<ConsoleSession[]>;
  /** By id. */
  end(ids: readonly string[], record: AuditEntry): Promise<void>;
  prune(): Promise<void>;
}

/** Sign-ins on their way, by the hash of what their cookie holds. */
export interface SignInTransactions {
  begin(key: string, transaction: SignInTransaction): Promise<void>;
  /** Takes it away: of two who come with one, one gets it. Undefined: unknown, used or older than ten minutes. */
  take(key: string): Promise<SignInTransaction | undefined>;
  prune(): Promise<void>;
}

/** What was stored by the console; the client secret is sealed with all the rest. */
export interface SsoSettingsStore {
  /** @throws VaultError */
  read(): Promise<SsoSettings | undefined>;
  /** With it every setup code, and every session that came by one, is over. */
  replace(settings: SsoSettings, record: AuditEntry): Promise<void>;
}

/** From the environment, which wins, or as stored. */
export type SettingsInForce = () => Promise<SsoInForce | undefined>;

/** What a provider has proven. Times are milliseconds of the epoch. */
export interface VerifiedSignIn {
  issuer: string;
  subject: string;
  claims: Claims;
  /** When the person himself was there; undefined when the provider does not say. */
  authenticatedAt: number | undefined;
}

/** Whoever says who people are. Methods throw SignInError. */
export interface IdentityProvider {
  /** The page to send the browser to; `fresh`: the person is to show himself again. */
  signInPage(settings: SsoSettings, secrets: SignInSecrets, fresh: boolean): Promise<string>;
  /** What the browser brought back, by the query of our callback. `fresh`: he must have shown himself within the last five minutes. */
  verify(settings: SsoSettings, query: string, secrets: SignInSecrets, fresh: boolean): Promise<VerifiedSignIn>;
  /** Where it ends its own session, when it offers that and is at hand. */
  signOutPage(settings: SsoSettings): Promise<string | undefined>;
}

/** `setup` as long as there is no SSO; `break-glass` when there is. */
export type SetupCodePurpose = 'setup' | 'break-glass';

export interface SetupCodeStore {
  /** Puts it in the place of the last one; `unlessOneLives` does nothing, and answers false, where one does. */
  put(
    code: { hash: string; purpose: SetupCodePurpose },
    options: { unlessOneLives: boolean; record?: AuditEntry },
  ): Promise<boolean>;
  /** Counts a try. Right: it is used up. */
  take(hash: string): Promise<{ purpose: SetupCodePurpose } | 'wrong' | 'none'>;
  living(): Promise<{ expiresAt: number; triesLeft: number } | undefined>;
  prune(): Promise<void>;
}

/** Where the code lies for whoever has the host. */
export interface SetupCodeNote {
  /** Undefined: nowhere. */
  readonly path: string | undefined;
  write(text: string): Promise<void>;
  remove(): Promise<void>;
}
