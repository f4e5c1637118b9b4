import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { holdForOneProcess } from './one-process.ts';
import { ofSqlite } from './unavailable.ts';
import { isUnawaited } from './unawaited.ts';

/** More than there are in the product; those that list ids are as many as there are numbers of ids. */
const mostPrepared = 300;

/** The shape that Kysely's SQLite dialect asks for, over the SQLite that comes with Node. */
export class NodeSqlite implements SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #letGo: () => void;
  /** Those used last, the newest at the end. */
  readonly #prepared = new Map<string, SqliteStatement>();

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
    const statement = this.#prepared.get(sql) ?? this.#prepare(sql);
    this.#prepared.delete(sql);
    this.#prepared.set(sql, statement);
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > mostPrepared && oldest !== undefined) this.#prepared.delete(oldest);
    return statement;
  }

  #prepare(sql: string): SqliteStatement {
    const statement = attempt(() => this.#database.prepare(sql));
    const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
    const carryOut = isUnawaited(sql) ? this.#unawaited : attempt;
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => carryOut(() => statement.all(...values(parameters))),
      iterate: (parameters) => statement.iterate(...values(parameters)),
      run: (parameters) => carryOut(() => statement.run(...values(parameters))),
    };
  }

  /** In its log SQLite writes the commit without waiting for the disk; the next one that is waited for takes it along. */
  readonly #unawaited = <Result>(work: () => Result): Result => {
    this.#database.exec('PRAGMA synchronous = NORMAL');
    try {
      return attempt(work);
    } finally {
      this.#database.exec('PRAGMA synchronous = FULL');
    }
  };

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
