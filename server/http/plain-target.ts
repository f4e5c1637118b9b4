import type { RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

/** Begins with a slash, and holds only what RFC 3986 lets stand in a path and a query: nothing that two parsers could read differently. */
const plain = /^\/[\w\-.~!$&'()*+,;=:@/?%[\]]*$/;

/** Turns a request away whose target a proxy or a parser may read as another one. */
export const plainTarget: RequestHandler = (request, _response, next) => {
  if (!plain.test(request.url)) throw new AppError('bad-request', 'The address of the request is not valid.');
  next();
};
