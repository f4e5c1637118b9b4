import type { Clock } from '../clock.ts';
import type { Credential, CredentialStore, TokenState } from './ports.ts';
import { reauthorizationSteps } from './reauthorization-steps.ts';
import { stateOf } from './token-life.ts';

export interface TokenStatus {
  state: TokenState;
  /** The credential in use for the organization, and the token manager's; without secrets. */
  inUse: Credential | undefined;
  tokenManager: Credential | undefined;
  /** What waits, was refused or was replaced. */
  others: Pick<Credential, 'kind' | 'source' | 'state' | 'createdAt'>[];
  /** What a person has to do, when only a person can. */
  steps: string | undefined;
}

/** How the organization's authorization stands. */
export async function tokenStatus({ store, clock }: { store: CredentialStore; clock: Clock }): Promise<TokenStatus> {
  const [inUse, tokenManager, all] = await Promise.all([
    store.inUse('admin'),
    store.inUse('token-manager'),
    store.list(),
  ]);
  const used = [inUse?.id, tokenManager?.id];
  const others = all.filter(({ id }) => !used.includes(id));
  const waiting = others.some(({ state, kind }) => state === 'pending' && kind !== 'token-manager');
  const state = inUse ? stateOf(inUse, clock.now()) : waiting ? 'pending' : 'not-connected';
  const needsPerson = inUse && (state === 'needs-reauthorization' || state === 'locked');
  return { state, inUse, tokenManager, others, steps: needsPerson ? reauthorizationSteps(inUse) : undefined };
}

/** The kill switch: no replica uses a token any more, 5 s from now at the latest. Nothing is revoked at Webex. */
export async function lockTokens({ store }: { store: CredentialStore }): Promise<number> {
  const inUse = (await Promise.all([store.inUse('admin'), store.inUse('token-manager')])).filter(
    (one) => one !== undefined,
  );
  for (const { id } of inUse) await store.mark(id, 'locked');
  return inUse.length;
}
