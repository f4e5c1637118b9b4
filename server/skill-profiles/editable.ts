import type { EditPolicy } from '../../shared/api.ts';
import type { Rule } from '../../shared/change.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { Session } from '../identity/session.ts';
import { isInScope, profileUses, useOf, type Organization, type ProfileUse } from './organization.ts';

/** Why this person may not edit the values of a profile, or undefined when he may. */
export function refusalOfValues(
  session: Session,
  policy: EditPolicy,
  skillProfileId: string,
  use: ProfileUse,
): Rule | undefined {
  const { rights, scope, person } = session;
  if (!scope.skillProfileIds.includes(skillProfileId)) return 'not-found';
  if (!rights.values) return 'no-skill-profile-permission';
  // `acknowledge` needs a preview to acknowledge on, so until previews exist it lets through no more than `strict`.
  if (policy === 'open') return undefined;
  if (use.outsideScope > 0) return 'outside-scope';
  const unused = use.agents === 0 && use.teamIds.length === 0;
  const decides =
    person.role === 'administrator' || scope.profileAccess === 'all' || scope.profileAccess.includes(skillProfileId);
  return unused && !decides ? 'unused-profile' : undefined;
}

/** Why this person may not carry out an edit, or undefined when he may. A foreign object and an unknown one are refused alike. */
export function refusalOf(
  session: Session,
  policy: EditPolicy,
  organization: Organization,
  edit: Edit,
): Rule | undefined {
  if (!isAssignment(edit)) {
    if (!organization.skillProfiles.has(edit.skillProfileId)) return 'not-found';
    return refusalOfValues(
      session,
      policy,
      edit.skillProfileId,
      useOf(profileUses(organization, session.scope), edit.skillProfileId),
    );
  }
  const user = organization.users.get(edit.userId);
  if (!user || !isInScope(session.scope, user)) return 'not-found';
  if (!session.rights.assignments) return 'no-reskill-permission';
  const { toSkillProfileId: to } = edit;
  const readable = to === null || (organization.skillProfiles.has(to) && session.scope.skillProfileIds.includes(to));
  return readable ? undefined : 'not-found';
}

/** The rule in words for the person in front of a read-only profile or agent. */
export function explain(rule: Rule, use?: Pick<ProfileUse, 'outsideScope'>): string {
  switch (rule) {
    case 'outside-scope':
      return `Also used by ${use?.outsideScope ?? 'some'} users or teams outside your teams. Ask an administrator, or somebody who supervises them too.`;
    case 'unused-profile':
      return 'Nobody uses this profile, and your user profile does not name it. An administrator can edit it.';
    case 'no-skill-profile-permission':
      return 'Your user profile in Control Hub lets you view skill profiles but not edit them.';
    case 'no-reskill-permission':
      return 'Your user profile in Control Hub lets you neither reskill agents nor edit skill profiles.';
    default:
      return 'You may not edit this.';
  }
}
