import type { RequestHandler } from 'express';

/** Hears of each request that was answered. */
export interface RequestMeter {
  /** `route` is the pattern of the table; undefined: no route of ours. */
  answered(request: {
    method: string;
    route: string | undefined;
    status: number;
    code: string | undefined;
    seconds: number;
  }): void;
}

/** Tells how long each request took and how it was answered, by the pattern of its route: an address holds ids. */
export function requestMeter(meter: RequestMeter): RequestHandler {
  return (request, response, next) => {
    const began = performance.now();
    response.on('finish', () => {
      const route = (request.route as { path?: unknown } | undefined)?.path;
      meter.answered({
        method: request.method,
        route: typeof route === 'string' ? route : undefined,
        status: response.statusCode,
        code: (response.locals as { code?: string }).code,
        seconds: (performance.now() - began) / 1000,
      });
    });
    next();
  };
}
