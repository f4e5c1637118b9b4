import { isFinal, type Change, type Outcome } from '../../shared/change.ts';
import { failureOf, outcomesOf, type Save } from '../work/save.ts';
import { isLeftAlone, type Words } from './words.ts';

const wroteNothing: readonly string[] = ['unchanged', 'conflict', 'refused', 'not-effective', 'stopped'];

/** How a save is going or how it ended, in one line. */
export function saveTitle(save: Save, words: Words): string {
  const outcomes = outcomesOf(save);
  const failure = failureOf(save);
  if (failure?.change) return words.text('save.lost');
  if (failure) {
    const done = doneOf(outcomes);
    return done === 0 ? words.text('save.failed') : words.text('save.broken-off', { done, total: outcomes.length });
  }
  return save.change ? titleOf(outcomes, words) : words.count('save.sending', outcomes.length);
}

/** What became of a Change so far, in one line. */
export const changeTitle = ({ items }: Change, words: Words): string =>
  titleOf(
    items.map(({ outcome }) => outcome),
    words,
    items.filter(isLeftAlone).length,
  );

/** `leftAlone` of those that were superseded: nothing was written there. */
function titleOf(outcomes: readonly Outcome[], words: Words, leftAlone = 0): string {
  const total = outcomes.length;
  const having = (...wanted: string[]) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  const open = outcomes.filter((outcome) => !isFinal(outcome) && outcome !== 'scheduled').length;
  if (open > 0) return words.text('save.progress', { done: total - open, total });
  if (having('scheduled') === total) return words.text('save.scheduled');
  const done = doneOf(outcomes);
  if (done === total) return words.text('save.ended-well');
  if (done + having('unchanged') === total && done === 0) return words.text('outcome.unchanged');
  return having(...wroteNothing) + leftAlone === total
    ? words.text('save.ended-badly')
    : words.text('save.ended-mixed', { done, total });
}

const doneOf = (outcomes: readonly Outcome[]): number =>
  outcomes.filter((outcome) => outcome === 'verified' || outcome === 'scheduled').length;
