import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';
import { addressOf } from './caller-address.ts';

/** No address of ours has such a part; somebody may have put a token there. */
const tooLongForAnId = /[^/]{49,}/g;

/** Whoever is answered so may be trying what is not his. */
const refusals: ReadonlySet<number> = new Set([401, 403, 429]);

/** Widgets ask every few seconds whether anything is new: that nothing was is counted, and hides what happened where it is logged. */
const nothingNew = 304;

interface RequestLine {
  requestId: string;
  method: string;
  path: string;
  status: number;
  /** Of a problem. */
  code?: string | undefined;
  personId?: string | undefined;
  from?: string;
  ms: number;
}

/** Writes the line of a request that was answered, at the level that its status has. */
export function logRequest(log: Log, line: RequestLine): void {
  log[line.status === nothingNew ? 'debug' : 'info'](line, 'request');
}

/**
 * Gives each request its id, and writes one line when it ends: neither query, headers nor body, which may hold what must not be logged. It names
 * the person as far as one was proven (by id, never by name), and of a refusal the address that it is counted under.
 */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const began = performance.now();
    response.locals['requestId'] = requestId;
    response.set('X-Request-Id', requestId);
    response.on('finish', () => {
      const { code, personId } = response.locals as { code?: string; personId?: string };
      logRequest(log, {
        requestId,
        method: request.method,
        path: request.originalUrl.replace(/\?.*$/s, '').replace(tooLongForAnId, '…'),
        status: response.statusCode,
        code,
        personId,
        ...(refusals.has(response.statusCode) && { from: addressOf(request) }),
        ms: Math.round(performance.now() - began),
      });
    });
    next();
  };
}
