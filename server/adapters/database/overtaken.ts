import type { Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Told, within the transaction that journals it, that these fields of a profile or user were changed around Skilldesk: what is there now is
 * the new base, and the leases on them have nothing to put back any more.
 */
export type Overtaken = (
  transaction: Transaction<Tables>,
  target: string,
  skillIds: readonly string[],
) => Promise<void>;

/** Until the stack of leases has a function for it. */
export const overtaken: Overtaken = () => Promise.resolve();
