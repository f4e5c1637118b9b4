import { endpoint } from './api.ts';

/** What a person's claims give him. Each may do what those before it may. */
export const consoleRoles = ['viewer', 'operator', 'admin'] as const;
export type ConsoleRole = (typeof consoleRoles)[number];

/**
 * Gives a role to whoever's claim matches. `claim` is a name, or a path that begins with a slash (RFC 6901: `/realm_access/roles`). `equals` wants
 * a text that is the value, `includes` a list of texts with the value in it; letter for letter, and nothing else is looked into.
 */
export interface MappingRule {
  claim: string;
  op: 'equals' | 'includes';
  value: string;
  role: ConsoleRole;
}

/** Why somebody has his role: the rule that matched first, and the names (never the values) of the claims that the provider sent. */
export interface RoleReason {
  rule: MappingRule;
  claims: string[];
}

/** Who is signed in at the console. `person` is absent for whoever came by a setup code, that is by the host itself. */
export interface ConsoleMe {
  person?: { id: string; name: string; email: string };
  role: ConsoleRole;
  reason?: RoleReason;
  startedAt: string;
  expiresAt: string;
  /** Until when nothing asks for another sign-in; past when it does. */
  recentUntil: string;
}

/** A session as it is listed; its id ends it and proves nothing. */
export interface ConsoleSessionView {
  id: string;
  person?: { id: string; name: string; email: string };
  role: ConsoleRole | 'setup';
  browser: string;
  startedAt: string;
  usedAt: string;
  expiresAt: string;
  /** The one that asks. */
  current: boolean;
}

/** `signOutAt`: where the provider ends its own session, when it offers that. */
export interface SignedOut {
  signOutAt?: string;
}

/** What the console's page calls to know who is there. */
export const consoleEndpoints = {
  readMe: endpoint<undefined, ConsoleMe>('GET', '/admin/api/me', 'viewer'),
  signOut: endpoint<undefined, SignedOut>('DELETE', '/admin/api/session', 'visitor'),
  listConsoleSessions: endpoint<undefined, { sessions: ConsoleSessionView[] }>('GET', '/admin/api/sessions', 'viewer'),
  endConsoleSession: endpoint<undefined, undefined>('DELETE', '/admin/api/sessions/:id', 'viewer'),
} as const;
