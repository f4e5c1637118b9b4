import type { SkillDifference } from '../../shared/diff.ts';
import { sameValue } from '../../shared/skill.ts';
import type { SkillValues } from '../../shared/skill-values.ts';
import type { Standing } from './ports.ts';

/**
 * What one reading after a write says of it: `verified` all touched skills are as written · `superseded` Webex had them, and has other values
 * of some by now · `lagging` the reading is older than Webex's own answer · `not-effective` Webex accepted the write and does not have it ·
 * `unseen` Webex never answered the write and does not have it.
 */
export type Verdict = 'verified' | 'superseded' | 'lagging' | 'not-effective' | 'unseen';

export interface Written {
  differences: readonly SkillDifference[];
  /** Webex answered the write with success. */
  answered: boolean;
  /** The version of that answer, when it had our values; a write that was ignored is answered without them. */
  writtenVersion: number | undefined;
}

export function judgeReadBack(
  { differences, answered, writtenVersion }: Written,
  read: Pick<Standing, 'version' | 'values'>,
): Verdict {
  if (holds(read.values, differences)) return 'verified';
  // A write arrives as a whole: where a part of it is seen, somebody has changed the rest since.
  if (!answered) return differences.some((difference) => holds(read.values, [difference])) ? 'superseded' : 'unseen';
  if (writtenVersion === undefined || read.version === undefined) return 'not-effective';
  if (read.version > writtenVersion) return 'superseded';
  return read.version < writtenVersion ? 'lagging' : 'not-effective';
}

/** Only touched skills are compared. */
export const holds = (values: SkillValues, differences: readonly SkillDifference[]): boolean =>
  differences.every(({ skillId, after }) => sameValue(values.get(skillId) ?? null, after));
