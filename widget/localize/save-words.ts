import { isFinal, type Change, type Outcome } from '../../shared/change.ts';
import { failureOf, itemsOf, type Save, type Standing } from '../work/save.ts';
import { isLeftAlone, isUnsure, type Words } from './words.ts';

const wroteNothing: readonly Outcome[] = ['unchanged', 'conflict', 'refused', 'not-effective', 'stopped'];

/** How a save is going or how it ended, in one line. */
export function saveTitle(save: Save, words: Words): string {
  const items = itemsOf(save);
  const failure = failureOf(save);
  if (failure?.change) return words.text('save.lost');
  if (failure) {
    const done = doneOf(items);
    return done === 0 ? words.text('save.failed') : words.text('save.broken-off', { done, total: items.length });
  }
  return save.change ? titleOf(items, words) : words.count('save.sending', items.length);
}

/** What became of a Change so far, in one line. */
export const changeTitle = ({ items }: Pick<Change, 'items'>, words: Words): string =>
  titleOf(items, words, items.filter(isLeftAlone).length);

/** `leftAlone` of those that were superseded: nothing was written there. */
function titleOf(items: readonly Standing[], words: Words, leftAlone = 0): string {
  const total = items.length;
  const having = (wanted: Outcome) => items.filter(({ outcome }) => outcome === wanted).length;
  const open = items.filter(({ outcome }) => !isFinal(outcome) && outcome !== 'scheduled').length;
  if (open > 0) return words.text('save.progress', { done: total - open, total });
  if (having('scheduled') === total) return words.text('save.scheduled');
  const done = doneOf(items);
  if (done === total) return words.text('save.ended-well');
  if (done + having('unchanged') === total && done === 0) return words.text('outcome.unchanged');
  const unwritten = items.filter((item) => wroteNothing.includes(item.outcome) && !isUnsure(item)).length;
  return unwritten + leftAlone === total
    ? words.text('save.ended-badly')
    : words.text('save.ended-mixed', { done, total });
}

const doneOf = (items: readonly Standing[]): number =>
  items.filter(({ outcome }) => outcome === 'verified' || outcome === 'scheduled').length;
