import type { Place } from '../../grid/cursor.ts';
import type { GridViewport } from './grid-viewport.ts';

/** A drag that is held beyond the edge takes in another row or column so often. */
const pace = 60;

interface Moves {
  goTo(place: Place, extend: boolean): void;
  extend(rows: number, columns: number): void;
}

/** Turns presses and drags of a pointer into places of the grid. A finger scrolls; its tap arrives as a click. */
export class GridPointer {
  readonly #viewport: GridViewport;
  readonly #moves: Moves;
  #dragging = false;
  #at: Place | undefined;
  #last: PointerEvent | undefined;
  #going: ReturnType<typeof setInterval> | undefined;

  constructor(viewport: GridViewport, moves: Moves) {
    this.#viewport = viewport;
    this.#moves = moves;
  }

  readonly onDown = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (event.pointerType !== 'mouse' || event.button !== 0 || !place) return;
    if (isCell(place)) this.#begin(place);
    // The browser would focus the cell under the pointer: the range's other end has the focus, and keeps it.
    if (event.shiftKey) event.preventDefault();
    this.#moves.goTo(place, event.shiftKey);
  };

  /** Coming over a cell is not enough: one that is drawn or scrolled under a pointer at rest was not chosen. */
  readonly onMove = (event: PointerEvent): void => {
    const place = this.#dragging && event.buttons === 1 ? placeOf(event) : undefined;
    if (!place || !isCell(place) || (place.row === this.#at?.row && place.column === this.#at.column)) return;
    this.#at = place;
    this.#moves.goTo(place, true);
  };

  readonly onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place && 'pointerType' in event && event.pointerType !== 'mouse') this.#moves.goTo(place, event.shiftKey);
  };

  #begin(place: Place): void {
    this.#dragging = true;
    this.#at = place;
    addEventListener('pointermove', this.#follow);
    addEventListener('pointerup', this.#end);
    addEventListener('pointercancel', this.#end);
  }

  /** Where it is held there are no cells to come over: the selection goes on towards it by itself. */
  readonly #follow = (event: PointerEvent): void => {
    this.#last = event;
    if (event.buttons !== 1) this.#end();
    else this.#going ??= setInterval(this.#goOn, pace);
  };

  readonly #goOn = (): void => {
    const { rows, columns } = this.#last ? this.#viewport.beyond(this.#last) : { rows: 0, columns: 0 };
    if (rows === 0 && columns === 0) return;
    this.#at = undefined;
    this.#moves.extend(rows, columns);
  };

  readonly #end = (): void => {
    this.#dragging = false;
    clearInterval(this.#going);
    this.#going = undefined;
    removeEventListener('pointermove', this.#follow);
    removeEventListener('pointerup', this.#end);
    removeEventListener('pointercancel', this.#end);
  };
}

const isCell = ({ row, column }: Place): boolean => row >= 0 && column >= 0;

/** The place that an event is about, by what the grid tells assistive technology of it. */
function placeOf({ target }: Event): Place | undefined {
  const cell = target instanceof Element ? target.closest('[aria-colindex]') : null;
  const row = cell?.closest('[aria-rowindex]');
  if (!cell || !row) return undefined;
  return {
    row: Number(row.getAttribute('aria-rowindex')) - 2,
    column: Number(cell.getAttribute('aria-colindex')) - 2,
  };
}
