import { sql, type Kysely } from 'kysely';

export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;

  await schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();

  await schema
    .createTable('revisions')
    .addColumn('skill_profile_id', 'text', (column) => column.notNull())
    .addColumn('revision', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('handed_out_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('revisions_key', ['skill_profile_id', 'revision'])
    .execute();

  await schema
    .createTable('snapshots')
    .addColumn('organization_id', 'text', (column) => column.primaryKey())
    .addColumn('as_of', 'bigint', (column) => column.notNull())
    .addColumn('changed', 'bigint', (column) => column.notNull())
    .execute();

  await schema
    .createTable('snapshot_entities')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('content', 'text')
    .addColumn('is_stale', 'integer', (column) => column.notNull())
    .addColumn('learned_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('snapshot_entities_key', ['organization_id', 'kind', 'id'])
    .execute();

  await schema
    .createTable('changes')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('authority', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('changes_newest')
    .on('changes')
    .columns(['organization_id', 'created_at desc', 'id desc'])
    .execute();

  await schema
    .createTable('change_items')
    .addColumn('change_id', 'text', (column) => column.notNull().references('changes.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('skill_profile_id', 'text')
    .addColumn('user_id', 'text')
    .addColumn('edit', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('is_open', 'integer', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('sent_at', 'bigint')
    .addColumn('written_version', 'bigint')
    .addColumn('rule', 'text')
    .addColumn('tracking_id', 'text')
    .addColumn('differences', 'text', (column) => column.notNull())
    .addColumn('effect', 'text', (column) => column.notNull())
    .addColumn('conflict', 'text')
    .addPrimaryKeyConstraint('change_items_key', ['change_id', 'position'])
    .execute();
  await schema
    .createIndex('change_items_open')
    .on('change_items')
    .columns(['due_at'])
    .where(sql.ref('is_open'), '=', sql.lit(1))
    .execute();
  await schema.createIndex('change_items_profile').on('change_items').column('skill_profile_id').execute();
  await schema.createIndex('change_items_user').on('change_items').column('user_id').execute();

  await schema
    .createTable('claims')
    .addColumn('target', 'text', (column) => column.primaryKey())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();

  await schema
    .createTable('idempotency_keys')
    .addColumn('person_id', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('body_hash', 'text', (column) => column.notNull())
    .addColumn('change_id', 'text', (column) => column.notNull().references('changes.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_keys_key', ['person_id', 'path', 'key'])
    .execute();
}
