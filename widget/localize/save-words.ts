import { isFinal } from '../../shared/change.ts';
import type { Save } from '../work/saves.ts';
import type { Words } from './words.ts';

const wroteNothing: readonly string[] = ['unchanged', 'conflict', 'refused', 'not-effective', 'stopped'];

/** How a save is going or how it ended, in one line. */
export function saveTitle({ state, request, change }: Save, words: Words): string {
  if (state === 'failed') return words.text(change ? 'save.lost' : 'save.failed');
  if (!change) return words.text('save.sending', { n: request.edits.length });
  const total = change.items.length;
  const having = (...wanted: string[]) => change.items.filter(({ outcome }) => wanted.includes(outcome)).length;
  const open = change.items.filter(({ outcome }) => !isFinal(outcome) && outcome !== 'scheduled').length;
  if (open > 0) return words.text('save.progress', { done: total - open, total });
  if (having('scheduled') === total) return words.text('save.scheduled');
  const done = having('verified', 'scheduled');
  if (done === total) return words.text('save.ended-well');
  if (done + having('unchanged') === total && done === 0) return words.text('outcome.unchanged');
  return having(...wroteNothing) === total
    ? words.text('save.ended-badly')
    : words.text('save.ended-mixed', { done, total });
}
