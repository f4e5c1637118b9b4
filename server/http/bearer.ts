import type { Request, RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const longestToken = 8_192;
/** Without a count: with one V8 takes two to four times as long, for every request. */
const bearer = /^Bearer ([\w.~+/=-]+)$/i;

/** The bearer token of a request. @throws AppError `session-missing` */
export function bearerOf(request: Request): string {
  // Of two headers one proxy takes the first and another the last.
  const [header = '', ...others] = request.headersDistinct['authorization'] ?? [];
  const [, token] = others.length > 0 ? [] : (bearer.exec(header) ?? []);
  if (token === undefined || token.length > longestToken)
    throw new AppError('session-missing', 'The request carries no bearer token.');
  return token;
}

/** Turns whoever brings no token away before anything else is done for him. */
export const requireBearer: RequestHandler = (request, _response, next) => {
  bearerOf(request);
  next();
};
