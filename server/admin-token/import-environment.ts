import { createHash } from 'node:crypto';
import { settlePending, type AcceptPorts } from './accept-credential.ts';
import type { Candidate, CredentialKind, CredentialState } from './ports.ts';
import { endOfJwt } from './token-life.ts';

/** What the environment holds of one credential, and by which variables. */
export interface EnvironmentCredential extends Omit<Candidate, 'scopes'> {
  variables: readonly string[];
}

const orderOfUse: readonly CredentialKind[] = ['service-app', 'integration', 'direct', 'token-manager'];
const rank = (kind: CredentialKind) => orderOfUse.indexOf(kind);

/**
 * Brings what the environment holds into the vault, each value once. A value that is not known yet is pending; one of lesser rank than what
 * works stands by. Nothing is tried here.
 */
export async function importEnvironment(
  { store, clock, log }: AcceptPorts,
  organizationId: string,
  found: readonly EnvironmentCredential[],
): Promise<void> {
  const known = new Map((await store.list()).map((credential) => [credential.id, credential.state]));
  const disconnected = await store.disconnected();
  for (const role of ['token-manager', 'admin'] as const) {
    const inUse = await store.inUse(role);
    const works = inUse?.state === 'active' || inUse?.state === 'locked' ? rank(inUse.kind) : Infinity;
    let isFirst = true;
    for (const candidate of found.filter(({ kind }) => (kind === 'token-manager') === (role === 'token-manager'))) {
      const fingerprint = fingerprintOf(candidate);
      const id = idOf(organizationId, candidate.kind, fingerprint);
      const isNext = isFirst && rank(candidate.kind) <= works;
      const state = known.get(id);
      if (disconnected.has(id)) {
        // A restart is no decision to connect again.
        const { kind, variables } = candidate;
        log.warn({ kind, variables }, 'the environment still holds what was disconnected: it is not used; remove it');
        continue;
      }
      if (state === undefined) {
        const more = { source: 'environment', fingerprint, state: isNext ? 'pending' : 'standby' } as const;
        await store.add(id, withEnd(candidate), more, clock.now());
        log.info(
          { kind: candidate.kind, fingerprint, state: more.state },
          'credential of the environment is in the vault',
        );
      } else if (isNext && inUse?.state !== 'locked' && retried.has(state)) {
        // Whoever starts again may have put right what stood in the way. The kill switch he has not: that takes another value, or a command.
        await store.retry(id);
      }
      isFirst = false;
      if (candidate.kind === 'direct') warnOfDirectToken(log, withEnd(candidate).tokens?.accessExpiresAt);
    }
  }
}

const retried: ReadonlySet<CredentialState> = new Set(['refused', 'standby', 'pending']);

/** Tries what is pending, best first; where nothing is in use and nothing passed, what stands by has its turn. */
export async function settleAllPending(ports: AcceptPorts): Promise<void> {
  for (;;) {
    const waiting = (await ports.store.list())
      .filter(({ state, notBefore }) => state === 'pending' && notBefore <= ports.clock.now())
      // The token manager first: the Service App may need it.
      .sort((one, other) => rank(one.kind) - rank(other.kind));
    const manager = waiting.find(({ kind }) => kind === 'token-manager');
    const next = manager ?? waiting[0];
    if (!next) {
      const all = await ports.store.list();
      const [standby] = all.filter(({ state }) => state === 'standby').sort((a, b) => rank(a.kind) - rank(b.kind));
      const isNeeded =
        standby &&
        !all.some(({ state, kind }) => state === 'pending' && kind !== 'token-manager') &&
        !(await ports.store.inUse('admin'));
      if (!isNeeded) return;
      await ports.store.retry(standby.id);
      continue;
    }
    const { state } = await settlePending(ports, next.id);
    if (state === 'pending') return;
  }
}

/** The variables that hold what was disconnected, or would bring it back. */
export const variablesOf = (found: readonly EnvironmentCredential[]): string[] =>
  found.flatMap(({ variables }) => variables);

/** The variables whose values the vault holds, in use or to be used, and that therefore may go. */
export async function removableVariables(
  { store }: Pick<AcceptPorts, 'store'>,
  organizationId: string,
  found: readonly EnvironmentCredential[],
): Promise<string[]> {
  const kept = new Set(
    (await store.list()).filter(({ state }) => state !== 'pending' && state !== 'refused').map(({ id }) => id),
  );
  return found
    .filter((candidate) => kept.has(idOf(organizationId, candidate.kind, fingerprintOf(candidate))))
    .flatMap(({ variables }) => variables);
}

function withEnd(candidate: EnvironmentCredential): EnvironmentCredential {
  const token = candidate.kind === 'direct' ? candidate.tokens?.accessToken : undefined;
  if (!token || !candidate.tokens) return candidate;
  return { ...candidate, tokens: { ...candidate.tokens, accessExpiresAt: endOfJwt(token.reveal()) } };
}

function warnOfDirectToken(log: AcceptPorts['log'], end: number | undefined): void {
  const ends =
    end === undefined ? 'unknown, for many tokens 12 hours after they were made' : new Date(end).toISOString();
  log.warn(
    { ends },
    'A direct access token is given. It cannot be refreshed: when it ends, all writing ends. Use a Service App for production.',
  );
}

/** Of the values, so that a changed one is another credential; short, and no way back to them. */
function fingerprintOf({ kind, clientId, clientSecret, applicationId, tokens }: EnvironmentCredential): string {
  const values = [clientSecret, tokens?.refreshToken, tokens?.accessToken].map((secret) => secret?.reveal() ?? null);
  return createHash('sha256')
    .update(JSON.stringify([kind, clientId ?? null, applicationId ?? null, ...values]))
    .digest('hex')
    .slice(0, 16);
}

/** The same on every replica, so that those who start at once import one credential and not two. */
function idOf(organizationId: string, kind: CredentialKind, fingerprint: string): string {
  const hash = createHash('sha256').update([organizationId, kind, fingerprint].join('|')).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}
