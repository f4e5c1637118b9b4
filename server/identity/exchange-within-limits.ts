import { AppError } from '../app-error.ts';
import type { Secret } from '../secret.ts';
import { exchangeDesktopToken } from './exchange-desktop-token.ts';
import type { Session } from './session.ts';

const refusals: ReadonlySet<string> = new Set([
  'desktop-token-refused',
  'not-a-supervisor',
  'other-organization',
  'too-many-requests',
]);

/**
 * An exchange, counted by how it ends: a good one for its person, a refused one for the address. So a whole office may come at once, and
 * whoever tries tokens is stopped before Webex is asked.
 */
export async function exchangeWithinLimits(
  ports: Parameters<typeof exchangeDesktopToken>[0],
  address: string,
  desktopToken: Secret,
): Promise<Session> {
  const { limits } = ports;
  await limits.check('refused-exchange', address);
  let hisOwnLimit: unknown;
  const withinHisLimit = (personId: string) =>
    limits.check('session-exchange', personId).catch((error: unknown) => {
      hisOwnLimit = error;
      throw error;
    });
  const session = await exchangeDesktopToken(ports, desktopToken, withinHisLimit).catch(async (error: unknown) => {
    // One who comes too often shuts nobody out of his office.
    const isRefusal = error instanceof AppError && refusals.has(error.code) && error !== hisOwnLimit;
    if (isRefusal) await limits.count('refused-exchange', address);
    throw error;
  });
  await limits.count('session-exchange', session.person.id);
  return session;
}
