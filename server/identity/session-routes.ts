import type { Router } from 'express';
import { endpoints, type SessionGranted } from '../../shared/api.ts';
import { bearerOf } from '../http/bearer.ts';
import { strictRouter } from '../http/strict-router.ts';
import { Secret } from '../secret.ts';
import { exchangeDesktopToken, type ExchangePorts } from './exchange-desktop-token.ts';
import type { DescribePolicy, DescribeScope, SessionTokens } from './ports.ts';
import { requireSession, sessionOf } from './require-session.ts';
import { mayEdit, type Session } from './session.ts';
import type { SigningKeys } from './signing-keys.ts';

interface Ports extends ExchangePorts {
  tokens: SessionTokens;
  describeScope: DescribeScope;
  describePolicy: DescribePolicy;
}

export function sessionRoutes(ports: Ports): Router {
  const routes = strictRouter();

  routes.post(endpoints.exchangeDesktopToken.path, async (request, response) => {
    const session = await exchangeDesktopToken(ports, new Secret(bearerOf(request)));
    response.status(201).json(await granted(ports, session));
  });

  routes.delete(endpoints.endSession.path, requireSession(ports), async (_request, response) => {
    await ports.sessions.end(sessionOf(response).id);
    response.status(204).end();
  });

  return routes;
}

/** The public keys that sessions are verified with (RFC 7517). */
export function sessionKeyRoutes(keys: Pick<SigningKeys, 'published'>): Router {
  const routes = strictRouter();

  routes.get('/.well-known/jwks.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').type('application/jwk-set+json');
    response.send(JSON.stringify(keys.published()));
  });

  return routes;
}

async function granted({ tokens, describeScope, describePolicy }: Ports, session: Session): Promise<SessionGranted> {
  return {
    token: tokens.sign(session),
    expiresAt: new Date(session.expiresAt).toISOString(),
    user: { ...session.person, mayEdit: mayEdit(session) },
    organizationId: session.organizationId,
    scope: await describeScope(session.scope),
    policy: await describePolicy(session),
  };
}
