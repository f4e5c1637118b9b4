import type { SkillProfileView, SkillView } from '../../shared/api.ts';
import { misfit, sameValue, type SkillValue } from '../../shared/skill.ts';
import type { Wish } from '../work/edit-steps.ts';
import type { Words } from '../localize/words.ts';
import { valueIn } from './cell-text.ts';
import type { Cells, Lock } from './cell.ts';
import type { TextCell } from './table-text.ts';

/** Why a cell of a block was left alone. */
export type LeftAlone = Lock | 'misfit' | 'outside';

/** A rectangle of cells. */
export interface Block {
  readonly profiles: readonly SkillProfileView[];
  readonly skills: readonly SkillView[];
}

/** What becomes of the cells of a block when something is done to all of them. */
export interface BlockEdit {
  readonly wishes: Wish[];
  readonly left: Map<LeftAlone, number>;
}

/** Plans edits of many cells; nothing is changed by it. */
export class BlockPlanner {
  readonly #cells: Cells;
  readonly #words: Words;

  constructor(cells: Cells, words: Words) {
    this.#cells = cells;
    this.#words = words;
  }

  set(block: Block, value: SkillValue | null): BlockEdit {
    return this.#plan(block, () => value);
  }

  /** The first row (or column) for all others. */
  fill({ profiles, skills }: Block, direction: 'down' | 'right'): BlockEdit {
    const [profile] = profiles;
    const [skill] = skills;
    if (!profile || !skill) return { wishes: [], left: new Map() };
    return direction === 'down'
      ? this.#plan({ profiles: profiles.slice(1), skills }, (_, of) => this.#cells.at(profile, of).value)
      : this.#plan({ profiles, skills: skills.slice(1) }, (of) => this.#cells.at(of, skill).value);
  }

  /** One text for all. */
  setText(block: Block, cell: TextCell): BlockEdit {
    return this.#plan(block, (_, skill) => valueIn(cell, skill, this.#words));
  }

  /** A table whose first cell is the block's first; what does not lie in the block any more is left out, an empty cell says nothing. */
  paste({ profiles, skills }: Block, table: readonly (readonly TextCell[])[]): BlockEdit {
    const edit: BlockEdit = { wishes: [], left: new Map() };
    table.forEach((texts, row) =>
      texts.forEach((text, column) => {
        if (text.text === '' && !text.quoted) return;
        const profile = profiles[row];
        const skill = skills[column];
        if (!profile || !skill) leave(edit, 'outside');
        else this.#add(edit, profile, skill, valueIn(text, skill, this.#words));
      }),
    );
    return edit;
  }

  #plan(
    { profiles, skills }: Block,
    wanted: (profile: SkillProfileView, skill: SkillView) => SkillValue | null | undefined,
  ): BlockEdit {
    const edit: BlockEdit = { wishes: [], left: new Map() };
    for (const profile of profiles) {
      for (const skill of skills) this.#add(edit, profile, skill, wanted(profile, skill));
    }
    return edit;
  }

  #add(edit: BlockEdit, profile: SkillProfileView, skill: SkillView, mine: SkillValue | null | undefined): void {
    const { value, lock } = this.#cells.at(profile, skill);
    if (mine !== undefined && value !== undefined && sameValue(value, mine)) return;
    if (lock) leave(edit, lock);
    else if (mine === undefined || (mine !== null && misfit(skill, mine) !== undefined)) leave(edit, 'misfit');
    else edit.wishes.push({ profile, skillId: skill.id, mine });
  }
}

function leave({ left }: BlockEdit, why: LeftAlone): void {
  left.set(why, (left.get(why) ?? 0) + 1);
}
