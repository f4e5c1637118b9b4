import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AnswerParts } from './app.ts';
import { bearerIn } from './bearer.ts';
import { readableBy } from './cors.ts';
import { logRequest } from './request-log.ts';
import { ofContent, securityHeadersOf } from './security-headers.ts';

interface Parts extends AnswerParts {
  /** Whose token it is and the newest ETag of what he sees at a path; undefined where somebody would have to be asked for it. */
  newest: (path: string, token: string) => { personId: string; tag: string } | undefined;
}

/**
 * Answers what is asked most, before Express: a widget has a list and asks whether it is new, and everything that decides this is at hand. The
 * answer, its headers, the count and the line in the log are those of the route, which takes twice as long; whatever is not so goes on to
 * `others`.
 */
export function unchangedFirst(parts: Parts, others: RequestListener): RequestListener {
  const { log, meter, publicUrl, allowedOrigins, pageAsked, newest } = parts;
  const security = [...securityHeadersOf(publicUrl)].filter(([name]) => !ofContent.has(name));
  const always = [...security, ['Vary', 'Origin'], ['Cache-Control', 'no-store']].flat();

  /** Who has what is newest. */
  function knower(request: IncomingMessage, tag: string): string | undefined {
    const token = bearerIn(request);
    const known = token === undefined ? undefined : newest(request.url ?? '', token);
    return known?.tag === tag ? known.personId : undefined;
  }

  return (request, response) => {
    const { 'if-none-match': tag, origin } = request.headers;
    const personId = request.method === 'GET' && tag !== undefined ? knower(request, tag) : undefined;
    if (tag === undefined || personId === undefined) {
      others(request, response);
      return;
    }
    const began = performance.now();
    const requestId = randomUUID();
    const isAllowed = origin !== undefined && allowedOrigins.has(origin);
    pageAsked(origin, isAllowed);
    const cors = isAllowed ? Object.entries(readableBy(origin)).flat() : [];
    response.writeHead(304, ['X-Request-Id', requestId, 'ETag', tag, ...cors, ...always]).end();
    const path = request.url ?? '';
    const seconds = (performance.now() - began) / 1000;
    meter.answered({ method: 'GET', route: path, status: 304, code: undefined, seconds });
    logRequest(log, { requestId, method: 'GET', path, status: 304, personId, ms: Math.round(seconds * 1000) });
  };
}
