import type { RequestHandler } from 'express';

const allowed = {
  'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Idempotency-Key, If-None-Match',
  'Access-Control-Max-Age': '600',
};

/** For a page of an origin that may read our answers. */
export const readableBy = (origin: string) => ({
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Expose-Headers': 'ETag, Retry-After, Location, X-Request-Id',
});

/** Told of each request to the widget's API, preflights included: whether its page may read the answer. */
export type PageAsked = (origin: string | undefined, isAllowed: boolean) => void;

/** Lets pages of exactly these origins read our answers. That is a courtesy to browsers, not a proof of who calls; no cookies are involved. */
export function cors(origins: ReadonlySet<string>, pageAsked: PageAsked): RequestHandler {
  return (request, response, next) => {
    response.vary('Origin');
    const { origin } = request.headers;
    const isAllowed = origin !== undefined && origins.has(origin);
    pageAsked(origin, isAllowed);
    if (isAllowed) {
      response.set(readableBy(origin));
      if (request.method === 'OPTIONS') response.set(allowed);
    }
    if (request.method === 'OPTIONS') response.status(204).end();
    else next();
  };
}
