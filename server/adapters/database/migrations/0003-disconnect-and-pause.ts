import type { Kysely } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  for (const column of ['probed_at', 'forced_at'] as const) {
    await schema.alterTable('credentials').addColumn(column, 'bigint').execute();
  }
  await schema.alterTable('credentials').addColumn('forced_version', 'integer').execute();
  await schema
    .alterTable('credentials')
    .addColumn('forced_renewals', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();

  await schema
    .createTable('organization_controls')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('paused_at', 'bigint')
    .addColumn('disconnected_at', 'bigint')
    .execute();
  await schema
    .createTable('disconnected_credentials')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('disconnected_at', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('revocations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('requested_at', 'bigint', (column) => column.notNull())
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('claim_until', 'bigint')
    .execute();
}
