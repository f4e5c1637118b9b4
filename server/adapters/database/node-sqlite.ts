import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { holdForOneProcess } from './one-process.ts';

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
    const statement = this.#database.prepare(sql);
    const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
      run: (parameters) => statement.run(...values(parameters)),
    };
  }

  close(): void {
    this.#database.close();
    this.#letGo();
  }
}
