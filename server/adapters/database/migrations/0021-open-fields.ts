import { sql, type Kysely } from 'kysely';

/** What lies on the fields of a target is found at once, however many leases have come and gone on it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createIndex('lease_fields_open')
    .on('lease_fields')
    .columns(['target', 'number'])
    .where(sql.ref('state'), '=', sql.lit('open'))
    .execute();
}
