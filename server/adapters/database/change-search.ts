import { expressionBuilder, sql, type Expression, type SqlBool } from 'kysely';
import type { ChangeFilter } from '../../changes/ports.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** So many Changes are gone through for what no index knows: however rare it is, and however long the history. */
export const mostGoneThrough = 250;

/** Asks for something of the items that is found only by looking at them. */
export const isByLooking = (filter: ChangeFilter): boolean =>
  !isOfTarget(filter) && (filter.outcome ?? filter.skillId ?? filter.teamId) !== undefined;

const isOfTarget = ({ skillProfileId, userId }: ChangeFilter) => (skillProfileId ?? userId) !== undefined;

/** The Changes of which an item is what the filter asks for, newest first; of what is found by looking, those of the next few. `open: false` is left to whoever reads them: nearly all are. */
export function newestOf(database: Database, organizationId: string, filter: ChangeFilter) {
  if (isOfTarget(filter)) return newestOfTarget(database, organizationId, filter);
  if (!isByLooking(filter)) return newestOfAll(database, organizationId, filter).selectAll('changes');
  // Their places alone, which the index has: of most of them nothing else is read.
  const newest = newestOfAll(database, organizationId, filter).select(['id', 'created_at']).limit(mostGoneThrough);
  const items = expressionBuilder<Tables & { newest: Tables['changes'] }, 'newest'>()
    .selectFrom('change_items')
    .select('change_items.position')
    .whereRef('change_items.change_id', '=', 'newest.id')
    .where((eb) => eb.and(ofItem(filter)));
  return database
    .selectFrom(newest.as('newest'))
    .innerJoin('changes', 'changes.id', 'newest.id')
    .selectAll('changes')
    .where(hasOne(items))
    .orderBy('newest.created_at', 'desc')
    .orderBy('newest.id', 'desc');
}

/** Whatever their items are. */
export function newestOfAll(database: Database, organizationId: string, filter: ChangeFilter) {
  return database
    .selectFrom('changes')
    .where('organization_id', '=', organizationId)
    .where((eb) => eb.and([...ofChange(filter), ...inTime(filter, eb.ref('created_at'), eb.ref('id'))]))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
}

/** By the items of one profile or agent, which lie in the order of their Changes; a Change has one of each. */
function newestOfTarget(database: Database, organizationId: string, filter: ChangeFilter) {
  return database
    .selectFrom('change_items')
    .innerJoin('changes', 'changes.id', 'change_items.change_id')
    .selectAll('changes')
    .where('changes.organization_id', '=', organizationId)
    .where((eb) =>
      eb.and([...ofItem(filter), ...ofChange(filter), ...inTime(filter, eb.ref('made_at'), eb.ref('change_id'))]),
    )
    .orderBy('made_at', 'desc')
    .orderBy('change_id', 'desc');
}

/** One bound at each end, and what lies in the same millisecond apart from it: both databases begin at the cursor then, not at the newest. */
function inTime(
  { from, to, before }: ChangeFilter,
  madeAt: Expression<number | null>,
  id: Expression<string>,
): Expression<SqlBool>[] {
  const eb = expressionBuilder<Tables>();
  const latest = Math.min(before?.createdAt ?? Infinity, to === undefined ? Infinity : to - 1);
  return [
    ...(from === undefined ? [] : [eb(madeAt, '>=', from)]),
    ...(latest === Infinity ? [] : [eb(madeAt, '<=', latest)]),
    ...(before ? [eb.or([eb(madeAt, '<', before.createdAt), eb(id, '<', before.id)])] : []),
  ];
}

function ofChange({ actor, open }: ChangeFilter): Expression<SqlBool>[] {
  const eb = expressionBuilder<Tables, 'changes'>();
  return [
    ...(actor === undefined ? [] : [eb('actor_id', '=', actor)]),
    ...(open ? [eb('is_over', 'is', null), isOpen()] : []),
  ];
}

/** What one and the same item is to be. */
function ofItem({ skillProfileId, userId, outcome, skillId, teamId }: ChangeFilter): Expression<SqlBool>[] {
  const eb = expressionBuilder<Tables, 'change_items'>();
  // An id holds nothing that JSON would write otherwise.
  const named = (id: string) => `%"${id}"%`;
  return [
    ...(skillProfileId === undefined ? [] : [eb('skill_profile_id', '=', skillProfileId)]),
    ...(userId === undefined ? [] : [eb('user_id', '=', userId)]),
    ...(outcome === undefined ? [] : [eb('outcome', '=', outcome)]),
    ...(skillId === undefined
      ? []
      : [eb.or([eb('edit', 'like', named(skillId)), eb('effect', 'like', named(skillId))])]),
    ...(teamId === undefined ? [] : [eb('team_ids', 'like', named(teamId))]),
  ];
}

/** As EXISTS, but looked up for each row: of a long history PostgreSQL would else read all items once to know it of fifty Changes. */
export const hasOne = (rows: { limit(limit: number): Expression<unknown> }): Expression<SqlBool> =>
  sql<SqlBool>`${rows.limit(1)} is not null`;

function isOpen(): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'changes'>();
  const items = eb
    .selectFrom('change_items')
    .select('change_items.position')
    .whereRef('change_items.change_id', '=', 'changes.id')
    .where('is_open', '=', 1);
  return eb.or([
    hasOne(items),
    eb.and([eb('until', 'is not', null), eb('ended_at', 'is', null)]),
    eb.and([eb('ended_at', 'is not', null), eb('taken_at', 'is', null), hasOne(troubles())]),
  ]);
}

/** What did not end well of the end of a lease. */
export const troubles = () =>
  expressionBuilder<Tables, 'changes'>()
    .selectFrom('changes as ends')
    .innerJoin('change_items as of_end', 'of_end.change_id', 'ends.id')
    .select('of_end.position')
    .whereRef('ends.reverts', '=', 'changes.id')
    .where('ends.via', '=', 'lease-end')
    .where((end) =>
      end.or([end('of_end.outcome', 'not in', ['verified', 'unchanged']), end('of_end.left_out', 'is not', null)]),
    );
