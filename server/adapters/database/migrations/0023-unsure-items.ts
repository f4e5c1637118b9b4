import type { Kysely } from 'kysely';

/** Until when something may have been done that this database does not know of: an older one had taken the place of the real one. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('organization_controls').addColumn('unsure_until', 'bigint').execute();
}
