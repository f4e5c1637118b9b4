import type { JournalChange, Term } from '../changes/ports.ts';

/** A new end, a new owner, or both. */
export interface Move {
  term: Term;
  /** Somebody takes the incident of its end. */
  takes: boolean;
}

/** A lease, and the end by which it was found due. */
export type DueLease = Required<Pick<JournalChange, 'id' | 'until'>>;

/** The ends of Changes: begun once among all replicas, and moved only until then. */
export interface LeaseJournal {
  /** Leases whose time has come, and those that hold nothing any more. */
  due(): Promise<DueLease[]>;
  /**
   * Commits that the end of a lease has begun, with the Change that carries it out, where there is something to carry out. False, and
   * nothing committed, when another process was faster or the end was moved meanwhile.
   */
  end(lease: JournalChange, reversal: JournalChange | undefined): Promise<boolean>;
  /**
   * Commits a move of the end or the owner; without an end the lease becomes permanent. False, and nothing committed, when its end has begun
   * or it was moved since it was read, or when it has begun meanwhile without an end, so that nothing would be put back.
   */
  move(lease: JournalChange, move: Move): Promise<boolean>;
}
