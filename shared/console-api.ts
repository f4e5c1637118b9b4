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

/**
 * Why a sign-in ended without one; `/admin/?problem=` says which. `not-configured` there is no SSO yet · `provider-unavailable` · `provider-misconfigured`
 * it is not what the settings say, or refuses our client · `sign-in-refused` its answer did not prove who that is · `sign-in-declined` ·
 * `sign-in-outdated` begun more than ten minutes ago, used already, or in another browser · `no-role` no rule matched · `not-an-admin` these settings would
 * have locked everybody out · `another-person` · `other-organization` · `not-recent` the provider does not say that the person signed in just now ·
 * `too-many-sign-ins`.
 */
export const signInProblems = [
  'not-configured',
  'provider-unavailable',
  'provider-misconfigured',
  'sign-in-refused',
  'sign-in-declined',
  'sign-in-outdated',
  'no-role',
  'not-an-admin',
  'another-person',
  'other-organization',
  'not-recent',
  'too-many-sign-ins',
] as const;
export type SignInProblem = (typeof signInProblems)[number];

/** What the page shows to whoever is not signed in. */
export interface SignInOffer {
  sso: 'environment' | 'database' | 'none';
  /** At whose page people sign in. */
  providerHost?: string;
  /** To be registered at the provider. */
  redirectUri: string;
  /** A code that waits to be entered: until when, and where it was written besides the server's standard error. */
  setupCode?: { until: string; triesLeft: number; file?: string };
}

/** How people sign in, without the secret. */
export interface SsoView {
  from: 'environment' | 'database';
  issuer: string;
  clientId: string;
  rules: MappingRule[];
}

/** `role` absent: nobody with these claims would be let in. */
export interface DryRunAnswer {
  role?: ConsoleRole;
  reason?: RoleReason;
}

export interface SsoSettingsRequest {
  issuer: string;
  clientId: string;
  clientSecret?: string;
  rules: MappingRule[];
}

/** What the console's page calls to let people in, and to know who is there. */
export const consoleEndpoints = {
  startSignIn: endpoint<undefined, undefined>('GET', '/admin/login', 'anybody'),
  finishSignIn: endpoint<undefined, undefined>('GET', '/admin/login/callback', 'anybody'),
  readSignInOffer: endpoint<undefined, SignInOffer>('GET', '/admin/api/sign-in', 'visitor'),
  useSetupCode: endpoint<{ code: string }, { role: ConsoleRole | 'setup'; expiresAt: string }>(
    'POST',
    '/admin/api/setup',
    'visitor',
  ),
  testSsoSettings: endpoint<SsoSettingsRequest, { continueAt: string }>('PUT', '/admin/api/setup/sso', 'setup'),
  readSsoSettings: endpoint<undefined, SsoView>('GET', '/admin/api/sso', 'admin'),
  tryMappingRules: endpoint<{ rules: MappingRule[]; claims: object }, DryRunAnswer>(
    'POST',
    '/admin/api/sso/dry-run',
    'admin',
  ),
  readMe: endpoint<undefined, ConsoleMe>('GET', '/admin/api/me', 'viewer'),
  signOut: endpoint<undefined, SignedOut>('DELETE', '/admin/api/session', 'visitor'),
  listConsoleSessions: endpoint<undefined, { sessions: ConsoleSessionView[] }>('GET', '/admin/api/sessions', 'viewer'),
  endConsoleSession: endpoint<undefined, undefined>('DELETE', '/admin/api/sessions/:id', 'viewer'),
} as const;
