import type { ChainGuard } from '../audit/chain-guard.ts';
import type { CredentialStore } from './ports.ts';
import type { OrganizationControl } from './stop-ports.ts';

type ClosedBy = 'paused' | 'needs-reauthorization' | 'organization-not-connected';

/**
 * By which decision nothing is written now: an administrator's, or that of a process that met an older audit chain than it knows. Not cached:
 * it holds on every replica at once.
 */
export async function writingClosedBy({
  control,
  store,
  chain,
}: {
  control: OrganizationControl;
  store: CredentialStore;
  chain: Pick<ChainGuard, 'meet'>;
}): Promise<ClosedBy | undefined> {
  const [hasStopped, before, states] = await Promise.all([chain.meet(), control.standing(), store.list()]);
  // What the guard found was the reason for a pause.
  const { pausedAt, disconnectedAt } = hasStopped ? await control.standing() : before;
  const admins = states.filter(({ kind }) => kind !== 'token-manager').map(({ state }) => state);
  const isUsed = admins.includes('active') || admins.includes('needs-reauthorization');
  if (!isUsed && admins.includes('locked')) return 'needs-reauthorization';
  if (!isUsed && disconnectedAt !== undefined) return 'organization-not-connected';
  return pausedAt === undefined ? undefined : 'paused';
}
