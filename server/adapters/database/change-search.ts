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
      return open ? eb.exists(items) : eb.not(eb.exists(items));
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
      if (skillId) items = items.where('edit', 'like', `%"${skillId}"%`);
      if (teamId) items = items.where('team_ids', 'like', `%"${teamId}"%`);
      return eb.exists(items);
    });
  }
  return query;
}
