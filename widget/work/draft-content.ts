import type { AgentView, SkillProfileView } from '../../shared/api.ts';
import type { Draft, DraftRequest } from '../../shared/draft.ts';
import type { Edit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { cellsOf, keyOf, readDraft, toLay, wishesOf, wishOf, writeDraft, type Cell } from './draft-cells.ts';
import { takeTerms, termsOf } from './draft-terms.ts';
import type { Saves } from './saves.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** The lists as they were last read. */
export interface Lists {
  profile(id: string): SkillProfileView | undefined;
  agent(id: string): AgentView | undefined;
  /** Every profile has been read that there is. */
  complete(): boolean;
}

/** Edits that came back from a page that is gone, or from another one. */
export interface Returned {
  /** When they were kept, in milliseconds of the epoch. */
  at: number;
  /** How many of them still stand as they came. */
  changes: number;
  /** How many edits of the draft this page cannot show. */
  strays: number;
}

/** What is unsaved at one moment. */
export interface Content {
  /** By which two are compared; empty: nothing is unsaved. */
  text: string;
  body: DraftRequest | undefined;
  /** By cell, what is wanted. */
  wishes: ReadonlyMap<string, string>;
}

/** The unsaved edits as a draft holds them, and those of a draft laid under the lists. */
export class DraftContent {
  readonly #unsaved: UnsavedEdits;
  readonly #saves: Saves;
  /** Cells of which no list tells yet what they began from. */
  #waiting = new Map<string, Cell>();
  #strays: Edit[] = [];
  #returned: { at: number; wishes: ReadonlyMap<string, string> } | undefined;

  constructor(unsaved: UnsavedEdits, saves: Saves) {
    this.#unsaved = unsaved;
    this.#saves = saves;
  }

  get returned(): Returned | undefined {
    if (!this.#returned) return undefined;
    const { at } = this.#returned;
    const changes = this.#standing.length + this.#waiting.size;
    const strays = this.#strays.length;
    return changes + strays === 0 ? undefined : { at, changes, strays };
  }

  now(time: number): Content {
    const cells = new Map([...this.#waiting, ...cellsOf(this.#unsaved)]);
    const draft = writeDraft(cells.values(), this.#strays);
    const wishes = wishesOf(cells);
    if (draft.edits.length === 0) return { text: '', body: undefined, wishes };
    const { reason, begin, end } = this.#saves;
    const text = JSON.stringify([draft, reason, begin, end]);
    return { text, body: { ...draft, ...termsOf(this.#saves, time) }, wishes };
  }

  /** Lays what another page has kept under what stands here; `before` is what both last knew. Answers all that the draft wants. */
  join(draft: Draft, before: ReadonlyMap<string, string>, lists: Lists): ReadonlyMap<string, string> {
    const { cells, strays } = readDraft(draft);
    const laid = toLay(before, new Map([...this.#waiting, ...cellsOf(this.#unsaved)]), cells);
    this.#strays = strays;
    takeTerms(this.#saves, draft);
    if (laid.length + strays.length > 0) {
      const wishes = laid.map((cell) => [keyOf(cell), wishOf(cell)] as const);
      this.#returned = {
        at: Date.parse(draft.savedAt),
        wishes: new Map([...(this.#returned?.wishes ?? []), ...wishes]),
      };
    }
    this.#lay(laid, lists);
    return wishesOf(cells);
  }

  /** The lists may tell by now what cells began from; says whether any was waiting for that. */
  listsRead(lists: Lists): boolean {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    if (waiting.length > 0) this.#lay(waiting, lists);
    return waiting.length > 0;
  }

  /** Takes back what came back and was not touched since, and forgets what cannot be shown. */
  discardReturned(): void {
    const standing = this.#standing;
    this.#strays = [];
    this.#waiting.clear();
    this.#returned = undefined;
    this.#unsaved.together(() => {
      for (const cell of standing) {
        if ('userId' in cell) this.#unsaved.undoAssignment(cell.userId);
        else this.#unsaved.undoValue(cell.skillProfileId, cell.skillId);
      }
    });
  }

  /** Nothing is said of it any more. */
  putReturnedAway(): void {
    this.#returned = undefined;
  }

  get #standing(): Cell[] {
    const wishes = this.#returned?.wishes ?? new Map<string, string>();
    return [...cellsOf(this.#unsaved)].flatMap(([key, cell]) => (wishes.get(key) === wishOf(cell) ? [cell] : []));
  }

  #lay(cells: readonly Cell[], lists: Lists): void {
    this.#unsaved.together(() => {
      for (const cell of cells) this.#layOne(cell, lists);
    });
  }

  #layOne(cell: Cell, lists: Lists): void {
    if ('userId' in cell) {
      const { userId, fromSkillProfileId, toSkillProfileId } = cell;
      this.#unsaved.restoreAssignment(userId, fromSkillProfileId, toSkillProfileId, lists.agent(userId));
      return;
    }
    const { skillProfileId, revision, skillId, mine } = cell;
    const profile = lists.profile(skillProfileId);
    const base = cell.base === undefined ? baseIn(profile, revision, skillId) : cell.base;
    if (base !== undefined) this.#unsaved.restoreValues(skillProfileId, revision, [{ skillId, base, mine }], profile);
    else if (lists.complete()) this.#strays.push(...writeDraft([cell], []).edits);
    else this.#waiting.set(keyOf(cell), cell);
  }
}

/** What a skill was in that revision, where the list still shows it; where it shows another, null, so that whatever is there now is somebody's change. */
function baseIn(
  profile: SkillProfileView | undefined,
  revision: string,
  skillId: string,
): SkillValue | null | undefined {
  if (!profile?.values) return undefined;
  if (profile.revision !== revision) return null;
  return profile.values.find((one) => one.skillId === skillId)?.value ?? null;
}
