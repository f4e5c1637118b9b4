import { createHash, randomUUID } from 'node:crypto';
import type { EditPolicy } from '../../shared/api.ts';
import { isAssignment, type ChangeRequest, type Edit } from '../../shared/edit.ts';
import { diff, type SkillDifference } from '../../shared/diff.ts';
import { AppError } from '../app-error.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import { mayEdit, type Session } from '../identity/session.ts';
import { refusalOf } from '../skill-profiles/editable.ts';
import { effectiveProfile, type Organization } from '../skill-profiles/organization.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import { validateEdits } from './validate-edits.ts';

interface Ports {
  journal: ChangeJournal;
  snapshot: Snapshot;
  clock: Clock;
  limits: RateLimits;
  editPolicy: EditPolicy;
}

/**
 * Takes in what one person asks for: checks it, and commits the intent before anything is written. The same key finds the same Change.
 * @throws AppError `not-allowed`, `bad-request`, `too-many-requests` or `idempotency-key-reused`, with nothing journaled
 */
export async function makeChange(
  { journal, snapshot, clock, limits, editPolicy }: Ports,
  session: Session,
  { path, key }: { path: string; key: string },
  request: ChangeRequest,
): Promise<JournalChange> {
  const bodyHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const made = await journal.made(session.person.id, { path, key, bodyHash });
  if (made) return made;
  if (!mayEdit(session)) {
    throw new AppError(
      'not-allowed',
      'Your user profile in Control Hub lets you view skill profiles, but neither edit them nor reskill agents.',
    );
  }
  const organization = await snapshot.fresh();
  validateEdits(request.edits, organization.skills);
  await limits.count('change', session.person.id);

  const id = randomUUID();
  const createdAt = clock.now();
  const items = request.edits.map((edit, position): JournalItem => {
    const rule = refusalOf(session, editPolicy, organization, edit);
    return {
      changeId: id,
      position,
      edit,
      outcome: rule ? 'refused' : 'pending',
      ...(rule && { rule }),
      differences: [],
      effect: rule ? [] : effectOf(edit, organization),
      attempts: 0,
      dueAt: createdAt,
    };
  });
  const { id: actorId, name, email } = session.person;
  const intent = {
    id,
    actor: { id: actorId, name, email },
    reason: request.reason,
    createdAt,
    authority: session,
    items,
  };
  return journal.intend(intent, { path, key, bodyHash });
}

/** What an agent gains and loses by another profile, as the snapshot knows both. */
function effectOf(edit: Edit, organization: Organization): SkillDifference[] {
  const user = isAssignment(edit) ? organization.users.get(edit.userId) : undefined;
  if (!isAssignment(edit) || !user) return [];
  const values = (skillProfileId: string | null) => {
    const effective = effectiveProfile(organization, { ...user, skillProfileId }).skillProfileId;
    return organization.skillProfiles.get(effective ?? '')?.content?.values ?? new Map<string, never>();
  };
  return diff(values(edit.fromSkillProfileId), values(edit.toSkillProfileId));
}
