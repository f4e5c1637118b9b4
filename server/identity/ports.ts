import type { KeyObject } from 'node:crypto';
import type { PolicyView } from '../../shared/policy.ts';
import type { Secret } from '../secret.ts';
import type { Scope, Session } from './session.ts';

export interface VerifiedToken {
  ciUserId: string;
  organizationId: string;
  name: string;
  email: string;
}

/** A v3 user profile, as far as rights depend on it. */
export interface UserProfile {
  profileType: string;
  active: boolean;
  permissionAccessLevel: string | undefined;
  permissions: { name: string; access: string }[];
  resourceAccessLevel: string | undefined;
  resources: { name: string; accessLevel: string | undefined; ids: string[] }[];
}

/** A user of the contact center, as far as rights and scope depend on him. */
export interface ContactCenterUser {
  active: boolean;
  contactCenterEnabled: boolean;
  userProfileId: string | undefined;
  siteId: string | undefined;
  teamIds: string[];
  userProfile: UserProfile | undefined;
}

/** Who is behind a desktop token. Every call is made with that token itself. Methods throw UpstreamError. */
export interface IdentitySource {
  person(desktopToken: Secret): Promise<VerifiedToken>;
  /** Undefined: this person is no user of the contact center. */
  contactCenterUser(desktopToken: Secret, ciUserId: string): Promise<ContactCenterUser | undefined>;
  /** Undefined: his user profile does not let him see teams. */
  teams(desktopToken: Secret): Promise<{ id: string; name: string }[] | undefined>;
  /** Undefined: his user profile does not let him read skill profiles. */
  skillProfileIds(desktopToken: Secret): Promise<string[] | undefined>;
}

/** The same, read with the organization's admin token. Throws UpstreamError. */
export interface PersonSource {
  contactCenterUser(ciUserId: string): Promise<ContactCenterUser | undefined>;
}

/** What Webex said of a person, asked at `readAt`. */
export interface PersonReading {
  user: ContactCenterUser | undefined;
  readAt: number;
}

/** Keeps the newest reading of each person, for all replicas. */
export interface PersonReadings {
  newest(personId: string): Promise<PersonReading | undefined>;
  /** Unless a newer one is there. */
  keep(personId: string, reading: PersonReading): Promise<void>;
  prune(before: number): Promise<void>;
}

export interface SessionStore {
  save(session: Session): Promise<void>;
  /** Undefined: unknown, ended or expired. */
  find(id: string): Promise<Session | undefined>;
  end(id: string): Promise<void>;
  anyAlive(): Promise<boolean>;
  prune(): Promise<void>;
}

/** What a session's token proves; whether that session still lives, the store knows. */
export interface SessionProof {
  sessionId: string;
  personId: string;
}

/** Signs and checks the proof that a browser carries. */
export interface SessionTokens {
  sign(session: Session): string;
  /** @throws AppError `session-expired` or `session-missing` */
  verify(token: string): Promise<SessionProof>;
  /** Whether it says that it is one of ours; proves nothing. */
  isSession(token: string): boolean;
}

/** A key that signs sessions for all replicas. Times are milliseconds of the epoch. */
export interface SigningKey {
  id: string;
  /** Counted from 1. */
  generation: number;
  signsFrom: number;
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Keeps signing keys, sealed in the vault. */
export interface SigningKeyStore {
  /** Oldest first. @throws VaultError */
  list(): Promise<SigningKey[]>;
  /** Makes a key, unless another process has made one of this generation. */
  add(generation: number, signsFrom: number): Promise<void>;
  removeBefore(generation: number): Promise<void>;
}

/** Names and numbers of a scope; `agents` is null where the organization could not be read. */
export type DescribeScope = (
  scope: Scope,
) => Promise<{ teams: { id: string; name: string }[]; agents: number | null; skillProfiles: number }>;

/** What the policy of the organization says to this person. */
export type DescribePolicy = (session: Session) => Promise<PolicyView>;
