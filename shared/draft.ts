import type { Edit } from './edit.ts';
import type { SkillValue } from './skill.ts';

/** A draft may hold what takes several Changes to save. */
export const mostDraftEdits = 5_000;

/** What a person has not saved yet. `savedAt` is the backend's, ISO 8601 in UTC. */
export interface Draft extends Omit<DraftRequest, 'over'> {
  savedAt: string;
}

export interface DraftRequest {
  edits: Edit[];
  /** By profile and skill, what was there when it was edited; null is "not in the profile". Without it, only the revision tells. */
  base?: Record<string, Record<string, SkillValue | null>> | undefined;
  reason?: string | undefined;
  /** The begin that he has chosen so far. */
  startsAt?: string | undefined;
  /** The end that he has chosen so far; null is "for good". */
  until?: string | null | undefined;
  /** A name of this state of the draft that no other has. */
  tag?: string | undefined;
  /** The tags of the drafts whose place it may take, null for none at all; absent: any. Two pages of one person do not overwrite each other unseen by it. */
  over?: (string | null)[] | undefined;
}
