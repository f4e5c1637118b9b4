import { isFinal, type Change } from '../../shared/change.ts';
import type { Save } from '../work/saves.ts';
import { isLeftAlone, type Words } from './words.ts';

const wroteNothing: readonly string[] = ['unchanged', 'conflict', 'refused', 'not-effective', 'stopped'];

/** How a save is going or how it ended, in one line. */
export function saveTitle({ state, request, change }: Save, words: Words): string {
  if (state === 'failed') return words.text(change ? 'save.lost' : 'save.failed');
  return change ? changeTitle(change, words) : words.count('save.sending', request.edits.length);
}

/** What became of a Change so far, in one line. */
export function changeTitle({ items }: Change, words: Words): string {
  const total = items.length;
  const having = (...wanted: string[]) => items.filter(({ outcome }) => wanted.includes(outcome)).length;
  const open = items.filter(({ outcome }) => !isFinal(outcome) && outcome !== 'scheduled').length;
  if (open > 0) return words.text('save.progress', { done: total - open, total });
  if (having('scheduled') === total) return words.text('save.scheduled');
  const done = having('verified', 'scheduled');
  if (done === total) return words.text('save.ended-well');
  if (done + having('unchanged') === total && done === 0) return words.text('outcome.unchanged');
  return items.every((item) => wroteNothing.includes(item.outcome) || isLeftAlone(item))
    ? words.text('save.ended-badly')
    : words.text('save.ended-mixed', { done, total });
}
