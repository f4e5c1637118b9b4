import type { SelectQueryBuilder } from 'kysely';
import type { ChangeFilter } from '../../changes/ports.ts';
import type { Tables } from './tables.ts';

type ChangeQuery = SelectQueryBuilder<Tables, 'changes', Tables['changes']>;

/** The Changes of which an item is what the filter asks for. */
export function matching(changes: ChangeQuery, filter: ChangeFilter): ChangeQuery {
  let query = changes;
  const { actor, from, to, before } = filter;
  if (actor !== undefined) query = query.where('actor_id', '=', actor);
  if (from !== undefined) query = query.where('created_at', '>=', from);
  if (to !== undefined) query = query.where('created_at', '<', to);
  if (before) {
    const { createdAt, id } = before;
    query = query.where((eb) =>
      eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '<', id)])]),
    );
  }
  const { skillProfileId, userId, outcome, skillId, teamId, open } = filter;
  if (open !== undefined) {
    query = query.where((eb) => {
      const items = eb
        .selectFrom('change_items')
        .select('change_items.position')
        .whereRef('change_items.change_id', '=', 'changes.id')
        .where('is_open', '=', 1);
      const troubles = eb
        .selectFrom('changes as ends')
        .innerJoin('change_items as of_end', 'of_end.change_id', 'ends.id')
        .select('of_end.position')
        .whereRef('ends.reverts', '=', 'changes.id')
        .where('ends.via', '=', 'lease-end')
        .where((end) =>
          end.or([end('of_end.outcome', 'not in', ['verified', 'unchanged']), end('of_end.left_out', 'is not', null)]),
        );
      const isOpen = eb.or([
        eb.exists(items),
        eb.and([eb('until', 'is not', null), eb('ended_at', 'is', null)]),
        eb.and([eb('ended_at', 'is not', null), eb('taken_at', 'is', null), eb.exists(troubles)]),
      ]);
      return open ? isOpen : eb.not(isOpen);
    });
  }
  if (skillProfileId ?? userId ?? outcome ?? skillId ?? teamId) {
    query = query.where((eb) => {
      let items = eb
        .selectFrom('change_items')
        .select('change_items.position')
        .whereRef('change_items.change_id', '=', 'changes.id');
      if (skillProfileId) items = items.where('skill_profile_id', '=', skillProfileId);
      if (userId) items = items.where('user_id', '=', userId);
      if (outcome) items = items.where('outcome', '=', outcome);
      // An id holds nothing that JSON would write otherwise.
      if (skillId) {
        const named = `%"${skillId}"%`;
        items = items.where((item) => item.or([item('edit', 'like', named), item('effect', 'like', named)]));
      }
      if (teamId) items = items.where('team_ids', 'like', `%"${teamId}"%`);
      return eb.exists(items);
    });
  }
  return query;
}
