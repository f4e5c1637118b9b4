import type { SkillDifference } from '../../shared/diff.ts';
import { isAssignment, type Edit } from '../../shared/edit.ts';
import type { Scope } from '../identity/session.ts';
import type { Organization } from '../skill-profiles/organization.ts';
import { visibleEffect } from '../skill-profiles/visible-effect.ts';

/**
 * What an agent gains and loses by another profile, as far as this person may see it. The profile that the edit claims to come from is not
 * looked into: it could be any.
 */
export function effectOf(edit: Edit, organization: Organization, scope: Scope): SkillDifference[] {
  const user = isAssignment(edit) ? organization.users.get(edit.userId) : undefined;
  if (!isAssignment(edit) || !user) return [];
  return visibleEffect(organization, scope, user, edit.toSkillProfileId) ?? [];
}
