import { diff, type SkillDifference } from '../../shared/diff.ts';
import type { Scope } from '../identity/session.ts';
import { effectiveProfile, effectiveValues, type Organization, type User } from './organization.ts';

/**
 * What an agent gains and loses by a profile of his own, or by those of his teams (null). Undefined where that is not known, or where one of
 * both profiles is not this person's to see: the values of a foreign profile are not shown by way of one who has it.
 */
export function visibleEffect(
  organization: Organization,
  scope: Pick<Scope, 'skillProfileIds'>,
  user: User,
  to: string | null,
): SkillDifference[] | undefined {
  const valuesBy = (own: string | null) => {
    const owner = { ...user, skillProfileId: own };
    const { skillProfileId } = effectiveProfile(organization, owner);
    const isForeign = skillProfileId !== null && !scope.skillProfileIds.includes(skillProfileId);
    return isForeign ? undefined : effectiveValues(organization, owner);
  };
  const [before, after] = [valuesBy(user.skillProfileId), valuesBy(to)];
  return before && after && diff(before, after);
}
