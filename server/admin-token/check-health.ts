import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Secret } from '../secret.ts';
import type { Credential, CredentialHealth, CredentialProbe, CredentialStore } from './ports.ts';
import { lives } from './token-life.ts';

export interface HealthPorts {
  store: CredentialStore;
  health: CredentialHealth;
  probe: CredentialProbe;
  clock: Clock;
  log: Log;
}

const minute = 60_000;
const breaker = 10 * minute;

/**
 * Tries the token of a credential in use by reading with it, on one replica each 15 minutes: a revoked authorization is found in minutes and
 * not when somebody saves. What it finds is written down and never deletes anything; a refused token is for `renew`.
 */
export async function checkHealth(
  { store, health, probe, clock, log }: HealthPorts,
  credential: Credential,
  renew: (refused: Secret) => Promise<unknown>,
): Promise<void> {
  const { id, version, kind, tokens } = credential;
  const token = lives(tokens, clock.now()) ? tokens?.accessToken : undefined;
  if (!token || credential.state !== 'active' || !(await health.claimCheck(id, clock.now()))) return;
  const result = await probe.probe(kind, token);
  if (result === 'passed') {
    await health.worked(id, version);
    return;
  }
  // Nobody answered: that says nothing of the token.
  if (result === 'unreachable') return;
  log.error({ kind, result }, 'the token in use was tried, and does not do');
  if (result === 'token-refused') {
    await renew(token);
    return;
  }
  const failure = {
    class: result === 'wrong-region' ? 'our-configuration' : 'missing-scope',
    code: result,
    trackingId: undefined,
    at: clock.now(),
  } as const;
  const { notBefore, failures } = credential;
  await store.fail(id, version, failure, { notBefore, failures, isDead: false, state: undefined });
}

/**
 * Counts a renewal that was forced by a refusal. A second one without a good call between them means that new tokens do not help: no more of
 * them for ten minutes, on any replica.
 */
export async function noteForcedRenewal(
  { store, health, clock, log }: Omit<HealthPorts, 'probe'>,
  { id, version, kind, failures }: Credential,
): Promise<void> {
  const now = clock.now();
  const inARow = await health.countForced(id, version, now);
  if (inARow < 2) return;
  const failure = { class: 'unknown', code: 'refused-again', trackingId: undefined, at: now } as const;
  await store.fail(id, version, failure, { notBefore: now + breaker, failures, isDead: false, state: undefined });
  log.error({ kind, inARow }, 'Webex refuses each new token: none is asked for during the next ten minutes');
}
