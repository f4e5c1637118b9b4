import type { RequestHandler, Response } from 'express';
import { AppError } from '../app-error.ts';
import { bearerOf } from '../http/bearer.ts';
import type { LivingSessions } from './living-sessions.ts';
import type { Session } from './session.ts';

/** Lets only a caller with a living session through, and remembers it for `sessionOf`. */
export function requireSession(living: Pick<LivingSessions, 'of'>): RequestHandler {
  return async (request, response, next) => {
    const session = await living.of(bearerOf(request));
    response.locals['session'] = session;
    response.locals['personId'] = session.person.id;
    next();
  };
}

/** @throws AppError `session-missing` where no guard stood before the route */
export function sessionOf(response: Response): Session {
  const { session } = response.locals as { session?: Session };
  if (!session) throw new AppError('session-missing', 'There is no session.');
  return session;
}
