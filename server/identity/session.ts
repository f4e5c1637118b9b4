import type { Role } from '../../shared/api.ts';

/** In milliseconds. */
export const longestSession = 10 * 60_000;

/** What the person's user profile at Webex lets him do. */
export interface Rights {
  /** Edit the values of skill profiles: permission `skill-profile` EDIT. */
  values: boolean;
  /** Give agents another profile: the same, or `reskill-agent` ENABLED. */
  assignments: boolean;
}

/** What a supervisor may see, as Webex answered to his own token. */
export interface Scope {
  teamIds: string[];
  teams: { id: string; name: string }[];
  skillProfileIds: string[];
  /** His access covers every skill profile of the organization, or names these: it decides over profiles that nobody uses. */
  profileAccess: 'all' | string[];
}

/** A verified person, with rights and scope as Webex told them to his own token. Holds no token. Times are milliseconds of the epoch. */
export interface Session {
  id: string;
  organizationId: string;
  person: { id: string; name: string; email: string; role: Role };
  rights: Rights;
  scope: Scope;
  /** Of the documents that rights and scope come from; see `fingerprintOf`. */
  fingerprint: string;
  expiresAt: number;
}

export const mayEdit = ({ rights }: Session): boolean => rights.values || rights.assignments;
