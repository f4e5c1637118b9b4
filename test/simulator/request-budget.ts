import type { NextFunction, Request, Response } from 'express';
import { callerOf } from './caller.ts';
import { WebexError } from './webex-error.ts';
import type { World } from './world.ts';

const minute = 60_000;

/** So many requests in any 60 seconds for each client id; then an empty 429 until the oldest has left the window. */
export function requestBudget(world: World, requestsPerMinute: number) {
  const recentOf = new Map<string, number[]>();
  return (_request: Request<{ orgid: string }>, response: Response, next: NextFunction): void => {
    const caller = callerOf(response);
    const shared = caller.kind === 'desktop' && world.switches.desktopTokenBudget === 'admin-client';
    const client = shared ? world.adminClientId : caller.clientId;
    const now = world.now();
    const recent = (recentOf.get(client) ?? []).filter((at) => at > now - minute);
    recentOf.set(client, recent);
    const [oldest] = recent;
    if (recent.length >= requestsPerMinute && oldest !== undefined) {
      throw new WebexError(429, undefined, { 'Retry-After': String(Math.ceil((oldest + minute - now) / 1000)) });
    }
    recent.push(now);
    next();
  };
}
