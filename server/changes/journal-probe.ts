import { randomUUID } from 'node:crypto';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import { claimTargetOf } from './claim-target.ts';
import { authorityOfNobody } from './nobody.ts';
import type { Claim, ChangeJournal, JournalChange, JournalItem, Writing } from './ports.ts';

/** How the doctor's write ended; `in-doubt` is settled by reading Webex, as every other write is. */
export type ProbeOutcome = 'verified' | 'superseded' | 'failed' | 'in-doubt';

interface Ports {
  journal: ChangeJournal;
  writing: Writing;
  clock: Clock;
  organizationId: string;
}

/** Longer than the doctor takes, whose write has a deadline of 15 s. */
const probeTime = 60_000;
const doctor = { id: 'skilldesk-doctor', name: 'Skilldesk doctor', email: '' };

/**
 * Commits that the doctor is about to write this profile back unchanged, and keeps everybody else from writing it meanwhile. Answers the id of
 * the Change.
 * @throws AppError when nothing may be written now
 */
export async function beginProbe(
  { journal, writing, clock, organizationId }: Ports,
  skillProfileId: string,
): Promise<string> {
  const { closedBy } = await writing.now();
  if (closedBy)
    throw new AppError('webex-unavailable', `Nothing may be written now (${closedBy}), so the doctor does not.`);
  const id = randomUUID();
  const now = clock.now();
  const item: JournalItem = {
    changeId: id,
    position: 0,
    edit: { skillProfileId, revision: '', set: [], remove: [] },
    outcome: 'sent',
    differences: [],
    effect: [],
    attempts: 1,
    sentAt: now,
    dueAt: now + probeTime,
    teamIds: [],
  };
  const claim = claimOf(organizationId, skillProfileId, id);
  const taken = await journal.takeUp(claim, probeTime, item);
  if (!taken) throw beingWritten();
  if (taken.isBehindUnsettled) {
    await journal.release(claim);
    throw beingWritten();
  }
  const change: JournalChange = {
    id,
    actor: doctor,
    reason: 'doctor --probe-write: written back unchanged',
    createdAt: now,
    authority: authorityOfNobody({ id, createdAt: now, actor: doctor }, organizationId),
    items: [item],
    reversals: [],
    terms: [],
  };
  await journal.intend(change, { path: 'doctor', key: id, bodyHash: '' });
  return id;
}

const beingWritten = () =>
  new AppError('webex-unavailable', 'This profile is being written at this moment. Try again in a minute.');

/** Commits how it ended, and lets others write again. */
export async function endProbe(
  { journal, organizationId }: Pick<Ports, 'journal' | 'organizationId'>,
  changeId: string,
  outcome: ProbeOutcome,
): Promise<void> {
  const item = (await journal.read(changeId))?.items[0];
  if (!item || !('skillProfileId' in item.edit)) return;
  await journal.record(item, { outcome, ...(outcome === 'failed' && { rule: 'webex-refused' as const }) });
  await journal.release(claimOf(organizationId, item.edit.skillProfileId, changeId));
}

const claimOf = (organizationId: string, skillProfileId: string, changeId: string): Claim => ({
  target: claimTargetOf(organizationId, skillProfileId),
  owner: `doctor/${changeId}`,
});
