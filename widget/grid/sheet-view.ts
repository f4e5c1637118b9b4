import type { SkillType } from '../../shared/skill.ts';
import { Observable } from '../observable.ts';

/** Rows in the order of a skill's value, or of the profile's name where `skillId` is absent. */
export interface SheetOrder {
  readonly skillId?: string;
  readonly descending: boolean;
}

/** What is picked out of all profiles and skills; an empty text picks nothing out. */
export interface SheetPart {
  readonly search: string;
  readonly skillSearch: string;
  readonly team: string;
  readonly withSkill: string;
  readonly type: SkillType | '';
  readonly ofMyTeams: boolean;
  /** Profiles that were changed today, where only those are wanted. */
  readonly changed: ReadonlySet<string> | undefined;
  readonly hiddenSkills: ReadonlySet<string>;
  readonly order: SheetOrder;
}

export const wholeSheet: SheetPart = {
  search: '',
  skillSearch: '',
  team: '',
  withSkill: '',
  type: '',
  ofMyTeams: false,
  changed: undefined,
  hiddenSkills: new Set(),
  order: { descending: false },
};

/** Which part of the sheet a person looks at. It lives as long as his work on this page, and is written nowhere. */
export class SheetView extends Observable {
  #part = wholeSheet;

  get part(): SheetPart {
    return this.#part;
  }

  /** How many of the filters behind the button are in use. */
  get filters(): number {
    const { team, withSkill, type, skillSearch, ofMyTeams, changed } = this.#part;
    return [team, withSkill, type, skillSearch, ofMyTeams, changed].filter(Boolean).length;
  }

  show(part: Partial<SheetPart>): void {
    this.#part = { ...this.#part, ...part };
    this.changed();
  }

  showAll(): void {
    const { order } = this.#part;
    this.show({ ...wholeSheet, order });
  }
}
