import { stableId } from './seeded-generator.ts';
import type { Grant, TokenStore } from './token-store.ts';

interface Client {
  clientId: string;
  clientSecret: string;
  /** What was shown when the client was authorized. */
  refreshToken: string;
  accessToken: string;
}

export interface Credentials {
  serviceApp: Client & { id: string };
  integration: Client;
  /** May mint Service App tokens (`spark:applications_token`), and nothing else. */
  tokenManager: Client;
  /** An administrator's token with the right scopes and no refresh token. */
  directAccessToken: string;
  /** A developer's token that may mint Service App tokens and has no contact-center scope. */
  personalAccessToken: string;
}

export const desktopClientId = `C${stableId('client', 'desktop').replaceAll('-', '')}`;
export const adminScopes = ['cjp:config_read', 'cjp:config_write'];

const webexId = (kind: string, id: string): string =>
  Buffer.from(`ciscospark://us/${kind}/${id}`).toString('base64').replaceAll('=', '');

/** webexapis.com's ids: base64 without padding. */
export const personId = (ciUserId: string): string => webexId('PEOPLE', ciUserId);
export const webexOrganizationId = (id: string): string => webexId('ORGANIZATION', id);

/** Sets up the clients that the organization's administrator has authorized. */
export function configureCredentials(tokens: TokenStore, organizationId: string, adminCiUserId: string): Credentials {
  const client = (kind: Grant['kind'], ciUserId: string | null, scopes: readonly string[]): Client => {
    const clientId = `C${stableId('client', kind).replaceAll('-', '')}`;
    const clientSecret = tokens.configure(`${kind}-secret`, `CANARY-${kind}-secret-${stableId('secret', kind)}`);
    const grant = { kind, clientId, scopes, ciUserId, organizationId };
    const { accessToken, refreshToken } = tokens.issuePair(grant);
    return { clientId, clientSecret, refreshToken, accessToken };
  };
  const direct = (scopes: readonly string[]): string => {
    const clientId = `C${stableId('client', 'direct', ...scopes).replaceAll('-', '')}`;
    return tokens.issueAccessToken({ kind: 'direct', clientId, scopes, ciUserId: adminCiUserId, organizationId });
  };
  const serviceApp = client('service-app', null, adminScopes);
  return {
    serviceApp: { id: webexId('APPLICATION', serviceApp.clientId), ...serviceApp },
    integration: client('integration', adminCiUserId, adminScopes),
    tokenManager: client('token-manager', adminCiUserId, ['spark:applications_token']),
    directAccessToken: direct(adminScopes),
    personalAccessToken: direct(['spark:applications_token', 'spark:people_read']),
  };
}
