import type { CredentialStore } from './ports.ts';
import type { OrganizationControl } from './stop-ports.ts';

type ClosedBy = 'paused' | 'needs-reauthorization' | 'organization-not-connected';

/** By which decision of an administrator nothing is written now. Not cached: it holds on every replica at once. */
export async function writingClosedBy({
  control,
  store,
}: {
  control: OrganizationControl;
  store: CredentialStore;
}): Promise<ClosedBy | undefined> {
  const [{ pausedAt, disconnectedAt }, states] = await Promise.all([control.standing(), store.list()]);
  const admins = states.filter(({ kind }) => kind !== 'token-manager').map(({ state }) => state);
  const isUsed = admins.includes('active') || admins.includes('needs-reauthorization');
  if (!isUsed && admins.includes('locked')) return 'needs-reauthorization';
  if (!isUsed && disconnectedAt !== undefined) return 'organization-not-connected';
  return pausedAt === undefined ? undefined : 'paused';
}
