import type { RequestHandler, Response } from 'express';
import { AppError } from '../app-error.ts';
import type { SessionStore, SessionTokens } from './ports.ts';
import type { Session } from './session.ts';
import { bearerOf } from '../http/bearer.ts';

/** Lets only a caller with a living session through, and remembers it for `sessionOf`. */
export function requireSession({
  tokens,
  sessions,
}: {
  tokens: SessionTokens;
  sessions: SessionStore;
}): RequestHandler {
  return async (request, response, next) => {
    const { sessionId, personId } = await tokens.verify(bearerOf(request));
    const session = await sessions.find(sessionId);
    if (session?.person.id !== personId) throw new AppError('session-expired', 'Your Skilldesk session has ended.');
    response.locals['session'] = session;
    next();
  };
}

/** @throws AppError `session-missing` where no guard stood before the route */
export function sessionOf(response: Response): Session {
  const { session } = response.locals as { session?: Session };
  if (!session) throw new AppError('session-missing', 'There is no session.');
  return session;
}
