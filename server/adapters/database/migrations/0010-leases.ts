import { sql, type Kysely } from 'kysely';

/** When a Change begins and ends, and who owns that; the moves of its end; and the stack that leases on one field are. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  // One column a statement: SQLite takes no more.
  await schema.alterTable('changes').addColumn('via', 'text').execute();
  await schema.alterTable('changes').addColumn('starts_at', 'bigint').execute();
  await schema.alterTable('changes').addColumn('until', 'bigint').execute();
  await schema.alterTable('changes').addColumn('owner', 'text').execute();
  await schema.alterTable('changes').addColumn('ended_at', 'bigint').execute();
  await schema.alterTable('changes').addColumn('taken_at', 'bigint').execute();
  await schema
    .createIndex('changes_to_end')
    .on('changes')
    .columns(['organization_id', 'until'])
    .where(sql.ref('until'), 'is not', null)
    .execute();
  await schema.alterTable('change_items').addColumn('base', 'text').execute();
  await schema.alterTable('change_items').addColumn('held', 'text').execute();

  await schema
    .createTable('change_terms')
    .addColumn('change_id', 'text', (column) => column.notNull().references('changes.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addColumn('owner', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('change_terms_key', ['change_id', 'number'])
    .execute();

  await schema
    .createTable('lease_fields')
    .addColumn('change_id', 'text', (column) => column.notNull().references('changes.id'))
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('skill_id', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('restores', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('left_at', 'bigint')
    .addPrimaryKeyConstraint('lease_fields_key', ['change_id', 'target', 'skill_id'])
    .execute();
  await schema.createIndex('lease_fields_stack').on('lease_fields').columns(['target', 'skill_id', 'number']).execute();
}
