import { Router } from 'express';
import { callerOf, webexCaller } from './caller.ts';
import { personId, webexOrganizationId } from './credentials.ts';
import { webexApiError } from './webex-error.ts';
import type { World } from './world.ts';

/** https://webexapis.com/v1 about the caller himself. */
export function identityPaths(world: World): Router {
  const routes = Router();

  routes.get('/v1/people/me', webexCaller(world), (_request, response) => {
    const { ciUserId, organizationId, scopes } = callerOf(response);
    if (!scopes.includes('spark:people_read') || ciUserId === null) {
      throw webexApiError(
        403,
        'The server understood the request, but refused to fulfill it because the access token is missing required scopes or the user is missing required roles or licenses.',
      );
    }
    const user = [...world.organization.users.values()].find((candidate) => candidate.ciUserId === ciUserId);
    const { firstName, lastName, email } = user ?? {
      firstName: 'Somebody',
      lastName: 'Else',
      email: `${ciUserId.slice(0, 8)}@elsewhere.example`,
    };
    response.json({
      id: personId(ciUserId),
      emails: [email],
      displayName: `${firstName} ${lastName}`,
      firstName,
      lastName,
      orgId: webexOrganizationId(organizationId),
      roles: [],
      created: '2023-03-21T10:10:00.000Z',
      status: 'unknown',
      type: 'person',
    });
  });

  routes.get('/v1/authorizations/tokenExpiry', webexCaller(world), (_request, response) => {
    const { kind, expiresAt } = callerOf(response);
    if (kind === 'desktop' && world.switches.desktopTokenExpiry === 'forbidden') {
      throw webexApiError(403, 'The caller is not allowed to do this.');
    }
    response.json({ exp: expiresAt });
  });

  return routes;
}
