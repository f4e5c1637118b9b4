import type { Rule } from '../../shared/change.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { Session } from '../identity/session.ts';
import { refusalOf, refusalOfEffect, type Grounds } from '../skill-profiles/editable.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { assignedProfile, profileOf } from './assigned-profile.ts';
import type { JournalItem, Standing } from './ports.ts';

/** Why an item that was accepted must not be sent any more: its object is gone, or the person may no longer do it. */
export function lossOf(
  authority: Session,
  grounds: Grounds,
  { edit, acknowledged }: Pick<JournalItem, 'edit' | 'acknowledged'>,
): Rule | undefined {
  const refusal = refusalOf(authority, grounds, edit, acknowledged);
  // No right was lost: others were faster, of the same Change too.
  if (!refusal || refusal === 'too-many-agents') return refusal;
  return isThere(grounds.organization, edit) ? 'rights-lost' : 'not-found';
}

/**
 * An agent may have left the supervisor's teams since the snapshot. What he really has may be another profile than there, and to take that
 * from him may change a protected skill.
 */
export function refusalOfStanding(
  authority: Session,
  grounds: Grounds,
  edit: Edit,
  { values, teamIds = [] }: Standing,
): Rule | undefined {
  if (!isAssignment(edit)) return undefined;
  if (!teamIds.some((id) => authority.scope.teamIds.includes(id))) return 'rights-lost';
  return refusalOfEffect(authority, grounds, edit, profileOf(values.get(assignedProfile)));
}

function isThere({ users, skillProfiles }: Organization, edit: Edit): boolean {
  if (!isAssignment(edit)) return skillProfiles.has(edit.skillProfileId);
  const { userId, toSkillProfileId: to } = edit;
  return users.has(userId) && (to === null || skillProfiles.has(to));
}
