import type { Draft } from '../../shared/draft.ts';

/** What each person has not saved yet. Kept 12 h from when it was last stored. */
export interface DraftStore {
  find(personId: string): Promise<Draft | undefined>;
  /** In place of the one before. */
  keep(personId: string, draft: Draft): Promise<void>;
  remove(personId: string): Promise<void>;
  prune(): Promise<void>;
}
