import type { Kysely } from 'kysely';

/** Where this database is at home, so that a copy of it knows that it is one. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('installations')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('home', 'text', (column) => column.notNull())
    .addColumn('public_url', 'text')
    .execute();
}
