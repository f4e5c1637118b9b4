import { createHash } from 'node:crypto';
import { canonicalContent, type SkillValues } from '../../shared/skill-values.ts';

/** SHA-256, in hexadecimal, of the profile's editable content. */
export const revisionOf = (values: SkillValues): string =>
  createHash('sha256').update(canonicalContent(values)).digest('hex');
