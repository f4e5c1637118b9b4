import type { RequestHandler } from 'express';
import type { EditPolicy, SessionGranted } from '../../shared/api.ts';
import type { Clock } from '../clock.ts';
import { bearerOf } from '../http/bearer.ts';
import { addressOf } from '../http/caller-address.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Handlers } from '../http/route-table.ts';
import { Secret } from '../secret.ts';
import { exchangeWithinLimits } from './exchange-within-limits.ts';
import type { DescribeScope, IdentitySource, SessionStore, SessionTokens } from './ports.ts';
import { sessionOf } from './require-session.ts';
import { mayEdit, type Session } from './session.ts';

interface Ports {
  identity: IdentitySource;
  sessions: SessionStore;
  tokens: SessionTokens;
  describeScope: DescribeScope;
  clock: Clock;
  limits: RateLimits;
  organizationId: string;
  editPolicy: EditPolicy;
}

export function sessionRoutes(ports: Ports): Pick<Handlers, 'exchangeDesktopToken' | 'endSession'> {
  const exchange: RequestHandler = async (request, response) => {
    const session = await exchangeWithinLimits(ports, addressOf(request), new Secret(bearerOf(request)));
    response.status(201).json(await granted(ports, session));
  };

  const endSession: RequestHandler = async (_request, response) => {
    await ports.sessions.end(sessionOf(response).id);
    response.status(204).end();
  };

  return { exchangeDesktopToken: exchange, endSession };
}

async function granted({ tokens, describeScope, editPolicy }: Ports, session: Session): Promise<SessionGranted> {
  return {
    token: tokens.sign(session),
    expiresAt: new Date(session.expiresAt).toISOString(),
    user: { ...session.person, mayEdit: mayEdit(session) },
    organizationId: session.organizationId,
    scope: await describeScope(session.scope),
    policy: { edit: editPolicy },
  };
}
