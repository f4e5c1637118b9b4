import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const oneYear = 31_536_000;
/** No answer of ours is a page. */
const nothingAllowed = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};

/**
 * What helmet tells browsers of windows, frames, files and plug-ins. An answer without a body is none of these, and what is asked every few seconds
 * is answered a sixth faster without them. What ASVS 3.4 wants on every answer is not among them.
 */
export const ofContent: ReadonlySet<string> = new Set([
  'Cross-Origin-Opener-Policy',
  'Cross-Origin-Resource-Policy',
  'Origin-Agent-Cluster',
  'X-DNS-Prefetch-Control',
  'X-Download-Options',
  'X-Frame-Options',
  'X-Permitted-Cross-Domain-Policies',
  'X-XSS-Protection',
]);

/** The headers that helmet sets on every answer. They depend on no request, so it is asked for them once. */
export function securityHeadersOf(publicUrl: string): ReadonlyMap<string, string> {
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: nothingAllowed },
    xFrameOptions: { action: 'deny' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // Said over http it means nothing, and on a developer's localhost it would lock every other port out.
    strictTransportSecurity: publicUrl.startsWith('https:') && { maxAge: oneYear, includeSubDomains: false },
  });
  const headers = new Map<string, string>();
  const answer = new ServerResponse(new IncomingMessage(new Socket()));
  answer.setHeader = (name, value) => {
    headers.set(name, String(value));
    return answer;
  };
  set(answer.req, answer, () => undefined);
  return headers;
}

export function securityHeaders(publicUrl: string): RequestHandler {
  const headers = securityHeadersOf(publicUrl);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
