import type { Change, ChangeItem, Outcome } from '../../shared/change.ts';
import { isAssignment } from '../../shared/edit.ts';
import type { Session } from '../identity/session.ts';
import { isInScope, type Organization } from '../skill-profiles/organization.ts';
import type { JournalChange, JournalItem } from './ports.ts';

/**
 * The Change as this person may see it, or undefined when he may not: all of his own; of somebody else's the items in his scope, if there
 * is one.
 */
export function viewChange(
  session: Session,
  organization: Organization | undefined,
  change: JournalChange,
): Change | undefined {
  const items = visibleItems(session, organization, change);
  if (items.length === 0) return undefined;
  return {
    id: change.id,
    actor: change.actor,
    reason: change.reason,
    createdAt: new Date(change.createdAt).toISOString(),
    terms: [],
    items: items.map(viewItem),
  };
}

/** The items of a Change that this person may know of. */
export function visibleItems(
  session: Session,
  organization: Organization | undefined,
  { actor, items }: JournalChange,
): JournalItem[] {
  return actor.id === session.person.id ? items : items.filter((item) => isVisible(session, organization, item));
}

function isVisible({ scope }: Session, organization: Organization | undefined, { edit }: JournalItem): boolean {
  if (!isAssignment(edit)) return scope.skillProfileIds.includes(edit.skillProfileId);
  const user = organization?.users.get(edit.userId);
  return user !== undefined && isInScope(scope, user);
}

/** Outcomes after which nothing of the item was written. */
const untouched: ReadonlySet<Outcome> = new Set(['refused', 'conflict', 'unchanged']);

function viewItem({ edit, outcome, rule, conflict, trackingId, differences, effect }: JournalItem): ChangeItem {
  const target = isAssignment(edit)
    ? { userId: edit.userId, fromSkillProfileId: edit.fromSkillProfileId, toSkillProfileId: edit.toSkillProfileId }
    : { skillProfileId: edit.skillProfileId };
  return {
    ...target,
    outcome,
    ...(rule && { rule }),
    diff: isAssignment(edit) ? (untouched.has(outcome) ? [] : effect) : differences,
    ...(conflict && { conflict }),
    ...(trackingId !== undefined && { trackingId }),
  };
}
