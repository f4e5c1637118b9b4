import { diff, type SkillDifference } from '../../shared/diff.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { Scope } from '../identity/session.ts';
import { effectiveProfile, type Organization, type User } from './organization.ts';

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
  const valuesBy = (own: string | null): SkillValues | undefined => {
    const { skillProfileId, source } = effectiveProfile(organization, { ...user, skillProfileId: own });
    if (source === 'none') return new Map();
    if (skillProfileId === null || !scope.skillProfileIds.includes(skillProfileId)) return undefined;
    return organization.skillProfiles.get(skillProfileId)?.content?.values;
  };
  const [before, after] = [valuesBy(user.skillProfileId), valuesBy(to)];
  return before && after && diff(before, after);
}
