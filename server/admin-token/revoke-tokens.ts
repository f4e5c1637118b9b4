import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { CredentialKind } from './ports.ts';
import { retryPause } from './refresh-schedule.ts';
import type { RevocationQueue, TokenRevoker } from './stop-ports.ts';

export interface RevocationPorts {
  revocations: RevocationQueue;
  revoker: TokenRevoker;
  clock: Clock;
  log: Log;
}

/** Webex is tried for that long; then what it was to be told is shredded. */
export const revocationsKeptFor = 24 * 60 * 60_000;
const claim = 120_000;

/** Tells Webex which tokens are over, as far as it listens; answers the kinds of the credentials that it has taken. */
export async function revokeTokens({ revocations, revoker, clock, log }: RevocationPorts): Promise<CredentialKind[]> {
  const expired = await revocations.shred(clock.now() - revocationsKeptFor);
  if (expired > 0) {
    log.error(
      { expired },
      'Webex took no revocation for 24 hours: the tokens are destroyed here; end them in Control Hub',
    );
  }
  const revoked: CredentialKind[] = [];
  for (const { id, kind, client, tokens, attempts } of await revocations.claimDue(clock.now(), claim)) {
    let isOver = true;
    // Who does not take one takes none: the others are told next time, and nobody waits for each of them to time out.
    for (const { token, hint } of tokens) isOver &&= await revoker.revoke(client, token, hint);
    if (isOver) {
      await revocations.done(id);
      revoked.push(kind);
      log.info({ kind, tokens: tokens.length }, 'tokens revoked at Webex');
    } else {
      const notBefore = clock.now() + retryPause(attempts + 1, id);
      await revocations.postpone(id, attempts + 1, notBefore);
      log.warn({ kind, attempts: attempts + 1 }, 'Webex did not take the revocation: it is tried again');
    }
  }
  return revoked;
}
