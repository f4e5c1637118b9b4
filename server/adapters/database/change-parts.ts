import type { Outcome, Via } from '../../../shared/change.ts';
import { targetOf, type Edit } from '../../../shared/edit.ts';
import type { JournalChange } from '../../changes/ports.ts';
import { changeOf, itemsOf, termOf } from './change-rows.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';
import type { Answers } from './together.ts';

/** Statements for what belongs to these Changes: their items, their terms, and the items that take them back. */
export function partsOf(database: Database, ids: readonly string[]) {
  return [
    database.selectFrom('change_items').selectAll().where('change_id', 'in', ids).orderBy('position'),
    database.selectFrom('change_terms').selectAll().where('change_id', 'in', ids).orderBy('number'),
    database
      .selectFrom('changes')
      .innerJoin('change_items', 'change_items.change_id', 'changes.id')
      .select(['reverts', 'change_id', 'edit', 'outcome', 'via', 'left_out'])
      .where('reverts', 'in', ids)
      .orderBy('created_at', 'desc'),
  ] as const;
}

/** Each with what `partsOf` answered for it. */
export function assembled(
  rows: readonly Tables['changes'][],
  [items, terms, reversals]: Answers<ReturnType<typeof partsOf>>,
): JournalChange[] {
  return rows.map((row) => ({
    ...changeOf(row),
    ...itemsOf(items.filter(({ change_id }) => change_id === row.id)),
    terms: terms.filter(({ change_id }) => change_id === row.id).map(termOf),
    reversals: reversals
      .filter(({ reverts }) => reverts === row.id)
      .map(({ change_id: changeId, edit, outcome, via, left_out }) => ({
        changeId,
        target: targetOf(JSON.parse(edit) as Edit),
        outcome: outcome as Outcome,
        ...(via !== null && { via: via as Via }),
        leftSomething: left_out !== null,
      })),
  }));
}
