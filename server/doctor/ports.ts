import type { Secret } from '../secret.ts';
import type { Probed } from './sighting.ts';

export const probeNames = [
  'token',
  'life',
  'scopes',
  'people-me',
  'organizations',
  'contact-center-read',
  'contact-center-write',
  'broadworks-enterprises',
  'wholesale-customers',
  'policy',
] as const;
export type ProbeName = (typeof probeNames)[number];

/** `warning`: Skilldesk works, but somebody should know. */
export type RowStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** One line of the doctor's table. `cause` says what was found, `fix` what to do about it; neither ever holds a token. */
export interface Row {
  probe: ProbeName;
  status: RowStatus;
  cause: string;
  fix: string;
}

/** Where a token came from, as far as that tells what it may do. */
export type TokenSource = 'service-app' | 'integration' | 'token-manager' | 'personal' | 'direct' | 'given';

export interface TokenToExamine {
  token: Secret;
  source: TokenSource;
  /** What the answer that brought the token said, when it is known. */
  scopes?: readonly string[] | undefined;
  expiresAt?: number | undefined;
  refreshExpiresAt?: number | undefined;
}

export interface WriteProbe {
  name: string;
  /** Read back after the unchanged PUT: the same content as before it. */
  unchanged: boolean;
}

/** A write that the journal does not know must not be: the doctor's stands in it as every other. */
export interface WriteJournal {
  /** Commits the intent before anything is sent; answers the id of the Change. @throws AppError when nothing may be written now */
  begin(skillProfileId: string): Promise<string>;
  end(changeId: string, outcome: 'verified' | 'superseded' | 'failed' | 'in-doubt'): Promise<void>;
}

/** One call each, with the token that is examined. None throws for an answer that Webex gives. */
export interface TokenProbes {
  me(token: Secret): Promise<Probed<{ name: string; organizationId: string }>>;
  organizations(token: Secret): Promise<Probed<{ ids: readonly string[] }>>;
  tokenEnd(token: Secret): Promise<Probed<{ endsAt: number }>>;
  readSkillProfiles(token: Secret): Promise<Probed<{ total: number }>>;
  /** Reads the profile of this id or name, writes it back whole and unchanged, and reads it again. Found undefined: no such profile. */
  writeUnchanged(token: Secret, profile: string, journal: WriteJournal): Promise<Probed<WriteProbe | undefined>>;
  broadworksEnterprises(token: Secret): Promise<Probed<unknown>>;
  wholesaleCustomers(token: Secret): Promise<Probed<unknown>>;
  /** The regions in which the contact center knows this organization and token; only Cisco's own hosts are asked. */
  regionsThatAnswer(token: Secret): Promise<string[]>;
}
