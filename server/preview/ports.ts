import type { Reach } from './consent.ts';

/** What one person was shown of certain edits. Times are milliseconds of the epoch. */
export interface ShownPreview {
  id: string;
  personId: string;
  editsHash: string;
  /** In the order of the edits. */
  reach: Reach[];
  expiresAt: number;
}

export interface PreviewStore {
  keep(preview: ShownPreview): Promise<void>;
  /** Undefined: unknown or expired. */
  find(id: string): Promise<ShownPreview | undefined>;
  prune(): Promise<void>;
}
