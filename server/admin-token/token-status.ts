import type { Clock } from '../clock.ts';
import type { Credential, CredentialKind, CredentialStore, TokenState } from './ports.ts';
import { reauthorizationSteps } from './reauthorization-steps.ts';
import type { OrganizationControl, RevocationQueue } from './stop-ports.ts';
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
  /** Since when nothing is written, when it is paused. */
  pausedAt: number | undefined;
  /** In words, when it was Skilldesk itself that paused. */
  pausedBecause: string | undefined;
  disconnectedAt: number | undefined;
  /** What Webex is still to be told after a disconnect. */
  revocations: { kind: CredentialKind; requestedAt: number }[];
}

interface Ports {
  store: CredentialStore;
  control: OrganizationControl;
  revocations: RevocationQueue;
  clock: Clock;
}

/** How the organization's authorization stands. */
export async function tokenStatus({ store, control, revocations, clock }: Ports): Promise<TokenStatus> {
  const [inUse, tokenManager, all, standing, waiting] = await Promise.all([
    store.inUse('admin'),
    store.inUse('token-manager'),
    store.list(),
    control.standing(),
    revocations.waiting(),
  ]);
  const used = [inUse?.id, tokenManager?.id];
  const others = all.filter(({ id }) => !used.includes(id));
  const isTried = others.some(({ state, kind }) => state === 'pending' && kind !== 'token-manager');
  const state = inUse ? stateOf(inUse, clock.now()) : isTried ? 'pending' : 'not-connected';
  const needsPerson = inUse && (state === 'needs-reauthorization' || state === 'locked');
  const steps = needsPerson ? reauthorizationSteps(inUse) : undefined;
  const disconnectedAt = all.length === 0 ? standing.disconnectedAt : undefined;
  const { pausedAt, pausedBecause } = standing;
  return { state, inUse, tokenManager, others, steps, pausedAt, pausedBecause, disconnectedAt, revocations: waiting };
}
