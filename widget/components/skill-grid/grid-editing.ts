import type { SkillProfileView, SkillView } from '../../../shared/api.ts';
import type { SkillValue } from '../../../shared/skill.ts';
import { BlockPlanner, type Block, type BlockEdit } from '../../grid/block-edit.ts';
import { copiedText } from '../../grid/cell-text.ts';
import type { Cell, Cells } from '../../grid/cell.ts';
import type { Cursor } from '../../grid/cursor.ts';
import type { Sheet } from '../../grid/sheet.ts';
import { readTable, writeTable } from '../../grid/table-text.ts';
import type { Words } from '../../localize/words.ts';
import type { Organization } from '../../organization/organization.ts';
import type { EditSteps } from '../../work/edit-steps.ts';
import { valueWords } from './cell-words.ts';

/** What there is to edit, as it stands at the moment. */
export interface Scene {
  readonly sheet: Sheet;
  readonly cursor: Cursor;
  readonly cells: Cells;
  readonly words: Words;
  readonly steps: EditSteps;
  readonly organization: Organization;
}

/** One cell, with what stands in it. */
export interface Spot extends Cell {
  readonly profile: SkillProfileView;
  readonly skill: SkillView;
}

/** Something to be done to selected cells of which some are hidden. */
export interface Question {
  readonly shown: Block;
  readonly all: Block;
  readonly plan: (block: Block) => BlockEdit;
}

/** Edits in the grid; each says in words what came of it. */
export class GridEditing {
  readonly #scene: () => Scene;
  readonly #say: (text: string) => void;
  readonly #ask: (question: Question) => void;
  /** A 1 has just been typed here: a 0 makes 10 of it. */
  #one: { at: string; changed: boolean } | undefined;

  constructor(scene: () => Scene, say: (text: string) => void, ask: (question: Question) => void) {
    this.#scene = scene;
    this.#say = say;
    this.#ask = ask;
  }

  /** The cell of the cursor; none where it stands on a head. */
  get spot(): Spot | undefined {
    const { sheet, cursor, cells } = this.#scene();
    const profile = sheet.rows[cursor.active.row];
    const skill = sheet.columns[cursor.active.column];
    return profile && skill && { profile, skill, ...cells.at(profile, skill) };
  }

  /** Where the cursor stands and what is there, for those who see it cut off. */
  get whereabouts(): string {
    const { spot } = this;
    if (!spot) return '';
    const { words } = this.#scene();
    const { profile, skill, lock } = spot;
    const value = valueWords(spot, skill, words) + (lock ? ` (${words.text(`grid.lock-${lock}`)})` : '');
    return words.text('grid.cell', { profile: profile.name, skill: skill.name, value });
  }

  /** Anything but another digit ends a number that is being typed. */
  forgetDigit(): void {
    this.#one = undefined;
  }

  type(digit: string): void {
    const { spot } = this;
    const one = this.#one;
    this.#one = undefined;
    if (!spot || spot.skill.skillType !== 'PROFICIENCY' || !/^\d$/.test(digit)) return;
    const at = `${spot.profile.id} ${spot.skill.id}`;
    const ten = digit === '0' && one?.at === at;
    const changed = this.set(spot, ten ? 10 : Number(digit), ten && one.changed);
    if (digit === '1') this.#one = { at, changed };
  }

  /** Sets one cell; says whether that changed anything. */
  set(spot: Spot, value: SkillValue | null, joined = false): boolean {
    const { steps, cells, words } = this.#scene();
    const { profile, skill } = spot;
    if (this.refuses(spot)) return false;
    const changed = steps.take([{ profile, skillId: skill.id, mine: value }], joined) > 0;
    const now = valueWords(cells.at(profile, skill), skill, words);
    this.#say(words.text('grid.cell', { profile: profile.name, skill: skill.name, value: now }));
    return changed;
  }

  /** Says why a cell cannot be changed, if it cannot. */
  refuses({ profile, skill, lock }: Spot): boolean {
    if (!lock) return false;
    const { words } = this.#scene();
    const value = lock === 'read-only' ? words.whyReadOnly(profile) : words.text(`grid.lock-${lock}`);
    this.#say(words.text('grid.cell', { profile: profile.name, skill: skill.name, value }));
    return true;
  }

  remove(): void {
    this.#onSelected((block) => this.#planner.set(block, null));
  }

  setAll(value: SkillValue): void {
    this.#onSelected((block) => this.#planner.set(block, value));
  }

