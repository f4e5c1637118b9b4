import { randomUUID } from 'node:crypto';
import type { Initiator } from '../audit/ports.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Candidate, Credential, CredentialProbe, CredentialState, CredentialStore, ProbeResult } from './ports.ts';
import { probeReasons, reauthorizationSteps } from './reauthorization-steps.ts';
import { refreshDueAt, retryPause } from './refresh-schedule.ts';
import { revocationFates, revokePair } from './revoke-pair.ts';
import type { Renewal } from './renewal.ts';
import type { TokenRevoker } from './stop-ports.ts';
import { lives } from './token-life.ts';

export interface AcceptPorts {
  store: CredentialStore;
  renewal: Renewal;
  probe: CredentialProbe;
  revoker: TokenRevoker;
  clock: Clock;
  log: Log;
}

export interface Accepted {
  state: CredentialState;
  /** Why it is not active, and what to do. */
  reason?: string;
  /** The same as one word: what the probe found, or why it could not be renewed. */
  cause?: string;
}

/** Stores what somebody has obtained as pending, tries it, and puts it to use; what was in use before stays until then. */
export async function acceptCredential(ports: AcceptPorts, candidate: Candidate, by?: Initiator): Promise<Accepted> {
  const { store, clock } = ports;
  const more = { source: 'given', fingerprint: '', state: 'pending' } as const;
  return settlePending(ports, await store.add(randomUUID(), candidate, more, clock.now()), by);
}

/** Tries a pending credential: `active` when it is what it should be, `refused` when it is not, `pending` when nobody could tell. */
export async function settlePending(ports: AcceptPorts, id: string, by?: Initiator): Promise<Accepted> {
  const { store, renewal, probe, clock, log } = ports;
  let credential = await store.read(id);
  if (!credential) return { state: 'refused' };
  if (credential.state !== 'pending') return { state: credential.state };
  if (!lives(credential.tokens, clock.now())) credential = await renewal.renew(credential, { forced: false });
  const token = lives(credential.tokens, clock.now()) ? credential.tokens?.accessToken : undefined;
  if (!token) return withoutToken(ports, credential);

  const result = lacksScope(credential) ? 'missing-scope' : await probe.probe(credential.kind, token);
  const told = { kind: credential.kind, source: credential.source, result };
  if (result === 'passed') {
    if (credential.tokens?.refreshToken && credential.nextRefreshAt === undefined) {
      await store.schedule(id, refreshDueAt(id, credential.version, credential.tokens));
    }
    if (!(await store.activate(id, clock.now(), by))) {
      return { state: 'locked', reason: reauthorizationSteps({ ...credential, state: 'locked' }) };
    }
    log.info(told, 'credential in use');
    return { state: 'active' };
  }
  await writeDown(ports, credential, result);
  // A wrong region is no fault of the credential: it is tried again where the configuration says then.
  if (result === 'unreachable' || result === 'wrong-region') {
    log.warn(told, 'credential not tried: it stays pending');
    return { state: 'pending', reason: probeReasons[result], cause: result };
  }
  await store.mark(id, 'refused');
  log.error(told, 'credential refused: what was in use stays in use');
  const isOurs = credential.source === 'given' && credential.kind !== 'service-app';
  const fate = result === 'wrong-organization' && isOurs ? ` ${await giveBack(ports, credential)}` : '';
  return { state: 'refused', reason: probeReasons[result] + fate, cause: result };
}

/** Tokens that Webex gave to us for an organization that is not ours. */
async function giveBack({ revoker }: AcceptPorts, { clientId, clientSecret, tokens }: Credential): Promise<string> {
  if (clientId === undefined || !clientSecret) return revocationFates.failed;
  return revocationFates[await revokePair(revoker, { clientId, clientSecret }, tokens)];
}

async function withoutToken({ store, log }: AcceptPorts, credential: Credential): Promise<Accepted> {
  const { id, kind, source, failure } = credential;
  const isFinal = failure !== undefined && failure.class !== 'transient' && failure.class !== 'unknown';
  if (!isFinal) return { state: 'pending', reason: probeReasons.unreachable, cause: 'no-answer' };
  await store.mark(id, 'refused');
  log.error(
    { kind, source, class: failure.class, code: failure.code },
    'credential refused: what was in use stays in use',
  );
  return { state: 'refused', reason: reauthorizationSteps(credential), cause: failure.code };
}

async function writeDown({ store, clock }: AcceptPorts, credential: Credential, code: ProbeResult): Promise<void> {
  const failures = credential.failures + 1;
  const failureClass = code === 'unreachable' || code === 'wrong-region' ? 'transient' : 'missing-scope';
  const failure = { class: failureClass, code, trackingId: undefined, at: clock.now() } as const;
  const notBefore = clock.now() + retryPause(failures, credential.id);
  await store.fail(credential.id, credential.version, failure, {
    notBefore,
    failures,
    isDead: false,
    state: undefined,
  });
}

/** Only when the answer told the scopes: what is not told is found out by the probe. */
function lacksScope({ kind, tokens }: Credential): boolean {
  const scopes = tokens?.scopes;
  if (!scopes) return false;
  if (kind === 'token-manager') return !scopes.includes('spark:applications_token');
  return !(scopes.includes('cjp:config') || scopes.includes('cjp:config_write'));
}
