import type { DraftRequest } from '../../shared/draft.ts';
import { isAssignment, type AssignmentEdit, type Edit, type ValuesEdit } from '../../shared/edit.ts';
import type { SkillValue } from '../../shared/skill.ts';
import type { UnsavedEdits } from './unsaved-edits.ts';

/** One value of a profile that a person wants; null is "not in the profile". Without `base` only the revision tells what it began from. */
export interface ValueCell {
  skillProfileId: string;
  revision: string;
  skillId: string;
  base?: SkillValue | null;
  mine: SkillValue | null;
}

/** The smallest thing that a person can have changed: a value, or the profile of an agent. */
export type Cell = ValueCell | AssignmentEdit;

export type Cells = ReadonlyMap<string, Cell>;

export const keyOf = (cell: Cell): string =>
  'userId' in cell ? cell.userId : `${cell.skillProfileId} ${cell.skillId}`;

/** What is wanted of it, in a form to compare. */
export const wishOf = (cell: Cell): string => JSON.stringify('userId' in cell ? cell.toSkillProfileId : cell.mine);

export const wishesOf = (cells: Cells): ReadonlyMap<string, string> =>
  new Map([...cells].map(([key, cell]) => [key, wishOf(cell)]));

const byKey = (cells: readonly Cell[]): Cells => new Map(cells.map((cell) => [keyOf(cell), cell]));

export function cellsOf(unsaved: UnsavedEdits): Cells {
  const values = unsaved.profiles.flatMap(({ skillProfileId, revision, values: all }) =>
    [...all.values()].map(({ skillId, base, mine }): Cell => ({ skillProfileId, revision, skillId, base, mine })),
  );
  const assignments = unsaved.assignments.map(({ userId, from, to }): Cell => ({
    userId,
    fromSkillProfileId: from,
    toSkillProfileId: to,
  }));
  return byKey([...values, ...assignments]);
}

/** What this page can show of a draft, and the edits that it cannot: those with conditions, or counted from what is there. */
export function readDraft({ edits, base = {} }: Pick<DraftRequest, 'edits' | 'base'>): {
  cells: Cells;
  strays: Edit[];
} {
  const strays = edits.filter((edit) => !isAssignment(edit) && !isPlain(edit));
  const cells = edits.flatMap((edit): Cell[] => {
    if (isAssignment(edit)) return [edit];
    if (!isPlain(edit)) return [];
    const { skillProfileId, revision } = edit;
    const began = base[skillProfileId] ?? {};
    return wishesIn(edit).map(([skillId, mine]) => {
      const known = began[skillId];
      return { skillProfileId, revision, skillId, mine, ...(known !== undefined && { base: known }) };
    });
  });
  return { cells: byKey(cells), strays };
}

/** Cells of one profile that began from different revisions are edits of their own. */
export function writeDraft(
  cells: Iterable<Cell>,
  strays: readonly Edit[],
): Required<Pick<DraftRequest, 'edits' | 'base'>> {
  const edits = new Map<string, Edit>();
  const base: Record<string, Record<string, SkillValue | null>> = {};
  for (const cell of cells) {
    if ('userId' in cell) {
      edits.set(cell.userId, cell);
      continue;
    }
    const { skillProfileId, revision, skillId, mine } = cell;
    const key = `${skillProfileId} ${revision}`;
    const edit = (edits.get(key) as ValuesEdit | undefined) ?? { skillProfileId, revision, set: [], remove: [] };
    if (mine === null) edit.remove.push(skillId);
    else edit.set.push({ skillId, value: mine });
    edits.set(key, edit);
    if (cell.base !== undefined) (base[skillProfileId] ??= {})[skillId] = cell.base;
  }
  return { edits: [...edits.values(), ...strays], base };
}

/**
 * What of another page's draft is to be laid under the edits of this one: what is not here, unless it was taken back here; and what was not
 * touched here since both pages knew the same (`before`, by key what was wanted). Nothing that stands here is ever taken away.
 */
export function toLay(before: ReadonlyMap<string, string>, here: Cells, there: Cells): Cell[] {
  return [...there.values()].filter((cell) => {
    const key = keyOf(cell);
    const mine = here.get(key);
    const common = before.get(key);
    const theirs = wishOf(cell);
    if (theirs === common) return false;
    return mine === undefined || wishOf(mine) === common;
  });
}

const isPlain = ({ set }: ValuesEdit): boolean =>
  set.every((one) => 'value' in one && one.onlyIf === undefined && one.onlyIfPresent === undefined);

const wishesIn = ({ set, remove }: ValuesEdit): (readonly [string, SkillValue | null])[] => [
  ...set.flatMap((one) => ('value' in one ? [[one.skillId, one.value] as const] : [])),
  ...remove.map((skillId) => [skillId, null] as const),
];
