import type { Limits } from '../shared/policy.ts';

/** For each person, as each costs one of Webex's requests: enough for whoever looks at profiles, and less than half of what people share. */
export const freshReadsPerMinute = 80;

/** For each person, as each is calculated over the whole organization: one for every Change that may be made, one more for its consent, and some to look around. */
export const previewsPerMinute = 180;

/** For each person, as each may be as large as a request is: a page keeps four a second at most, and he may have two. */
export const draftsPerMinute = 480;

/** For each address: an office that comes to work, and nobody who tries. */
export const signInsPerMinute = 20;
/** For each address, beside the ten tries that a code has. */
export const wrongSetupCodesPerMinute = 10;

/** What is counted; for whom is the caller's choice. */
export type Counted =
  | 'session-exchange'
  | 'change'
  | 'refused-exchange'
  | 'refused-organization'
  | 'fresh-read'
  | 'preview'
  | 'draft'
  | 'sign-in'
  | 'wrong-setup-code';

/** Counts per minute, over all replicas. Without its store it counts on in memory: it never opens. */
export interface RateLimits {
  /**
   * Counts one; by these `limits`, or else by those that are read.
   * @throws AppError `too-many-requests` when it was one too many
   */
  count(what: Counted, who: string, limits?: Limits): Promise<void>;
  /**
   * Counts nothing.
   * @throws AppError `too-many-requests` when the next would be one too many
   */
  check(what: Counted, who: string): Promise<void>;
}
