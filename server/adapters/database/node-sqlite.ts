import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { holdForOneProcess } from './one-process.ts';
import { ofSqlite } from './unavailable.ts';

/** The shape that Kysely's SQLite dialect asks for, over the SQLite that comes with Node. */
export class NodeSqlite implements SqliteDatabase {
  readonly #database: DatabaseSync;

  readonly #letGo: () => void;

  /** @throws DatabaseInUse */
  constructor(file: string) {
    this.#letGo = holdForOneProcess(file);
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
    // FULL: a committed change survives a loss of power, not only of the process.
    // secure_delete: what is shredded is overwritten, not only forgotten.
    this.#database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
    );
  }

  prepare(sql: string): SqliteStatement {
    // A full disk ends a transaction by itself; who rolls it back then would be told of that and not of the disk.
    if (sql === 'rollback' && !this.#database.isTransaction) return nothing;
    const statement = attempt(() => this.#database.prepare(sql));
    const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => attempt(() => statement.all(...values(parameters))),
      iterate: (parameters) => statement.iterate(...values(parameters)),
      run: (parameters) => attempt(() => statement.run(...values(parameters))),
    };
  }

  close(): void {
    this.#database.close();
    this.#letGo();
  }
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  iterate: () => [].values(),
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
};

/** @throws AppError `database-unavailable` where asking again may help */
function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw ofSqlite(error);
  }
}
