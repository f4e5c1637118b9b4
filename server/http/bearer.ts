import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const longestToken = 8_192;
/** Without a count: with one V8 takes two to four times as long, for every request. */
const bearer = /^Bearer ([\w.~+/=-]+)$/i;

/** The bearer token that a request carries; none where it names two. */
export function bearerIn(request: IncomingMessage): string | undefined {
  const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
  return token === undefined || token.length > longestToken || isDoubled(request) ? undefined : token;
}

/** Of two headers one proxy takes the first and another the last. Not by `headersDistinct`, which takes all headers apart a second time. */
function isDoubled({ rawHeaders }: IncomingMessage): boolean {
  let times = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (isAuthorization(rawHeaders[at])) times += 1;
  return times > 1;
}

const name = 'authorization';
const isAuthorization = (header = ''): boolean => header.length === name.length && header.toLowerCase() === name;

/** @throws AppError `session-missing` where it carries none */
export function bearerOf(request: IncomingMessage): string {
  const token = bearerIn(request);
  if (token === undefined) throw new AppError('session-missing', 'The request carries no bearer token.');
  return token;
}

/** Turns whoever brings no token away before anything else is done for him. */
export const requireBearer: RequestHandler = (request, _response, next) => {
  bearerOf(request);
  next();
};
