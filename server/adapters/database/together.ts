import type { Compilable, Transaction } from 'kysely';
import type { Database } from './database.ts';
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
  return database.getExecutor().provideConnection(async (connection) => {
    const results = await Promise.all(statements.map((statement) => connection.executeQuery(statement.compile())));
    return results.map(({ rows }) => rows) as Answers<Statements>;
  });
}
