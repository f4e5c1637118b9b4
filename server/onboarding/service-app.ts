import type { ClientCredential } from '../admin-token/ports.ts';
import type { Secret } from '../secret.ts';
import { ConnectError, faultOf } from './connect-faults.ts';
import { candidateOf, type ConsentPorts } from './consent.ts';
import type { CandidateCredential } from './ports.ts';

export interface ServiceApp extends ClientCredential {
  applicationId: string;
}

/** A refresh token that was obtained elsewhere: custody stores it before it is used, because its first use may be its last. */
export const adoptedRefreshToken = (app: ServiceApp, refreshToken: Secret): CandidateCredential => ({
  kind: 'service-app',
  ...app,
  tokens: {
    accessToken: undefined,
    refreshToken,
    obtainedAt: 0,
    accessExpiresAt: undefined,
    refreshExpiresAt: undefined,
  },
});

/**
 * Asks for a new pair with the token of whoever may: the token manager's, or a personal one, used here and not kept.
 * @throws ConnectError
 */
export async function mintServiceAppTokens(
  ports: ConsentPorts,
  app: ServiceApp,
  managerToken: Secret,
): Promise<CandidateCredential> {
  const { server, organizationId } = ports;
  const answer = await server.mint({ ...app, organizationId }, managerToken);
  if (!answer.ok) throw new ConnectError(faultOf('mint', answer.seen), { host: answer.seen.host });
  return { ...(await candidateOf(ports, 'service-app', app, answer.found)), applicationId: app.applicationId };
}

/** The application id that belongs to a client id, where nobody gave one. */
export const applicationIdOf = (clientId: string): string =>
  Buffer.from(`ciscospark://us/APPLICATION/${clientId}`).toString('base64').replaceAll('=', '');
