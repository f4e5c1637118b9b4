import { PostgresAdapter, sql, type Kysely } from 'kysely';

interface Before {
  changes: { id: string };
}

const changesAtOnce = 2_000;

/**
 * A page of the history costs the same however much is behind it. `made_at` is when an item's Change was made, so that those of one profile or
 * agent lie in the order in which they are shown. `is_over` is 1 where a Change can never be open again, and otherwise says nothing: the version
 * before leaves it out.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable('changes').addColumn('is_over', 'integer').execute();
  await schema.alterTable('change_items').addColumn('made_at', 'bigint').execute();
  await fill(database);
  await keepFilled(database);

  await schema
    .createIndex('changes_not_over')
    .on('changes')
    .columns(['organization_id', 'created_at desc', 'id desc'])
    .where(sql.ref('is_over'), 'is', null)
    .execute();
  await schema
    .createIndex('changes_of_actor')
    .on('changes')
    .columns(['organization_id', 'actor_id', 'created_at desc', 'id desc'])
    .execute();
  for (const [name, column] of [
    ['change_items_profile', 'skill_profile_id'],
    ['change_items_user', 'user_id'],
  ] as const) {
    await schema.dropIndex(name).execute();
    await schema.createIndex(name).on('change_items').columns([column, 'made_at desc', 'change_id desc']).execute();
  }
  await schema
    .createIndex('audit_records_time')
    .on('audit_records')
    .columns(['organization_id', 'at desc', 'seq desc'])
    .execute();
  await schema
    .createIndex('audit_records_action')
    .on('audit_records')
    .columns(['organization_id', 'action', 'at desc', 'seq desc'])
    .execute();
}

/** In portions: PostgreSQL lets no statement take longer than ten seconds. */
async function fill(database: Kysely<Before>): Promise<void> {
  for (let after = ''; ;) {
    const rows = await database
      .selectFrom('changes')
      .select('id')
      .where('id', '>', after)
      .orderBy('id')
      .limit(changesAtOnce)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    await sql`update change_items set made_at = (select created_at from changes where id = change_id)
      where change_id > ${after} and change_id <= ${last.id}`.execute(database);
    after = last.id;
  }
}

/** What the version before inserts while both run. */
async function keepFilled(database: Kysely<unknown>): Promise<void> {
  if (!(database.getExecutor().adapter instanceof PostgresAdapter)) {
    await sql`create trigger change_items_made_at after insert on change_items when new.made_at is null begin
      update change_items set made_at = (select created_at from changes where id = new.change_id)
        where change_id = new.change_id and position = new.position;
    end`.execute(database);
    return;
  }
  await sql`create function change_items_made_at() returns trigger language plpgsql as $$ begin
    new.made_at := (select created_at from changes where id = new.change_id);
    return new;
  end $$`.execute(database);
  await sql`create trigger change_items_made_at before insert on change_items
    for each row when (new.made_at is null) execute function change_items_made_at()`.execute(database);
}
