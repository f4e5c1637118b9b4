import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { AuditTrail } from './ports.ts';

const day = 24 * 60 * 60_000;

/** Cuts what is older than the policy keeps, once a day: whichever replica comes first. */
export async function keepRetention(
  { audit, clock, log }: { audit: Pick<AuditTrail, 'cut'>; clock: Clock; log: Pick<Log, 'info'> },
  retentionDays: number,
): Promise<void> {
  const now = clock.now();
  const upTo = await audit.cut(now - retentionDays * day, now - day, retentionDays);
  if (upTo !== undefined) log.info({ upTo, retentionDays }, 'audit records were cut behind a checkpoint');
}
