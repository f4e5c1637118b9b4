import type { SkillProfileView } from '../../shared/api.ts';
import { sameValue, type SkillValue } from '../../shared/skill.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** A value that a person wants; null takes the skill out of the profile. */
export interface Wish {
  readonly profile: SkillProfileView;
  readonly skillId: string;
  readonly mine: SkillValue | null;
}

/** What was unsaved of one skill before and after a step; undefined is nothing. */
interface Trace {
  readonly skillProfileId: string;
  readonly skillId: string;
  readonly before: SkillValue | null | undefined;
  readonly after: SkillValue | null | undefined;
}

type FindProfile = (id: string) => SkillProfileView | undefined;

const mostSteps = 100;
const mostTraces = 50_000;

/**
 * The steps in which a person edited values, to be undone and redone while they are unsaved. What was saved, discarded or edited elsewhere
 * since is not what the step left any more, and stays as it is.
 */
export class EditSteps {
  readonly #unsaved: UnsavedEdits;
  #done: Trace[][] = [];
  #undone: Trace[][] = [];

  constructor(unsaved: UnsavedEdits) {
    this.#unsaved = unsaved;
  }

  get canUndo(): boolean {
    return this.#done.length > 0;
  }

  get canRedo(): boolean {
    return this.#undone.length > 0;
  }

  /** Edits as one step; says how many values have become others. With `joined` it is a part of the step before. */
  take(wishes: readonly Wish[], joined = false): number {
    const traces: Trace[] = [];
    this.#unsaved.together(() => {
      for (const { profile, skillId, mine } of wishes) {
        const before = this.#wanted(profile.id, skillId);
        this.#unsaved.setValue(profile, skillId, mine);
        const after = this.#wanted(profile.id, skillId);
        if (!sameWish(before, after)) traces.push({ skillProfileId: profile.id, skillId, before, after });
      }
    });
    if (traces.length > 0) this.#keep(traces, joined);
    return traces.length;
  }

  /** Takes the last step back; says how many values that changed. */
  undo(find: FindProfile): number {
    return this.#walk(this.#done, this.#undone, find);
  }

  redo(find: FindProfile): number {
    return this.#walk(this.#undone, this.#done, find);
  }

  #keep(traces: Trace[], joined: boolean): void {
    this.#undone = [];
    this.#done = joined
      ? [...this.#done.slice(0, -1), [...(this.#done.at(-1) ?? []), ...traces]]
      : [...this.#done, traces];
    while (this.#done.length > mostSteps || (this.#done.length > 1 && this.#done.flat().length > mostTraces)) {
      this.#done.shift();
    }
  }

  /** The traces of a step lead back in the reverse order, and the way back is a step of the other direction. */
  #walk(from: Trace[][], to: Trace[][], find: FindProfile): number {
    const step = from.pop();
    if (!step) return 0;
    let changed = 0;
    const back = step.map(({ before, after, ...where }) => ({ ...where, before: after, after: before })).reverse();
    this.#unsaved.together(() => {
      for (const trace of back) changed += Number(this.#follow(trace, find));
    });
    to.push(back);
    return changed;
  }

  #follow({ skillProfileId, skillId, before, after }: Trace, find: FindProfile): boolean {
    const profile = find(skillProfileId);
    if (!profile || !sameWish(this.#wanted(skillProfileId, skillId), before)) return false;
    if (after === undefined) this.#unsaved.undoValue(skillProfileId, skillId);
    else this.#unsaved.setValue(profile, skillId, after);
    return true;
  }

  #wanted(skillProfileId: string, skillId: string): SkillValue | null | undefined {
    return this.#unsaved.ofSkill(skillProfileId, skillId)?.mine;
  }
}

const sameWish = (one: SkillValue | null | undefined, other: SkillValue | null | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameValue(one, other);
