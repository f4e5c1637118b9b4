import type { Sheet } from './sheet.ts';

/** A place in the sheet; -1 is the row or the column of heads. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Cells by profile and skill, so that a filter or another order does not make others of them. */
export interface Selection {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

const nothingSelected: Selection = { rows: [], columns: [] };

/** Where a person is in the sheet and what he has selected there. */
export class Cursor {
  #sheet: Sheet;
  #active: Place = { row: 0, column: 0 };
  #ids: readonly [row: string | undefined, column: string | undefined];
  #anchor: Place = this.#active;
  #selection: Selection = nothingSelected;
  #selectedRows = new Set<string>();
  #selectedColumns = new Set<string>();

  constructor(sheet: Sheet) {
    this.#sheet = sheet;
    this.#ids = this.#idsAt(this.#active);
    this.goTo(this.#within(this.#active));
  }

  get active(): Place {
    return this.#active;
  }

  get selection(): Selection {
    return this.#selection;
  }

  get many(): boolean {
    return this.#selection.rows.length * this.#selection.columns.length > 1;
  }

  selects(skillProfileId: string, skillId: string): boolean {
    return this.#selectedRows.has(skillProfileId) && this.#selectedColumns.has(skillId);
  }

  /** The sheet has become another: whoever is still shown keeps the cursor, else who stands in his place now. */
  follow(sheet: Sheet): void {
    if (sheet === this.#sheet) return;
    const [row, column] = this.#ids;
    const { active } = this;
    const { rows, columns } = this.#sheet;
    this.#sheet = sheet;
    const now = this.#within({
      row: (row === undefined ? undefined : sheet.rowOf(row)) ?? (rows.length === 0 ? 0 : active.row),
      column: (column === undefined ? undefined : sheet.columnOf(column)) ?? (columns.length === 0 ? 0 : active.column),
    });
    if (!this.many) this.goTo(now);
    else this.#standAt(now);
    this.#anchor = now;
  }

  goTo(place: Place, extend = false): void {
    this.#standAt(this.#within(place));
    if (!extend) this.#anchor = this.#active;
    const { row, column } = this.#active;
    this.#select([this.#anchor.row, row], [this.#anchor.column, column]);
  }

  move(rows: number, columns: number, extend = false): void {
    const { row, column } = this.#active;
    this.goTo({ row: moved(row, rows, extend), column: moved(column, columns, extend) }, extend);
  }

  select(what: 'all' | 'row' | 'column'): void {
    const { row, column } = this.#active;
    const { rows, columns } = this.#sheet;
    this.#select(
      what === 'row' ? [row, row] : [0, rows.length - 1],
      what === 'column' ? [column, column] : [0, columns.length - 1],
    );
  }

  #select(rows: [number, number], columns: [number, number]): void {
    const idsBetween = (items: readonly { id: string }[], one: number, other: number) =>
      Math.min(one, other) < 0 ? [] : items.slice(Math.min(one, other), Math.max(one, other) + 1).map(({ id }) => id);
    this.#selection = {
      rows: idsBetween(this.#sheet.rows, ...rows),
      columns: idsBetween(this.#sheet.columns, ...columns),
    };
    this.#selectedRows = new Set(this.#selection.rows);
    this.#selectedColumns = new Set(this.#selection.columns);
  }

  #standAt(place: Place): void {
    this.#active = place;
    this.#ids = this.#idsAt(place);
  }

  #idsAt({ row, column }: Place): readonly [string | undefined, string | undefined] {
    return [this.#sheet.rows[row]?.id, this.#sheet.columns[column]?.id];
  }

  #within({ row, column }: Place): Place {
    const { rows, columns } = this.#sheet;
    return {
      row: Math.max(-1, Math.min(row, rows.length - 1)),
      column: Math.max(-1, Math.min(column, columns.length - 1)),
    };
  }
}

/** A range has no heads in it, and a leap ends at the first cell: the head is one step further. */
function moved(from: number, by: number, extend: boolean): number {
  const least = extend || (from >= 0 && Math.abs(by) > 1) ? 0 : -1;
  return Math.max(least, from + by);
}
