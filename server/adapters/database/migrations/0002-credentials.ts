import type { Kysely } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  await schema
    .createTable('credentials')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('client_id', 'text')
    .addColumn('application_id', 'text')
    .addColumn('client_secret', 'text')
    .addColumn('data_key', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('claim_owner', 'text')
    .addColumn('claim_until', 'bigint')
    .addColumn('attempt_started', 'bigint')
    .addColumn('next_refresh_at', 'bigint')
    .addColumn('not_before', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('failure_class', 'text')
    .addColumn('failure_code', 'text')
    .addColumn('failure_tracking_id', 'text')
    .addColumn('failed_at', 'bigint')
    .addColumn('dead_version', 'integer')
    .addColumn('warned_days', 'integer')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('activated_at', 'bigint')
    .execute();
  await schema
    .createIndex('credentials_by_state')
    .on('credentials')
    .columns(['organization_id', 'state', 'kind'])
    .execute();

  for (const table of ['token_sets', 'orphaned_token_sets']) {
    await schema
      .createTable(table)
      .addColumn('credential_id', 'text', (column) => column.notNull().references('credentials.id'))
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('access_token', 'text')
      .addColumn('refresh_token', 'text')
      .addColumn('rung', 'text', (column) => column.notNull())
      .addColumn('obtained_at', 'bigint', (column) => column.notNull())
      .addColumn('access_expires_at', 'bigint')
      .addColumn('refresh_expires_at', 'bigint')
      .addColumn('scopes', 'text')
      .addPrimaryKeyConstraint(`${table}_key`, ['credential_id', 'version', 'obtained_at'])
      .execute();
  }

  await schema
    .createTable('vault_keys')
    .addColumn('key_id', 'text', (column) => column.primaryKey())
    .addColumn('check_value', 'text', (column) => column.notNull())
    .execute();
}
