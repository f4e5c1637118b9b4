import type { ClientCredential } from '../admin-token/ports.ts';
import type { Secret } from '../secret.ts';
import { ConnectError, faultOf } from './connect-faults.ts';
import { candidateOf } from './consent.ts';
import type { AuthorizationServer, CandidateCredential } from './ports.ts';

interface Ports {
  server: AuthorizationServer;
  organizationId: string;
}

export interface ServiceApp extends ClientCredential {
  applicationId: string;
}

/**
 * Takes a refresh token that was obtained elsewhere, and proves it by using it once.
 * @throws ConnectError
 */
export async function adoptRefreshToken(
  { server, organizationId }: Ports,
  app: ServiceApp,
  refreshToken: Secret,
): Promise<CandidateCredential> {
  const answer = await server.exchangeRefreshToken(app, refreshToken);
  if (!answer.ok) throw new ConnectError(faultOf('refresh', answer.seen), { host: answer.seen.host });
  return { ...candidateOf('service-app', app, answer.found, organizationId), applicationId: app.applicationId };
}

/**
 * Asks for a new pair with the token of whoever may: the token manager's, or a personal one, used here and not kept.
 * @throws ConnectError
 */
export async function mintServiceAppTokens(
  { server, organizationId }: Ports,
  app: ServiceApp,
  managerToken: Secret,
): Promise<CandidateCredential> {
  const answer = await server.mint({ ...app, organizationId }, managerToken);
  if (!answer.ok) throw new ConnectError(faultOf('mint', answer.seen), { host: answer.seen.host });
  return { ...candidateOf('service-app', app, answer.found, organizationId), applicationId: app.applicationId };
}

/** The application id that belongs to a client id, where nobody gave one. */
export const applicationIdOf = (clientId: string): string =>
  Buffer.from(`ciscospark://us/APPLICATION/${clientId}`).toString('base64').replaceAll('=', '');
