import type { NextFunction, Request, Response } from 'express';
import type { AccessToken } from './token-store.ts';
import { configurationError, forbidden, invalid, invalidWebexToken } from './webex-error.ts';
import type { World } from './world.ts';

const callers = new WeakMap<Response, AccessToken>();

/** Whose token the request carries; the middleware before has checked it. */
export function callerOf(response: Response): AccessToken {
  const caller = callers.get(response);
  if (!caller) throw new Error('No caller: this route stands before the token check.');
  return caller;
}

/** The bearer token of a request, good or not. */
export function bearerToken(request: Pick<Request, 'headers'>): string | null {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** The contact center's check: header, token, organization, and that the token is for a contact center at all. */
export function contactCenterCaller(world: World) {
  return (request: Request<{ orgid: string }>, response: Response, next: NextFunction): void => {
    const token = bearerToken(request);
    if (token === null) throw invalid('Missing or malformed Authorization header');
    const caller = world.tokens.find(token);
    if (!caller) throw configurationError(401, 'Unauthorized - The access token is invalid or has expired');
    callers.set(response, caller);
    if (request.params.orgid !== world.organization.id || caller.organizationId !== world.organization.id) {
      throw forbidden();
    }
    if (!caller.scopes.some((scope) => scope.startsWith('cjp:'))) throw forbidden();
    next();
  };
}

/** webexapis.com's check. */
export function webexCaller(world: World) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const caller = world.tokens.find(bearerToken(request) ?? '');
    if (!caller) throw invalidWebexToken();
    callers.set(response, caller);
    next();
  };
}
