import type { PersonReading, PersonReadings } from '../../identity/ports.ts';
import type { Database } from './database.ts';

export class DatabasePersonReadings implements PersonReadings {
  readonly #database: Database;
  readonly #organizationId: string;

  constructor(database: Database, organizationId: string) {
    this.#database = database;
    this.#organizationId = organizationId;
  }

  async newest(personId: string): Promise<PersonReading | undefined> {
    const row = await this.#database
      .selectFrom('person_readings')
      .select(['body', 'read_at'])
      .where('organization_id', '=', this.#organizationId)
      .where('person_id', '=', personId)
      .executeTakeFirst();
    return row && { readAt: row.read_at, ...(JSON.parse(row.body) as Pick<PersonReading, 'user'>) };
  }

  async keep(personId: string, { user, readAt }: PersonReading): Promise<void> {
    const reading = { body: JSON.stringify({ user }), read_at: readAt };
    await this.#database
      .insertInto('person_readings')
      .values({ organization_id: this.#organizationId, person_id: personId, ...reading })
      .onConflict((conflict) =>
        conflict
          .columns(['organization_id', 'person_id'])
          .doUpdateSet(reading)
          .where('person_readings.read_at', '<=', readAt),
      )
      .execute();
  }

  async prune(before: number): Promise<void> {
    await this.#database.deleteFrom('person_readings').where('read_at', '<', before).execute();
  }
}
