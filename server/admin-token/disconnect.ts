import type { Initiator } from '../audit/ports.ts';
import type { CredentialKind, SpooledTokens, TokenSpool } from './ports.ts';
import { revocationsKeptFor, revokeTokens, type RevocationPorts } from './revoke-tokens.ts';
import type { OrganizationControl, Shredded } from './stop-ports.ts';

export interface DisconnectPorts extends RevocationPorts {
  control: OrganizationControl;
  spool: TokenSpool;
  wait: (milliseconds: number) => Promise<unknown>;
}

export interface Disconnection {
  /** What was stored; empty when there was nothing. */
  destroyed: Shredded['credentials'];
  revoked: CredentialKind[];
  /** What Webex is still to be told, and until when that is tried. */
  waiting: { kind: CredentialKind; until: number }[];
  /** Since when it has been disconnected, when it was so before. */
  before: number | undefined;
}

/** A renewal that is under way brings tokens that must be revoked too; one that takes longer is not waited for. */
const renewalPatience = 10_000;

/**
 * Ends the connection for good: first no replica uses a token any more, then everything stored is destroyed, and Webex is told. What Webex
 * does not take is tried again for 24 hours by whichever replica comes first.
 */
export async function disconnect(ports: DisconnectPorts, by?: Initiator): Promise<Disconnection> {
  const { control, spool, revocations, clock, log, wait } = ports;
  const before = (await control.standing()).disconnectedAt;
  await control.lock(by);
  const end = performance.now() + renewalPatience;
  while ((await control.isRenewing()) && performance.now() < end) await wait(100);

  const spooled: SpooledTokens[] = [];
  await spool.drain((one) => {
    spooled.push(one);
    return Promise.resolve(false);
  });
  const { credentials } = await control.shred(clock.now(), spooled, by);
  await spool.drain(() => Promise.resolve(true));
  log.warn({ credentials: credentials.length }, 'disconnected: everything stored of the credentials is destroyed');

  const revoked = await revokeTokens(ports);
  const waiting = await revocations.waiting();
  return {
    destroyed: credentials,
    revoked,
    waiting: waiting.map(({ kind, requestedAt }) => ({ kind, until: requestedAt + revocationsKeptFor })),
    before,
  };
}
