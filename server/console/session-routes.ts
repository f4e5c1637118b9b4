import type { RequestHandler } from 'express';
import type { ConsoleMe, ConsoleSessionView } from '../../shared/console-api.ts';
import { AppError } from '../app-error.ts';
import { clearCookie } from '../http/cookies.ts';
import type { Handlers } from '../http/route-table.ts';
import { consoleSessionOf, livingSession } from './console-guards.ts';
import { actorOf, type ConsoleSession } from './console-session.ts';
import type { ConsoleSessionStore, SettingsInForce } from './ports.ts';

interface Ports {
  sessions: ConsoleSessionStore;
  settings: SettingsInForce;
}

const iso = (time: number) => new Date(time).toISOString();

export function consoleSessionRoutes(
  ports: Ports,
): Pick<Handlers, 'readMe' | 'signOut' | 'listConsoleSessions' | 'endConsoleSession'> {
  const { sessions } = ports;

  const readMe: RequestHandler = (_request, response) => {
    response.json(meOf(consoleSessionOf(response)));
  };

  const signOut: RequestHandler = async (request, response) => {
    // Who is signed out already is what he wants to be.
    const session = await livingSession(ports, request).catch(() => undefined);
    if (session) {
      const { id, role } = session;
      await sessions.end([id], { action: 'console-signed-out', actor: actorOf(session), body: { session: id, role } });
    }
    clearCookie(response, '__Host-sid');
    // Not "cookies": that would sign the person out of every other application of the same domain.
    response.set('Clear-Site-Data', '"cache", "storage"').json({});
  };

  const list: RequestHandler = async (_request, response) => {
    const mine = consoleSessionOf(response);
    const visible = (await sessions.list()).filter((one) => isVisible(one, mine));
    response.json({ sessions: visible.map((one) => viewOf(one, mine)) });
  };

  const end: RequestHandler = async (request, response) => {
    const mine = consoleSessionOf(response);
    const wanted = (await sessions.list()).find(({ id }) => id === request.params['id']);
    if (!wanted || !isVisible(wanted, mine)) throw new AppError('not-found', 'There is no such session.');
    await sessions.end([wanted.id], {
      action: 'console-session-ended',
      actor: actorOf(mine),
      body: { session: wanted.id, role: wanted.role },
      persons: { of: wanted.person ? [wanted.person] : [] },
    });
    response.status(204).end();
  };

  return { readMe, signOut, listConsoleSessions: list, endConsoleSession: end };
}

/** One's own, and to an admin all. */
const isVisible = (session: ConsoleSession, { id, role, person }: ConsoleSession): boolean =>
  role === 'admin' || session.id === id || (person !== undefined && session.person?.id === person.id);

function meOf({ person, role, reason, startedAt, expiresAt, recentUntil }: ConsoleSession): ConsoleMe {
  if (role === 'setup') throw new AppError('not-allowed', 'First set up how people sign in; nothing else is open.');
  return {
    ...(person && { person }),
    role,
    ...(reason && { reason }),
    startedAt: iso(startedAt),
    expiresAt: iso(expiresAt),
    recentUntil: iso(recentUntil),
  };
}

const viewOf = (session: ConsoleSession, mine: ConsoleSession): ConsoleSessionView => ({
  id: session.id,
  ...(session.person && { person: session.person }),
  role: session.role,
  browser: session.browser,
  startedAt: iso(session.startedAt),
  usedAt: iso(session.usedAt),
  expiresAt: iso(session.expiresAt),
  current: session.id === mine.id,
});
