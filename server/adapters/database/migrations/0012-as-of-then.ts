import type { Kysely } from 'kysely';

/** What an item was about, in the names of its time. Older items have none. */
export async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.alterTable('change_items').addColumn('as_of_then', 'text').execute();
}
