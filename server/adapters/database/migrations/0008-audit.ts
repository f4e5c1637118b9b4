import type { Kysely } from 'kysely';

export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('audit_records')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('chain_key', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_records_key', ['organization_id', 'seq'])
    .execute();

  await schema
    .createTable('audit_heads')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('mac', 'text', (column) => column.notNull())
    .addColumn('cut_at', 'bigint')
    .execute();

  await schema
    .createTable('audit_people')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('pseudonym', 'text', (column) => column.notNull())
    .addColumn('chain_key', 'text', (column) => column.notNull())
    .addColumn('salt', 'text')
    .addColumn('person_id', 'text')
    .addColumn('name', 'text')
    .addColumn('email', 'text')
    .addColumn('last_seq', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_people_key', ['organization_id', 'pseudonym'])
    .execute();
  await schema
    .createIndex('audit_people_person')
    .on('audit_people')
    .columns(['organization_id', 'person_id'])
    .execute();

  await schema
    .createTable('audit_keys')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_keys_key', ['organization_id', 'generation'])
    .execute();

  await schema.alterTable('organization_controls').addColumn('paused_because', 'text').execute();
}