  /** One row (or column) takes over the one before it. */
  fill(direction: 'down' | 'right'): void {
    const { sheet, cursor } = this.#scene();
    const { rows, columns } = cursor.selection;
    const { row, column } = cursor.active;
    const alone = direction === 'down' ? rows.length === 1 : columns.length === 1;
    if (!alone) {
      this.#onSelected((block) => this.#planner.fill(block, direction));
      return;
    }
    const before = direction === 'down' ? sheet.rows[row - 1] : sheet.columns[column - 1];
    if (!before) return;
    this.#onSelected(({ profiles, skills }) =>
      this.#planner.fill(
        direction === 'down'
          ? { profiles: [before as SkillProfileView, ...profiles], skills }
          : { profiles, skills: [before as SkillView, ...skills] },
        direction,
      ),
    );
  }

  /** One value goes into every selected cell, a block from the selection's first cell on. */
  paste(text: string): void {
    const { sheet, cursor } = this.#scene();
    const table = readTable(text);
    const [first] = table[0] ?? [];
    if (first && table.length === 1 && table[0]?.length === 1 && cursor.many) {
      this.#onSelected((block) => this.#planner.setText(block, first));
      return;
    }
    const { profiles, skills } = this.#shown;
    const row = sheet.rowOf(profiles[0]?.id ?? '') ?? cursor.active.row;
    const column = sheet.columnOf(skills[0]?.id ?? '') ?? cursor.active.column;
    if (row < 0 || column < 0) return;
    this.carryOut(this.#planner.paste({ profiles: sheet.rows.slice(row), skills: sheet.columns.slice(column) }, table));
  }

  /** The selected cells that are shown, as text. */
  get text(): string {
    const { cells, words } = this.#scene();
    const { profiles, skills } = this.#shown;
    return writeTable(
      profiles.map((profile) => skills.map((skill) => copiedText(cells.at(profile, skill).value, skill, words))),
    );
  }

  /** Where a single cell is, its focus tells. */
  saySelected(): void {
    const { cursor, words } = this.#scene();
    const { rows, columns } = cursor.selection;
    this.#say(cursor.many ? words.count('grid.selected', rows.length * columns.length) : '');
  }

  sayCopied(): void {
    const { profiles, skills } = this.#shown;
    this.#say(this.#scene().words.count('grid.copied', profiles.length * skills.length));
  }

  walk(direction: 'undo' | 'redo'): void {
    const { steps, organization, words } = this.#scene();
    const any = direction === 'undo' ? steps.canUndo : steps.canRedo;
    const changed = steps[direction](organization.profile);
    this.#say(any ? words.count('grid.changed', changed) : words.text('grid.nothing'));
  }

  carryOut({ wishes, left }: BlockEdit): void {
    const { steps, words } = this.#scene();
    const changed = words.count('grid.changed', steps.take(wishes));
    const alone = [...left].map(([why, n]) => words.count('grid.left', n, { why: words.text(`grid.lock-${why}`) }));
    this.#say([changed, ...alone].join('. '));
  }

  #onSelected(plan: (block: Block) => BlockEdit): void {
    const { cursor, organization } = this.#scene();
    const { rows, columns } = cursor.selection;
    const shown = this.#shown;
    const all = {
      profiles: rows.flatMap((id) => organization.profile(id) ?? []),
      skills: columns.flatMap((id) => organization.skill(id) ?? []),
    };
    if (sizeOf(all) > sizeOf(shown)) this.#ask({ shown, all, plan });
    else this.carryOut(plan(shown));
  }

  /** What is selected and shown, as it stands now. */
  get #shown(): Block {
    const { sheet, cursor } = this.#scene();
    const places = (ids: readonly string[], placeOf: (id: string) => number | undefined) =>
      ids.flatMap((id) => placeOf(id) ?? []).sort((one, other) => one - other);
    const { rows, columns } = cursor.selection;
    return {
      profiles: places(rows, (id) => sheet.rowOf(id)).flatMap((at) => sheet.rows[at] ?? []),
      skills: places(columns, (id) => sheet.columnOf(id)).flatMap((at) => sheet.columns[at] ?? []),
    };
  }

  get #planner(): BlockPlanner {
    const { cells, words } = this.#scene();
    return new BlockPlanner(cells, words);
  }
}

export const sizeOf = ({ profiles, skills }: Block): number => profiles.length * skills.length;
