import type { Edit } from './edit.ts';

/** What a person has not saved yet. `savedAt` is the backend's, ISO 8601 in UTC. */
export interface Draft extends DraftRequest {
  savedAt: string;
}

export interface DraftRequest {
  edits: Edit[];
  reason?: string | undefined;
  /** The end that he has chosen so far; null is "for good". */
  until?: string | null | undefined;
}
