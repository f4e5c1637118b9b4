import type { Request, RequestHandler, Response } from 'express';
import { callerOf } from './caller.ts';
import type { AccessToken } from './token-store.ts';
import { forbidden } from './webex-error.ts';
import type { Json } from './json-object.ts';
import type { World } from './world.ts';

export interface Answer {
  status: number;
  body?: Json;
}

/** Does the write that was found valid, and answers. */
type Apply = () => Answer;

function hasWriteScope(world: World, caller: AccessToken): boolean {
  if (caller.kind === 'desktop' && world.switches.desktopTokenWrite === 'allowed') return true;
  return caller.scopes.includes('cjp:config_write') || caller.scopes.includes('cjp:config');
}

export function send(response: Response, { status, body }: Answer): void {
  response.status(status);
  if (body === undefined) response.end();
  else response.json(body);
}

/**
 * A route that writes: `prepare` validates and changes nothing, what it gives back does the write.
 * In between stands the scope check, because it is not known which of the two Webex does first.
 */
export function writeRoute<P extends Record<string, string>>(
  world: World,
  prepare: (request: Request<P>, caller: AccessToken) => Apply,
): RequestHandler<P> {
  return (request, response) => {
    const caller = callerOf(response);
    const allowed = hasWriteScope(world, caller);
    if (!allowed && (caller.kind !== 'desktop' || world.switches.desktopTokenWrite === 'forbidden')) throw forbidden();
    const apply = prepare(request, caller);
    if (!allowed) throw forbidden();
    send(response, apply());
  };
}
