import { DatabaseError } from 'pg';
import { AppError } from '../../app-error.ts';
import { isMisnamed } from './statement-names.ts';

/**
 * SQLSTATEs that say nothing against the statement: connection lost, transaction given up for another one, no room on the disk or for a connection,
 * stopped by an operator or a time limit, an error of the system below; and a standby, on which nothing can be written.
 */
const passing = /^(08|40|53|57|58)|^(25006|25P03)$/;

/** SQLite's result codes for: busy, out of memory, read-only, an I/O error, no room, cannot be opened. */
const passingInSqlite = new Set([5, 7, 8, 10, 13, 14]);

/** What is wrong with the program, whatever the state of the database. */
const isBug = (error: unknown) =>
  !(error instanceof Error) || error instanceof TypeError || error instanceof RangeError;

/** Whether a connection that failed like this is of no more use. Our own time limit leaves a statement on it that may still be answered. */
export const isLost = (error: unknown): boolean =>
  !isBug(error) && (!(error instanceof DatabaseError) || /^(08|57P)/.test(error.code ?? ''));

/** Of PostgreSQL: `database-unavailable` when asking again may help, else the error itself. */
export function ofPostgres(error: unknown): unknown {
  if (isBug(error)) return error;
  if (error instanceof DatabaseError && !passing.test(error.code ?? '') && !isMisnamed(error)) return error;
  return unavailable(error);
}

/** Of SQLite, in the same way. */
export function ofSqlite(error: unknown): unknown {
  const isOfSqlite = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
  return isOfSqlite && passingInSqlite.has((error.errcode as number) & 0xff) ? unavailable(error) : error;
}

const unavailable = (cause: unknown) =>
  new AppError(
    'database-unavailable',
    'Skilldesk cannot use its database at the moment, so nobody can say whether this was taken in. Try again; under the same Idempotency-Key nothing is done twice.',
    { cause, retryAfterSeconds: 1 },
  );
