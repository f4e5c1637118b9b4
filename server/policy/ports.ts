import type { Policy } from '../../shared/policy.ts';
import type { Person } from '../audit/ports.ts';

/** A policy that somebody set; until then there is none, and the defaults hold. */
export interface StoredPolicy {
  policy: Policy;
  /** Counts the changes. */
  version: number;
  changedBy: string;
  /** Milliseconds of the epoch. */
  changedAt: number;
}

/** Who changes a policy: a person at the console, or in words whoever has the command line. */
export type PolicyChanger = Person | string;

export interface PolicyStore {
  read(): Promise<StoredPolicy | undefined>;
  /**
   * Replaces the whole policy in one statement; of two at once the later one stands, unless it names the version that it was made to.
   * @throws AppError `preview-outdated` when another version than `over` is in force
   */
  replace(policy: Policy, changedBy: PolicyChanger, over?: number): Promise<StoredPolicy>;
}

/** Ids that a policy may name, as the organization was last read; undefined when it never was. */
export type KnownIds = () => Promise<
  | {
      asOf: number;
      skills: ReadonlySet<string>;
      teams: ReadonlySet<string>;
      /** In Common Identity, in small letters. */
      persons: ReadonlySet<string>;
    }
  | undefined
>;
