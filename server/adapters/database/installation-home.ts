import { statSync } from 'node:fs';
import { sql } from 'kysely';
import type { HomeRecord } from '../../admin-token/home-guard.ts';
import type { Database } from './database.ts';

/**
 * Where a database is at home. PostgreSQL: its cluster and the number of the database in it, which a restored dump has not. SQLite: the number of
 * its file, which a copied or moved file has not.
 */
export class DatabaseHome implements HomeRecord {
  readonly #database: Database;
  readonly #databaseUrl: string;
  readonly #organizationId: string;

  constructor(database: Database, databaseUrl: string, organizationId: string) {
    this.#database = database;
    this.#databaseUrl = databaseUrl;
    this.#organizationId = organizationId;
  }

  async here(): Promise<string | undefined> {
    if (this.#databaseUrl.startsWith('file:')) {
      // The number of a file that was removed may be given to the next: when it was made tells them apart.
      const { ino, birthtimeNs } = statSync(this.#databaseUrl.slice('file:'.length), { bigint: true });
      return `file ${ino} of ${birthtimeNs}`;
    }
    const { rows } = await sql<{ number: string; cluster: string }>`
      select oid::text as number, (select system_identifier::text from pg_control_system()) as cluster
      from pg_database where datname = current_database()`.execute(this.#database);
    const [found] = rows;
    return found && `cluster ${found.cluster}, database ${found.number}`;
  }

  async known() {
    const row = await this.#database
      .selectFrom('installations')
      .selectAll()
      .where('organization_id', '=', this.#organizationId)
      .executeTakeFirst();
    return row && { home: row.home, publicUrl: row.public_url ?? undefined };
  }

  async settle(home: string, publicUrl: string | undefined): Promise<void> {
    await this.#database
      .insertInto('installations')
      .values({ organization_id: this.#organizationId, home, public_url: publicUrl ?? null })
      .onConflict((conflict) => conflict.column('organization_id').doNothing())
      .execute();
  }

  async reachedBy(publicUrl: string): Promise<void> {
    await this.#database
      .updateTable('installations')
      .set({ public_url: publicUrl })
      .where('organization_id', '=', this.#organizationId)
      .execute();
  }
}
