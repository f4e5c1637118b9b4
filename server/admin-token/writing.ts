import type { ChainGuard } from '../audit/chain-guard.ts';
import type { Decisions, OrganizationControl } from './stop-ports.ts';

type ClosedBy = 'paused' | 'needs-reauthorization' | 'organization-not-connected';

/**
 * By which decision nothing is written now: an administrator's, or that of a process that met an older audit chain than it knows; and until when
 * something may have been done that nobody knows of. Not cached: it holds on every replica at once.
 */
export async function writingNow({
  control,
  chain,
}: {
  control: OrganizationControl;
  chain: Pick<ChainGuard, 'meet'>;
}): Promise<{ closedBy: ClosedBy | undefined; unsureUntil: number | undefined }> {
  let reading: Promise<Decisions> | undefined;
  // Begun by the guard, which must know first what it compares the head with.
  const read = () => (reading ??= control.decisions());
  const [hasStopped, before] = await Promise.all([chain.meet(async () => (await read()).head), read()]);
  // What the guard found was the reason for a pause.
  const decisions = hasStopped ? await control.decisions() : before;
  return { closedBy: closedBy(decisions), unsureUntil: decisions.unsureUntil };
}

function closedBy({ pausedAt, disconnectedAt, credentials }: Decisions): ClosedBy | undefined {
  const admins = credentials.filter(({ kind }) => kind !== 'token-manager').map(({ state }) => state);
  const isUsed = admins.includes('active') || admins.includes('needs-reauthorization');
  if (!isUsed && admins.includes('locked')) return 'needs-reauthorization';
  if (!isUsed && disconnectedAt !== undefined) return 'organization-not-connected';
  return pausedAt === undefined ? undefined : 'paused';
}
