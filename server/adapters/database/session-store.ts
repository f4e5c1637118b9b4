import type { Clock } from '../../clock.ts';
import type { SessionStore } from '../../identity/ports.ts';
import type { Session } from '../../identity/session.ts';
import type { Database } from './database.ts';

export class DatabaseSessions implements SessionStore {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  async save(session: Session): Promise<void> {
    await this.#database
      .insertInto('sessions')
      .values({
        id: session.id,
        person_id: session.person.id,
        body: JSON.stringify(session),
        expires_at: session.expiresAt,
      })
      .execute();
  }

  async find(id: string): Promise<Session | undefined> {
    const row = await this.#alive().select('body').where('id', '=', id).executeTakeFirst();
    return row && (JSON.parse(row.body) as Session);
  }

  async end(id: string): Promise<void> {
    await this.#database.deleteFrom('sessions').where('id', '=', id).execute();
  }

  async anyAlive(): Promise<boolean> {
    return (await this.#alive().select('id').limit(1).executeTakeFirst()) !== undefined;
  }

  async prune(): Promise<void> {
    await this.#database.deleteFrom('sessions').where('expires_at', '<=', this.#clock.now()).execute();
  }

  #alive() {
    return this.#database.selectFrom('sessions').where('expires_at', '>', this.#clock.now());
  }
}
