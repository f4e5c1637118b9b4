import type { Draft } from '../../shared/draft.ts';

/** Tags of the drafts whose place may be taken; null is none at all. */
export type Predecessors = readonly (string | null)[];

/** What each person has not saved yet. Kept 12 h from when it was last stored. */
export interface DraftStore {
  find(personId: string): Promise<Draft | undefined>;
  /** In place of the one before; false, and nothing done, where that is none of `over` and no other state of the same tag. */
  keep(personId: string, draft: Draft, over?: Predecessors): Promise<boolean>;
  /** False, and nothing done, where there is one that is none of `over`. */
  remove(personId: string, over?: Predecessors): Promise<boolean>;
  prune(): Promise<void>;
}
