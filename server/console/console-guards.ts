import type { Request, RequestHandler, Response } from 'express';
import type { ConsoleCaller } from '../../shared/api.ts';
import { consoleRoles, type ConsoleRole } from '../../shared/console-api.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { cookieOf } from '../http/cookies.ts';
import { requireOwnPage } from '../http/own-page.ts';
import type { Guards } from '../http/route-table.ts';
import { Secret } from '../secret.ts';
import { keyHash, type ConsoleSession } from './console-session.ts';
import type { ConsoleSessionStore, SettingsInForce } from './ports.ts';

interface Ports {
  sessions: ConsoleSessionStore;
  settings: SettingsInForce;
  clock: Clock;
  publicUrl: string;
}

/** What stands before the routes of the console. */
export function consoleGuards(ports: Ports): Pick<Guards, ConsoleCaller> {
  const ownPage = requireOwnPage(ports.publicUrl);
  const having = (...mayPass: ((session: ConsoleSession) => void)[]): readonly RequestHandler[] => [
    ownPage,
    async (request, response, next) => {
      const session = await livingSession(ports, request);
      for (const check of mayPass) check(session);
      response.locals['consoleSession'] = session;
      response.locals['personId'] = session.person?.id;
      next();
    },
  ];
  const recently = ({ recentUntil }: ConsoleSession) => {
    if (recentUntil > ports.clock.now()) return;
    throw new AppError('sign-in-again', 'This needs a sign-in of the last five minutes: sign in again, and repeat it.');
  };
  const admin = atLeast('admin');
  return {
    visitor: [ownPage],
    setup: having((session) => {
      if (session.role === 'setup') return;
      admin(session);
      recently(session);
    }),
    viewer: having(atLeast('viewer')),
    operator: having(atLeast('operator')),
    admin: having(admin),
    'recent-admin': having(admin, recently),
  };
}

/**
 * Of the browser that asks.
 * @throws AppError `session-missing` or `session-expired`
 */
export async function livingSession(
  { sessions, settings }: Pick<Ports, 'sessions' | 'settings'>,
  request: Request,
): Promise<ConsoleSession> {
  const key = cookieOf(request, '__Host-sid');
  if (key === undefined) throw new AppError('session-missing', 'Nobody is signed in to the console here. Sign in.');
  const session = await sessions.find(keyHash(new Secret(key, 'brought')));
  const ended = new AppError('session-expired', 'Your session at the console has ended. Sign in again.');
  if (!session) throw ended;
  const inForce = (await settings())?.tag;
  // A role was given by the rules of its time; and there is nothing left to set up once people sign in.
  if (session.person ? session.settings !== inForce : session.role === 'setup' && inForce !== undefined) throw ended;
  return session;
}

/** @throws AppError `session-missing` where no guard stood before the route */
export function consoleSessionOf(response: Response): ConsoleSession {
  const { consoleSession } = response.locals as { consoleSession?: ConsoleSession };
  if (!consoleSession) throw new AppError('session-missing', 'Nobody is signed in to the console here. Sign in.');
  return consoleSession;
}

const atLeast =
  (needed: ConsoleRole) =>
  ({ role }: ConsoleSession): void => {
    if (role === 'setup') throw new AppError('not-allowed', 'First set up how people sign in; nothing else is open.');
    if (consoleRoles.indexOf(role) >= consoleRoles.indexOf(needed)) return;
    throw new AppError(
      'not-allowed',
      `This is for people with the role ${needed}, and yours is ${role}. An administrator gives roles by the rules of the sign-in.`,
    );
  };
