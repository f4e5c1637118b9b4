import type { Kysely } from 'kysely';

/** Which Change takes which back; and of an item what it left out, what was agreed to, when it was taken up again, and the teams that it reached. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  // One column a statement: SQLite takes no more.
  await schema.alterTable('changes').addColumn('reverts', 'text').execute();
  await schema.createIndex('changes_by_reverts').on('changes').column('reverts').execute();
  await schema.alterTable('change_items').addColumn('left_out', 'text').execute();
  await schema.alterTable('change_items').addColumn('acknowledged', 'integer').execute();
  await schema.alterTable('change_items').addColumn('taken_up_at', 'bigint').execute();
  await schema
    .alterTable('change_items')
    .addColumn('team_ids', 'text', (column) => column.notNull().defaultTo('[]'))
    .execute();
}
