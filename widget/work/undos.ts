import type { UndoRequest } from '../../shared/edit.ts';
import type { Work } from './work-of-person.ts';

/** An undo that was asked for: the same request under the same key until its result is known, however often its page is left meanwhile. */
export interface Undo {
  readonly key: string;
  readonly request: UndoRequest;
  /** The Change that takes it back, once the backend has said so. */
  changeId?: string;
}

const undos = new WeakMap<Work, Map<string, Undo>>();

/** What this person is taking back, by the Change that is taken back. */
export function undosOf(work: Work): Map<string, Undo> {
  const known = undos.get(work) ?? new Map<string, Undo>();
  undos.set(work, known);
  return known;
}
