import type { RequestHandler } from 'express';

/** Notes a request before it is answered; the answer is the handler's alone. */
export const notedBefore =
  (note: (request: Parameters<RequestHandler>[0]) => void, handler: RequestHandler): RequestHandler =>
  (request, response, next) => {
    note(request);
    return handler(request, response, next);
  };

/** Notes that a request was answered with this status. */
export const notedAfter =
  (status: number, note: () => void, handler: RequestHandler): RequestHandler =>
  (request, response, next) => {
    response.once('finish', () => {
      if (response.statusCode === status) note();
    });
    return handler(request, response, next);
  };
