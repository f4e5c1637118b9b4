import { createHash, randomUUID } from 'node:crypto';
import { isAssignment, type ChangeRequest, type Edit } from '../../shared/edit.ts';
import type { SkillDifference } from '../../shared/diff.ts';
import type { Clock } from '../clock.ts';
import type { RateLimits } from '../rate-limits.ts';
import type { CurrentPolicy } from '../policy/current-policy.ts';
import { groundsOf, refusalOf } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { demandEditing } from '../identity/admit.ts';
import type { CurrentRights } from '../identity/current-rights.ts';
import type { Scope, Session } from '../identity/session.ts';
import { visibleEffect } from '../skill-profiles/visible-effect.ts';
import type { Snapshot } from '../skill-profiles/snapshot.ts';
import type { ChangeJournal, JournalChange, JournalItem } from './ports.ts';
import { demandConsent } from '../preview/demand-consent.ts';
import type { PreviewStore } from '../preview/ports.ts';
import { validateEdits } from '../preview/validate-edits.ts';

interface Ports {
  journal: ChangeJournal;
  rights: CurrentRights;
  snapshot: Snapshot;
  previews: PreviewStore;
  clock: Clock;
  limits: RateLimits;
  policy: CurrentPolicy;
}

/**
 * Takes in what one person asks for: checks it, and commits the intent before anything is written. The same key finds the same Change.
 * @throws AppError `bad-request`, `too-many-requests`, `preview-outdated`, `idempotency-key-reused`, or why this person may write nothing now, with nothing journaled
 */
export async function makeChange(
  ports: Ports,
  session: Session,
  { path, key }: { path: string; key: string },
  request: ChangeRequest,
): Promise<JournalChange> {
  const { journal, rights, snapshot, clock, limits, policy } = ports;
  const bodyHash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
  const made = await journal.made(session.person.id, { path, key, bodyHash });
  if (made) return made;
  demandEditing(session.rights);
  await rights.confirm(session);
  const organization = await snapshot.fresh();
  validateEdits(request.edits, organization.skills);
  const grounds = groundsOf(await policy.inForce(), organization);
  await demandConsent(ports, session, grounds, request);
  await limits.count('change', session.person.id);

  const id = randomUUID();
  const createdAt = clock.now();
  const items = request.edits.map((edit, position): JournalItem => {
    const rule = refusalOf(session, grounds, edit);
    return {
      changeId: id,
      position,
      edit,
      outcome: rule ? 'refused' : 'pending',
      ...(rule && { rule }),
      differences: [],
      effect: rule ? [] : effectOf(edit, organization, session.scope),
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

/**
 * What an agent gains and loses by another profile, as far as this person may see it. The profile that the edit claims to come from is not
 * looked into: it could be any.
 */
function effectOf(edit: Edit, organization: Organization, scope: Scope): SkillDifference[] {
  const user = isAssignment(edit) ? organization.users.get(edit.userId) : undefined;
  if (!isAssignment(edit) || !user) return [];
  return visibleEffect(organization, scope, user, edit.toSkillProfileId) ?? [];
}
