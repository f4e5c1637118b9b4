import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from '../log.ts';

/** No address of ours has such a part; somebody may have put a token there. */
const tooLongForAnId = /[^/]{49,}/g;

/** Gives each request its id, and writes one line when it ends: neither query, headers nor body, which may hold what must not be logged. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const began = performance.now();
    response.locals['requestId'] = requestId;
    response.set('X-Request-Id', requestId);
    response.on('finish', () => {
      const { code } = response.locals as { code?: string };
      log.info(
        {
          requestId,
          method: request.method,
          path: request.originalUrl.replace(/\?.*$/s, '').replace(tooLongForAnId, '…'),
          status: response.statusCode,
          code,
          ms: Math.round(performance.now() - began),
        },
        'request',
      );
    });
    next();
  };
}
