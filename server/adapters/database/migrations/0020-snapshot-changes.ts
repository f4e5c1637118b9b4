import type { Kysely } from 'kysely';

/**
 * So that what changed is read again, and not all. `changed_in` is the number that the snapshot's `changed` had with the row's last change;
 * `traced` counts those changes of which each row that changed says so. The version before counts `changed` alone: who sees that, reads all.
 */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  for (const [table, column] of [
    ['snapshot_entities', 'changed_in'],
    ['snapshots', 'traced'],
  ] as const) {
    await schema
      .alterTable(table)
      .addColumn(column, 'bigint', (made) => made.notNull().defaultTo(0))
      .execute();
  }
  await schema
    .createIndex('snapshot_entities_changed')
    .on('snapshot_entities')
    .columns(['organization_id', 'changed_in'])
    .execute();
}
