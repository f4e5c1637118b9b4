import { setImmediate as letOthersGoFirst } from 'node:timers/promises';
import { hasOne, troubles } from './change-search.ts';
import type { Database } from './database.ts';

/** In the first minutes after an upgrade there is a whole history of them. */
const changesAtOnce = 1_000;

/**
 * Says of Changes that they can never be open again, so that nobody looks for open ones among them: nothing is on its way, nothing can be
 * continued or given another end, and what was to be put back is as it was. An incident that somebody took stays: it may be opened once more.
 */
export async function settleOver(database: Database, organizationId: string, now: number): Promise<void> {
  for (;;) {
    const rows = await neverOpenAgain(database, organizationId, now).limit(changesAtOnce).execute();
    if (rows.length === 0) return;
    await database
      .updateTable('changes')
      .set({ is_over: 1 })
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute();
    await letOthersGoFirst();
  }
}

const neverOpenAgain = (database: Database, organizationId: string, now: number) =>
  database
    .selectFrom('changes')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('is_over', 'is', null)
    .where((eb) => {
      const items = eb
        .selectFrom('change_items')
        .select('change_items.position')
        .whereRef('change_items.change_id', '=', 'changes.id')
        .where((item) => item.or([item('is_open', '=', 1), item('outcome', '=', 'stopped')]));
      return eb.and([
        eb.or([eb('starts_at', 'is', null), eb('starts_at', '<=', now)]),
        eb.or([eb('until', 'is', null), eb('ended_at', 'is not', null)]),
        eb.not(hasOne(items)),
        eb.not(hasOne(troubles())),
      ]);
    })
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');
