import express, { type RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    throw new AppError('unsupported-media-type', 'Send the body as application/json.');
  }
  next();
};

/** Reads a JSON body of at most 256 kB; a body of another type is refused, not ignored. */
export const jsonBody: RequestHandler[] = [
  refuseOtherTypes,
  express.json({ limit: '256kb', strict: true, type: 'application/json', inflate: false }),
];
