import { DatabaseSync } from 'node:sqlite';

/** How long a process that is being replaced may take to end. */
const patience = 10_000;

/** Another process has the database file. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';

  constructor(file: string) {
    super(
      `Another Skilldesk process uses ${file}. SQLite is for one process: end the other one, or use PostgreSQL (DATABASE_URL=postgres://…) for several.`,
    );
  }
}

/**
 * Holds the database file for this process by a lock of the operating system on a file beside it, which ends with the process however that
 * ends. The database itself stays readable for tools.
 * @throws DatabaseInUse
 */
export function holdForOneProcess(file: string): () => void {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: patience });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error instanceof Error && /locked|busy/i.test(error.message) ? new DatabaseInUse(file) : error;
  }
  return () => lock.close();
}
