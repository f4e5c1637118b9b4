import type { Kysely } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  // Columns and their order are those of rate-limiter-flexible.
  await schema
    .createTable('rate_limits')
    .addColumn('key', 'varchar(255)', (column) => column.primaryKey())
    .addColumn('points', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('expire', 'bigint')
    .execute();

  await schema
    .createTable('request_budgets')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('spent', 'text', (column) => column.notNull())
    .addColumn('rests_until', 'bigint', (column) => column.notNull())
    .execute();
}
