import type { RequestHandler } from 'express';
import { contract, type SessionGranted } from '../../shared/api.ts';
import { bearerOf } from '../http/bearer.ts';
import { addressOf } from '../http/caller-address.ts';
import type { Handlers } from '../http/route-table.ts';
import { Secret } from '../secret.ts';
import type { ExchangePorts } from './exchange-desktop-token.ts';
import { exchangeWithinLimits } from './exchange-within-limits.ts';
import type { LivingSessions } from './living-sessions.ts';
import type { DescribePolicy, DescribeScope, SessionTokens } from './ports.ts';
import { sessionOf } from './require-session.ts';
import { mayEdit, type Session } from './session.ts';
import type { SigningKeys } from './signing-keys.ts';

interface Ports extends ExchangePorts {
  tokens: SessionTokens;
  living: Pick<LivingSessions, 'end'>;
  describeScope: DescribeScope;
  describePolicy: DescribePolicy;
}

export function sessionRoutes(ports: Ports): Pick<Handlers, 'exchangeDesktopToken' | 'endSession'> {
  const exchange: RequestHandler = async (request, response) => {
    const session = await exchangeWithinLimits(ports, addressOf(request), new Secret(bearerOf(request), 'brought'));
    response.locals['personId'] = session.person.id;
    response.status(201).json(await granted(ports, session));
  };

  const endSession: RequestHandler = async (_request, response) => {
    await ports.living.end(sessionOf(response));
    response.status(204).end();
  };

  return { exchangeDesktopToken: exchange, endSession };
}

/** The public keys that sessions are verified with (RFC 7517). */
export const sessionKeys =
  (keys: Pick<SigningKeys, 'published'>): RequestHandler =>
  (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/jwk-set+json');
    response.send(JSON.stringify(keys.published()));
  };

async function granted({ tokens, describeScope, describePolicy }: Ports, session: Session): Promise<SessionGranted> {
  return {
    token: tokens.sign(session),
    expiresAt: new Date(session.expiresAt).toISOString(),
    contract,
    user: { ...session.person, mayEdit: mayEdit(session) },
    organizationId: session.organizationId,
    scope: await describeScope(session.scope),
    policy: await describePolicy(session),
  };
}
