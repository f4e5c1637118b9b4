import { sql, type Kysely } from 'kysely';

/** Every second it is asked which leases are to end: those that have ended already are not gone through for that. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.dropIndex('changes_to_end').execute();
  await schema
    .createIndex('changes_to_end')
    .on('changes')
    .columns(['organization_id', 'until'])
    .where(sql.ref('until'), 'is not', null)
    .where(sql.ref('ended_at'), 'is', null)
    .execute();
}
