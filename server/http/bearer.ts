import type { Request, RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

/** The bearer token of a request. @throws AppError `session-missing` */
export function bearerOf(request: Request): string {
  // Of two headers one proxy takes the first and another the last.
  const [header = '', ...others] = request.headersDistinct['authorization'] ?? [];
  const [, token] = others.length > 0 ? [] : (/^Bearer ([\w.~+/=-]{1,8192})$/i.exec(header) ?? []);
  if (token === undefined) throw new AppError('session-missing', 'The request carries no bearer token.');
  return token;
}

/** Turns whoever brings no token away before anything else is done for him. */
export const requireBearer: RequestHandler = (request, _response, next) => {
  bearerOf(request);
  next();
};
