import type { EnvironmentCredential } from './admin-token/import-environment.ts';
import type { ClientCredential, CredentialKind } from './admin-token/ports.ts';
import type { Secret } from './secret.ts';

/** The variables that bring a credential, as the schema has read them. */
export interface CredentialVariables {
  WEBEX_CLIENT_ID?: string | undefined;
  WEBEX_CLIENT_SECRET?: Secret | undefined;
  WEBEX_REFRESH_TOKEN?: Secret | undefined;
  WEBEX_SERVICE_APP_ID?: string | undefined;
  WEBEX_SERVICE_APP_CLIENT_ID?: string | undefined;
  WEBEX_SERVICE_APP_CLIENT_SECRET?: Secret | undefined;
  WEBEX_SERVICE_APP_REFRESH_TOKEN?: Secret | undefined;
  WEBEX_SERVICE_APP_ACCESS_TOKEN?: Secret | undefined;
  WEBEX_TOKEN_MANAGER_CLIENT_ID?: string | undefined;
  WEBEX_TOKEN_MANAGER_CLIENT_SECRET?: Secret | undefined;
  WEBEX_TOKEN_MANAGER_REFRESH_TOKEN?: Secret | undefined;
  WEBEX_ACCESS_TOKEN?: Secret | undefined;
}

type Name = keyof CredentialVariables;

/** What makes no sense alone. */
export const belongTogether: readonly (readonly [token: Name, needed: Name])[] = [
  ['WEBEX_REFRESH_TOKEN', 'WEBEX_CLIENT_ID'],
  ['WEBEX_REFRESH_TOKEN', 'WEBEX_CLIENT_SECRET'],
  ['WEBEX_SERVICE_APP_REFRESH_TOKEN', 'WEBEX_SERVICE_APP_CLIENT_ID'],
  ['WEBEX_SERVICE_APP_REFRESH_TOKEN', 'WEBEX_SERVICE_APP_CLIENT_SECRET'],
  ['WEBEX_TOKEN_MANAGER_REFRESH_TOKEN', 'WEBEX_TOKEN_MANAGER_CLIENT_ID'],
  ['WEBEX_TOKEN_MANAGER_REFRESH_TOKEN', 'WEBEX_TOKEN_MANAGER_CLIENT_SECRET'],
];

/** The credentials that the environment holds, in the order of use. */
export function credentialsOf(variables: CredentialVariables): EnvironmentCredential[] {
  const found: (EnvironmentCredential | undefined)[] = [
    client(variables, 'service-app', 'WEBEX_SERVICE_APP'),
    client(variables, 'integration', 'WEBEX'),
    direct(variables, 'WEBEX_SERVICE_APP_ACCESS_TOKEN'),
    direct(variables, 'WEBEX_ACCESS_TOKEN'),
    client(variables, 'token-manager', 'WEBEX_TOKEN_MANAGER'),
  ];
  return found.filter((credential) => credential !== undefined);
}

/** An app at Webex, by which an administrator may connect although no token of it was given. */
export type EnvironmentClients = Partial<
  Record<'integration' | 'token-manager' | 'service-app', ClientCredential & { applicationId?: string }>
>;

export function clientsOf(variables: CredentialVariables): EnvironmentClients {
  const of = (prefix: Prefix): ClientCredential | undefined => {
    const clientId = variables[`${prefix}_CLIENT_ID`];
    const clientSecret = variables[`${prefix}_CLIENT_SECRET`];
    return clientId !== undefined && clientSecret ? { clientId, clientSecret } : undefined;
  };
  const integration = of('WEBEX');
  const manager = of('WEBEX_TOKEN_MANAGER');
  const serviceApp = of('WEBEX_SERVICE_APP');
  const { WEBEX_SERVICE_APP_ID: applicationId } = variables;
  return {
    ...(integration && { integration }),
    ...(manager && { 'token-manager': manager }),
    ...(serviceApp && { 'service-app': { ...serviceApp, ...(applicationId !== undefined && { applicationId }) } }),
  };
}

type Prefix = 'WEBEX' | 'WEBEX_SERVICE_APP' | 'WEBEX_TOKEN_MANAGER';

function client(
  variables: CredentialVariables,
  kind: CredentialKind,
  prefix: Prefix,
): EnvironmentCredential | undefined {
  const clientId = variables[`${prefix}_CLIENT_ID`];
  const clientSecret = variables[`${prefix}_CLIENT_SECRET`];
  const refreshToken = variables[`${prefix}_REFRESH_TOKEN`];
  const applicationId = kind === 'service-app' ? variables.WEBEX_SERVICE_APP_ID : undefined;
  // A Service App without any token yet gets its first pair by minting.
  if (clientId === undefined || !clientSecret || (!refreshToken && applicationId === undefined)) return undefined;
  const token = `${prefix}_REFRESH_TOKEN` as const;
  return {
    ...{ kind, clientId, clientSecret, applicationId },
    ...(refreshToken && { tokens: { ...unknownLife, accessToken: undefined, refreshToken } }),
    // The client id and secret stay useful for connecting again, but the vault needs them no more.
    variables: [`${prefix}_CLIENT_SECRET`, ...(refreshToken ? [token] : [])],
  };
}

function direct(
  variables: CredentialVariables,
  name: 'WEBEX_SERVICE_APP_ACCESS_TOKEN' | 'WEBEX_ACCESS_TOKEN',
): EnvironmentCredential | undefined {
  const accessToken = variables[name];
  if (!accessToken) return undefined;
  return { kind: 'direct', tokens: { ...unknownLife, accessToken, refreshToken: undefined }, variables: [name] };
}

const unknownLife = { obtainedAt: 0, accessExpiresAt: undefined, refreshExpiresAt: undefined };
