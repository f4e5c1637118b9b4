/** All in milliseconds. */
export interface Pauses {
  /** When the written target is read back, counted from Webex's answer. */
  readBack: readonly number[];
  /** How long after `sent` an unknown outcome is settled by reading: later than any write can still be on its way. */
  settle: number;
  /** How long a claim holds: the write's deadline of 15 s and 5 s more. */
  claim: number;
  /** The oldest reading that a write may be built on. */
  freshness: number;
  /** The oldest reading of a person's rights that a write may be built on. */
  rights: number;
}

export const usualPauses: Pauses = {
  readBack: [0, 1_000, 3_000],
  settle: 20_000,
  claim: 20_000,
  freshness: 5_000,
  rights: 60_000,
};
