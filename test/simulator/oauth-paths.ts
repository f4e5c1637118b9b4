import { createHash } from 'node:crypto';
import { Router, type Request } from 'express';
import { callerOf, webexCaller } from './caller.ts';
import { adminScopes, webexOrganizationId, type Credentials } from './credentials.ts';
import { queryOf } from './list-answer.ts';
import { stableId } from './seeded-generator.ts';
import { isObject, without, type Json } from './json-object.ts';
import type { Grant, TokenKind, TokenPair } from './token-store.ts';
import { WebexError, webexApiError } from './webex-error.ts';
import type { World } from './world.ts';

interface Authorization {
  grant: Grant;
  redirectUri: string;
  challenge: string | undefined;
}

const refreshTokenText = 'The refresh token provided is expired, revoked, malformed, or invalid.';

const oauthError = (status: number, error: string, description: string): WebexError =>
  new WebexError(status, { error, error_description: description });

function routerError(status: number, description: string): WebexError {
  const trackingId = `ROUTER_${stableId('router', description)}`;
  const url = 'https://idbroker.webex.com/idb/oauth2/v1/access_token';
  const message = `POST failed: HTTP/1.1 ${status} Bad Request (url=${url}, request/response TrackingId: ${trackingId}, error='${description}')`;
  return new WebexError(status, { message, errors: [{ description: message }], trackingId });
}

function deadRefreshToken(world: World): WebexError {
  const position = world.switches.refreshFailureBody;
  if (position === 'router') return routerError(400, refreshTokenText);
  return oauthError(400, position, refreshTokenText);
}

function pairAnswer(world: World, pair: TokenPair): Json {
  return {
    access_token: pair.accessToken,
    expires_in: pair.expiresIn,
    refresh_token: pair.refreshToken,
    refresh_token_expires_in: pair.refreshTokenExpiresIn,
    token_type: 'Bearer',
    ...(world.switches.tokenAnswerScope === 'present' ? { scope: pair.scopes.join(' ') } : {}),
  };
}

/** From the form, or HTTP Basic. */
function clientOf(request: Request, credentials: Credentials, status: string): string {
  const basic = /^Basic (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [basicId = '', basicSecret = ''] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':')
    .map(decodeURIComponent);
  const form = isObject(request.body) ? request.body : {};
  const id = basic === undefined ? form['client_id'] : basicId;
  const secret = basic === undefined ? form['client_secret'] : basicSecret;
  const { serviceApp, integration, tokenManager } = credentials;
  const known = [serviceApp, integration, tokenManager].find(
    ({ clientId, clientSecret }) => clientId === id && clientSecret === secret,
  );
  if (!known) throw oauthError(Number(status), 'invalid_client', 'Client authentication failed.');
  return known.clientId;
}

/** https://webexapis.com/v1: consent, tokens, minting, and idbroker's revocation. */
export function oauthPaths(world: World, credentials: Credentials, adminCiUserId: string): Router {
  const routes = Router();
  const codes = new Map<string, Authorization>();
  const { serviceApp, integration, tokenManager } = credentials;
  const clients = new Map<unknown, { kind: TokenKind; scopes: readonly string[] }>([
    [
      integration.clientId,
      { kind: 'integration', scopes: [...adminScopes, 'cjp:config', 'cjp:user', 'spark:people_read'] },
    ],
    [tokenManager.clientId, { kind: 'token-manager', scopes: ['spark:applications_token', 'spark:people_read'] }],
  ]);

  // Consent is given at once, by the organization's administrator.
  routes.get('/v1/authorize', (request, response) => {
    const query = queryOf(request);
    const client = clients.get(query['client_id']);
    const { redirect_uri: redirectUri, state, scope = '', code_challenge: challenge } = query;
    if (!client || redirectUri === undefined) {
      throw oauthError(400, 'invalid_request', 'Unknown client_id or missing redirect_uri.');
    }
    const back = new URL(redirectUri);
    if (state !== undefined) back.searchParams.set('state', state);
    const scopes = scope.split(' ').filter((part) => part !== '');
    if (query['response_type'] !== 'code' || !scopes.every((part) => client.scopes.includes(part))) {
      back.searchParams.set('error', query['response_type'] === 'code' ? 'invalid_scope' : 'unsupported_response_type');
    } else {
      const code = world.tokens.configure('authorization-code', `CANARY-code-${world.newId()}`);
      const { kind } = client;
      const clientId = query['client_id'] ?? '';
      const grant = { kind, clientId, scopes, ciUserId: adminCiUserId, organizationId: world.organization.id };
      codes.set(code, { redirectUri, challenge, grant });
      back.searchParams.set('code', code);
    }
    response.redirect(302, back.href);
  });

  const exchange = (form: Json, clientId: string): TokenPair => {
    const code = String(form['code']);
    const known = codes.get(code);
    codes.delete(code);
    const verifier = typeof form['code_verifier'] === 'string' ? form['code_verifier'] : '';
    const proven =
      known?.challenge === undefined || createHash('sha256').update(verifier).digest('base64url') === known.challenge;
    if (!known || !proven || known.grant.clientId !== clientId || known.redirectUri !== form['redirect_uri']) {
      throw oauthError(
        400,
        'invalid_grant',
        'The authorization code provided is expired, revoked, malformed, or invalid.',
      );
    }
    return world.tokens.issuePair(known.grant);
  };

  routes.post('/v1/access_token', (request, response) => {
    const form = isObject(request.body) ? request.body : {};
    const clientId = clientOf(request, credentials, world.switches.invalidClientStatus);
    switch (form['grant_type']) {
      case 'authorization_code':
        response.json(pairAnswer(world, exchange(form, clientId)));
        return;
      case 'refresh_token': {
        const pair = world.tokens.refresh(String(form['refresh_token']), clientId);
        if (!pair) throw deadRefreshToken(world);
        response.json(pairAnswer(world, pair));
        return;
      }
      default:
        throw oauthError(400, 'unsupported_grant_type', 'The grant type is not supported.');
    }
  });

  routes.use('/v1/applications', webexCaller(world));
  routes.post('/v1/applications/:id/token', (request, response) => {
    const { scopes } = callerOf(response);
    if (!scopes.includes('spark:applications_token')) throw webexApiError(403, 'The caller is not allowed to do this.');
    if (request.params.id !== serviceApp.id) throw webexApiError(404, 'Service App not found');
    const { clientId, clientSecret, targetOrgId } = isObject(request.body) ? request.body : {};
    if (typeof clientId !== 'string' || typeof clientSecret !== 'string' || typeof targetOrgId !== 'string') {
      throw webexApiError(400, 'clientId, clientSecret and targetOrgId are required');
    }
    if (clientId !== serviceApp.clientId || clientSecret !== serviceApp.clientSecret) {
      throw webexApiError(401, 'Invalid client credentials');
    }
    if (targetOrgId !== webexOrganizationId(world.organization.id)) {
      throw webexApiError(403, 'The Service App is not authorized for this organization');
    }
    if (world.switches.mintInvalidatesOldPair === 'yes') world.tokens.endPairsOf(clientId);
    const organizationId = world.organization.id;
    const grant = { kind: 'service-app', clientId, scopes: adminScopes, ciUserId: null, organizationId } as const;
    response.json(without(pairAnswer(world, world.tokens.issuePair(grant)), 'scope'));
  });

  routes.post('/idb/oauth2/v1/revoke', (request, response) => {
    clientOf(request, credentials, world.switches.invalidClientStatus);
    world.tokens.revoke(String((request.body as Json)['token']));
    response.status(200).end();
  });

  return routes;
}
