import { CompiledQuery, type Compilable, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import { isPostgres } from './is-postgres.ts';
import type { Tables } from './tables.ts';

/** The rows that each statement answers. */
export type Answers<Statements extends readonly Compilable[]> = {
  -readonly [Each in keyof Statements]: Statements[Each] extends Compilable<infer Row> ? Row[] : never;
};

/**
 * Carries these out in their order on one connection, each sent before the one before it is answered: over a network they cost one way there and
 * back, not one each. So none may depend on what another one answers. Where one fails, all fail with its error.
 */
export function together<const Statements extends readonly Compilable[]>(
  database: Database | Transaction<Tables>,
  statements: Statements,
): Promise<Answers<Statements>> {
  const compiled = statements.map((statement) => statement.compile());
  return database.getExecutor().provideConnection(async (connection) => {
    const answers = compiled.map((statement) => connection.executeQuery(statement));
    // The connection is given back when all are answered, whichever failed.
    await Promise.allSettled(answers);
    return (await Promise.all(answers)).map(({ rows }) => rows) as Answers<Statements>;
  });
}

/**
 * These in their order as one transaction, `begin` and `commit` included in the one way there and back. So what a statement answers cannot undo it
 * any more: it says itself on what condition it changes something. Where one fails, none of them stands.
 */
export function atOnce<const Statements extends readonly Compilable[]>(
  database: Database,
  statements: Statements,
): Promise<Answers<Statements>> {
  if (!isPostgres(database)) return database.transaction().execute((transaction) => together(transaction, statements));
  return database.connection().execute(async (connection) => {
    const [, ...answers] = await together(connection, [raw('begin'), ...statements, raw('commit')]);
    return answers.slice(0, -1) as Answers<Statements>;
  });
}

/**
 * These as `together`, and PostgreSQL finds the rows by its indexes, a few at a time, however many there are and whatever it believes of its tables:
 * by its statistics it would read a small one as a whole, so that nobody has seen the plan of a large one before it is large.
 */
export async function byIndex<const Statements extends readonly Compilable[]>(
  database: Database,
  statements: Statements,
): Promise<Answers<Statements>> {
  if (!isPostgres(database)) return together(database, statements);
  const [, ...answers] = await atOnce(database, [withoutScans, ...statements]);
  return answers;
}

/**
 * To be waited for at the end of a transaction behind statements that are under way: on PostgreSQL its commit may be sent behind them, since where one
 * of them fails nothing is committed. SQLite commits what did not fail.
 */
export async function commitsBehind(database: Database, underWay: Promise<unknown>): Promise<void> {
  underWay.catch(() => undefined);
  if (!isPostgres(database)) await underWay;
}

/** Until the end of the transaction. What is dear without a scan is not compiled for that. */
const withoutScans: Compilable = {
  compile: () =>
    CompiledQuery.raw(
      `select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('jit', 'off', true)`,
    ),
};

const raw = (text: string): Compilable => ({ compile: () => CompiledQuery.raw(text) });
