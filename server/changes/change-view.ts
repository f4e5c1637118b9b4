import type { Change, ChangeItem, Outcome } from '../../shared/change.ts';
import { isAssignment, targetOf, type ValuesEdit } from '../../shared/edit.ts';
import { AppError } from '../app-error.ts';
import type { Session } from '../identity/session.ts';
import { isInScope, type Organization } from '../skill-profiles/organization.ts';
import { viewAsOfThen } from './as-of-then.ts';
import { asWritten } from './inverse.ts';
import { viewOfTimes } from './lease-view.ts';
import type { JournalChange, JournalItem, Reversal, TeamAssignment } from './ports.ts';

/**
 * The Change at `now` as this person may see it, or undefined when he may not: all of his own; of somebody else's the items in his scope, if there
 * is one. `owner` is whose it counts as.
 */
export function viewChange(
  session: Session,
  organization: Organization | undefined,
  change: JournalChange,
  now: number,
  owner = change.owner,
): Change | undefined {
  const items = visibleItems(session, organization, { ...change, ...(owner && { owner }) });
  const team = visibleTeam(session, change);
  if (items.length === 0 && !team) return undefined;
  const revertedBy = reversalOf(change.reversals, items);
  return {
    id: change.id,
    actor: change.actor,
    reason: change.reason,
    createdAt: new Date(change.createdAt).toISOString(),
    ...(change.via && { via: change.via }),
    ...(change.reverts !== undefined && { reverts: change.reverts }),
    ...(revertedBy !== undefined && { revertedBy }),
    ...viewOfTimes({ ...change, reversals: reversalsOf(change, items) }, now),
    items: [
      ...items.map((item) => viewItem(session, item)),
      ...(team ? [{ ...team, outcome: 'verified' as const, diff: [] }] : []),
    ],
  };
}

/** For a foreign and an unknown one alike. */
export const noSuchChange = () => new AppError('not-found', 'There is no such Change, or you may not see it.');

/** All of a Change that a person made or owns; of somebody else's the items in his scope. */
export function visibleItems(
  session: Session,
  organization: Organization | undefined,
  { actor, owner, items }: JournalChange,
): JournalItem[] {
  const { id } = session.person;
  return actor.id === id || owner?.id === id ? items : items.filter((item) => isVisible(session, organization, item));
}

/** What was noticed of a team in his scope. */
export const visibleTeam = ({ scope }: Session, { team }: JournalChange): TeamAssignment | undefined =>
  team && scope.teamIds.includes(team.teamId) ? team : undefined;

/** @throws AppError `not-found` where this person may see nothing of it */
export function demandVisible(
  session: Session,
  organization: Organization | undefined,
  change: JournalChange | undefined,
): JournalChange {
  if (!change || (visibleItems(session, organization, change).length === 0 && !visibleTeam(session, change)))
    throw noSuchChange();
  return change;
}

/** What was done to take these items of a Change back. */
export const reversalsOf = ({ reversals }: JournalChange, items: readonly JournalItem[]): Reversal[] =>
  reversals.filter(({ target }) => items.some(({ edit }) => targetOf(edit) === target));

/** Outcomes of an undo that left the item as it was: it may be tried again. */
const failed: ReadonlySet<Outcome> = new Set(['refused', 'failed', 'conflict', 'not-effective', 'stopped']);

/** The newest Change that took one of these items back, or is about to. */
export const reversalOf = (reversals: readonly Reversal[], items: readonly JournalItem[]): string | undefined =>
  reversals.find(({ target, outcome }) => !failed.has(outcome) && items.some(({ edit }) => targetOf(edit) === target))
    ?.changeId;

function isVisible({ scope }: Session, organization: Organization | undefined, { edit }: JournalItem): boolean {
  if (!isAssignment(edit)) {
    const { skillProfileId: id, deleted } = edit;
    // Whom Webex let see it, it shows it no longer: what his access says of it is left.
    const hadAccess = scope.profileAccess === 'all' || scope.profileAccess.includes(id);
    return scope.skillProfileIds.includes(id) || (deleted !== undefined && hadAccess);
  }
  const user = organization?.users.get(edit.userId);
  return user !== undefined && isInScope(scope, user);
}

/** Outcomes after which nothing of the item was written. */
const untouched: ReadonlySet<Outcome> = new Set(['refused', 'conflict', 'unchanged']);

/** Of an agent's other profile nothing was written: that is how an undo or an end is superseded, where it finds another one. */
const leftAlone = ({ outcome, differences }: JournalItem): boolean =>
  untouched.has(outcome) || (outcome === 'superseded' && differences.length === 0);
const askedOf = ({ set, remove }: ValuesEdit): NonNullable<ChangeItem['asked']> => [
  ...set.map((one) =>
    'value' in one ? { skillId: one.skillId, value: one.value } : { skillId: one.skillId, add: one.add },
  ),
  ...remove.map((skillId) => ({ skillId, value: null })),
];

function viewItem({ scope }: Session, item: JournalItem): ChangeItem {
  const { outcome, rule, conflict, leftOut, trackingId, differences, effect, asOfThen } = item;
  const edit = asWritten(item);
  const target = isAssignment(edit)
    ? { userId: edit.userId, fromSkillProfileId: edit.fromSkillProfileId, toSkillProfileId: edit.toSkillProfileId }
    : { skillProfileId: edit.skillProfileId, ...(edit.deleted && { deleted: edit.deleted }) };
  return {
    ...target,
    outcome,
    ...(rule && { rule }),
    diff: isAssignment(edit) ? (leftAlone(item) ? [] : effect) : differences,
    ...(outcome === 'scheduled' && !isAssignment(edit) && { asked: askedOf(edit) }),
    ...(conflict && { conflict }),
    ...(leftOut && { leftOut }),
    ...(asOfThen && viewAsOfThen(scope, asOfThen)),
    ...(trackingId !== undefined && { trackingId }),
  };
}
