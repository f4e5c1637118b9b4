import type { Transaction } from 'kysely';
import { inPortions } from './in-portions.ts';
import type { EntityKind, Tables } from './tables.ts';

export interface Entity {
  id: string;
  stamp: string;
  body: unknown;
}

type Row = Tables['snapshot_entities'];
type Unnumbered = Omit<Row, 'changed_in'>;

interface Compared {
  readonly gone: readonly Pick<Row, 'kind' | 'id'>[];
  readonly other: readonly Unnumbered[];
}

/** Their content is not in the lists. */
const readApart = new Set<EntityKind>(['skill-profile', 'queue']);

/** What of `lists`, which were asked for at `asOf`, is other than what is known. What was learned since is newer than they are. */
export async function compareEntities(
  transaction: Transaction<Tables>,
  organizationId: string,
  asOf: number,
  lists: readonly [EntityKind, readonly Entity[]][],
): Promise<Compared> {
  const known = await transaction
    .selectFrom('snapshot_entities')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where(
      'kind',
      'in',
      lists.map(([kind]) => kind),
    )
    .execute();
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const listed = lists.flatMap(([kind, entities]) =>
    entities.map((entity) => rowOf(organizationId, kind, entity, before.get(keyOf({ kind, id: entity.id })))),
  );
  const kept = new Set(listed.map(keyOf));
  return {
    gone: known.filter((row) => row.learned_at <= asOf && !kept.has(keyOf(row))),
    other: [...new Map(listed.map((row) => [keyOf(row), row])).values()].filter((row) => {
      const was = before.get(keyOf(row));
      if (was && was.learned_at > asOf) return false;
      return was?.body !== row.body || was.stamp !== row.stamp || was.is_stale !== row.is_stale;
    }),
  };
}

export async function writeCompared(
  transaction: Transaction<Tables>,
  organizationId: string,
  { gone, other }: Compared,
  changedIn: number,
): Promise<void> {
  for (const portion of inPortions(gone)) {
    await transaction
      .deleteFrom('snapshot_entities')
      .where('organization_id', '=', organizationId)
      .where((where) =>
        where(
          where.refTuple('kind', 'id'),
          'in',
          portion.map(({ kind, id }) => where.tuple(kind, id)),
        ),
      )
      .execute();
  }
  for (const portion of inPortions(other)) {
    await transaction
      .insertInto('snapshot_entities')
      .values(portion.map((row) => ({ ...row, changed_in: changedIn })))
      .onConflict((conflict) =>
        conflict.columns(['organization_id', 'kind', 'id']).doUpdateSet((set) => ({
          stamp: set.ref('excluded.stamp'),
          body: set.ref('excluded.body'),
          is_stale: set.ref('excluded.is_stale'),
          changed_in: set.ref('excluded.changed_in'),
        })),
      )
      .execute();
  }
}

const keyOf = ({ kind, id }: Pick<Row, 'kind' | 'id'>): string => `${kind} ${id}`;

function rowOf(
  organizationId: string,
  kind: EntityKind,
  { id, stamp, body }: Entity,
  known: Row | undefined,
): Unnumbered {
  return {
    organization_id: organizationId,
    kind,
    id,
    stamp,
    body: JSON.stringify(body),
    content: known?.content ?? null,
    is_stale: !readApart.has(kind) ? 0 : known?.stamp === stamp ? known.is_stale : 1,
    learned_at: known?.learned_at ?? 0,
  };
}
