import type { SkillProfileView, SkillView } from '../../shared/api.ts';
import { skillValues, type SkillValues } from '../../shared/skill-values.ts';
import type { SkillValue } from '../../shared/skill.ts';
import { remembered } from '../remembered.ts';
import type { UnsavedEdits, UnsavedValue } from '../work/unsaved-edits.ts';

/** Why a cell cannot be changed. */
export type Lock = 'viewer' | 'unread' | 'read-only' | 'protected' | 'inactive' | 'no-choice';

/** One skill of one profile. */
export interface Cell {
  /** What the profile is going to say; null is "not in the profile", undefined "not known yet". */
  readonly value: SkillValue | null | undefined;
  readonly unsaved: UnsavedValue | undefined;
  readonly lock: Lock | undefined;
}

/** What a profile says, by skill. */
export const valuesOf = remembered(({ values = [] }: SkillProfileView): SkillValues => skillValues(values));

/** Reads and judges cells for one person. */
export class Cells {
  readonly #unsaved: UnsavedEdits;
  readonly #mayEdit: boolean;

  constructor(unsaved: UnsavedEdits, mayEdit: boolean) {
    this.#unsaved = unsaved;
    this.#mayEdit = mayEdit;
  }

  at(profile: SkillProfileView, skill: SkillView): Cell {
    const unsaved = this.#unsaved.ofSkill(profile.id, skill.id);
    const saved = profile.values && (valuesOf(profile).get(skill.id) ?? null);
    const value = unsaved ? unsaved.mine : saved;
    return { value, unsaved, lock: this.#lock(profile, skill, saved, unsaved) };
  }

  /** A skill that is not in use any more can be taken out of a profile or changed, not added. */
  #lock(
    profile: SkillProfileView,
    skill: SkillView,
    saved: SkillValue | null | undefined,
    unsaved: UnsavedValue | undefined,
  ): Lock | undefined {
    if (!this.#mayEdit) return 'viewer';
    if (!profile.editable) return 'read-only';
    if (skill.protected) return 'protected';
    if (saved === undefined) return 'unread';
    if (saved !== null || unsaved) return undefined;
    if (!skill.active) return 'inactive';
    return skill.skillType === 'ENUM' && skill.enumSkillValues.length === 0 ? 'no-choice' : undefined;
  }
}
