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

export interface ContactCenterUser {
  ciUserId: string;
  organizationId: string | undefined;
  name: string;
  email: string;
  active: boolean;
  contactCenterEnabled: boolean;
  userProfile: UserProfile | undefined;
}

/** Who is behind a desktop token. Every call is made with that token itself. Methods throw UpstreamError. */
export interface IdentitySource {
  person(desktopToken: Secret): Promise<VerifiedToken>;
  /** Undefined: this person is no user of the contact center. */
  contactCenterUser(desktopToken: Secret, ciUserId: string): Promise<ContactCenterUser | undefined>;
  teams(desktopToken: Secret): Promise<{ id: string; name: string }[]>;
  /** Undefined: his user profile does not let him read skill profiles. */
  skillProfileIds(desktopToken: Secret): Promise<string[] | undefined>;
}

export interface SessionStore {
  save(session: Session): Promise<void>;
  /** Undefined: unknown, ended or expired. */
  find(id: string): Promise<Session | undefined>;
  end(id: string): Promise<void>;
  anyAlive(): Promise<boolean>;
  prune(): Promise<void>;
}

/** Signs and checks the proof that a browser carries. */
export interface SessionTokens {
  sign(session: Session): string;
  /** @throws AppError `session-expired` or `session-missing` */
  sessionId(token: string): string;
}

/** Names and numbers of a scope; `agents` is null where the organization could not be read. */
export type DescribeScope = (
  scope: Scope,
) => Promise<{ teams: { id: string; name: string }[]; agents: number | null; skillProfiles: number }>;

/** What the policy of the organization says to this person. */
export type DescribePolicy = (session: Session) => Promise<PolicyView>;
