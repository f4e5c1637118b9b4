import type { Kysely } from 'kysely';

interface Before {
  snapshot_entities: {
    organization_id: string;
    kind: string;
    id: string;
    stamp: string;
    body: string;
    content: string;
  };
  accounted_states: Record<string, string | number>;
  change_items: { is_open: number; accounted: number | null };
}

const rowsAtOnce = 1000;

/**
 * What the history accounts for, of each profile, user and team. It begins with what the snapshot knew, so that an edit made around us while
 * we were brought up to date is noticed; what ended before is in there already.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('accounted_states')
    .addColumn('organization_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('content', 'text', (column) => column.notNull())
    .addColumn('stamp', 'text', (column) => column.notNull())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('accounted_states_key', ['organization_id', 'kind', 'id'])
    .execute();
  await schema.alterTable('change_items').addColumn('accounted', 'integer').execute();

  const tables = database as Kysely<Before>;
  await tables.updateTable('change_items').set({ accounted: 1 }).where('is_open', '=', 0).execute();
  const known = await tables
    .selectFrom('snapshot_entities')
    .selectAll()
    .where('kind', 'in', ['skill-profile', 'user', 'team'])
    .execute();
  const rows = known.flatMap(({ organization_id, kind, id, stamp, body, content }) => {
    const values = valuesOf(kind, body, content);
    if (!values) return [];
    const name = kind === 'skill-profile' ? (JSON.parse(body) as { name: string }).name : '';
    return [{ organization_id, kind, id, name, content: JSON.stringify(values), stamp, number: 0, at: 0 }];
  });
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await tables
      .insertInto('accounted_states')
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}

/** A user and a team have one value: the profile that is assigned. Undefined: what was not read yet. */
function valuesOf(kind: string, body: string, content: string | null): unknown {
  if (kind === 'skill-profile')
    return content === null ? undefined : (JSON.parse(content) as { values: unknown }).values;
  const { skillProfileId } = JSON.parse(body) as { skillProfileId: string | null };
  return skillProfileId === null ? [] : [{ skillId: 'skillProfileId', value: skillProfileId }];
}
