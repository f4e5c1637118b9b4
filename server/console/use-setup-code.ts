import type { ConsoleRole } from '../../shared/console-api.ts';
import { AppError } from '../app-error.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { Secret } from '../secret.ts';
import { keyHash, longestByCode, newKey, newSession } from './console-session.ts';
import type { ConsoleSessionStore } from './ports.ts';
import { setupCodeHash } from './setup-code.ts';
import type { SetupCodePorts } from './setup-codes.ts';

interface Ports extends SetupCodePorts {
  sessions: ConsoleSessionStore;
  limits: RateLimits;
}

/**
 * A setup code for a session of a quarter of an hour: to set the sign-in up, or, where people sign in, as an admin.
 * @throws AppError `not-allowed` or `too-many-requests`
 */
export async function useSetupCode(
  ports: Ports,
  code: Secret,
  { address, browser, instead }: { address: string; browser: string; instead: string | undefined },
): Promise<{ key: Secret; role: ConsoleRole | 'setup'; expiresAt: number }> {
  const { codes, sessions, settings, limits, clock, note, log } = ports;
  await limits.check('wrong-setup-code', address);
  const taken = await codes.take(setupCodeHash(code));
  const isConfigured = (await settings()) !== undefined;
  // A code that was made while nobody could sign in does not open what is set up by now.
  if (typeof taken === 'string' || (taken.purpose === 'break-glass') !== isConfigured) {
    await limits.count('wrong-setup-code', address);
    throw refusal(taken === 'wrong');
  }
  await note.remove();
  const role = taken.purpose === 'setup' ? 'setup' : 'admin';
  const now = clock.now();
  const recentUntil = now + longestByCode;
  const who = { person: undefined, role, reason: undefined, settings: undefined, browser } as const;
  const session = newSession(who, { now, lasts: longestByCode, recentUntil });
  const key = newKey();
  const body = { purpose: taken.purpose, session: session.id, role, browser };
  await sessions.open(keyHash(key), session, { action: 'setup-code-used', actor: 'operator', body }, instead);
  if (role === 'admin') log.warn({ session: session.id }, 'the console was opened by a code instead of the sign-in');
  return { key, role, expiresAt: session.expiresAt };
}

const refusal = (wasWrong: boolean) =>
  new AppError(
    'not-allowed',
    `${wasWrong ? 'This is not the setup code.' : 'There is no setup code that could be used: it lives for 60 minutes, for 10 tries and for one use.'} Whoever has the server’s command line makes a new one by “skilldesk setup-code”.`,
  );
