import type { Place } from '../../grid/cursor.ts';

/** Turns presses and drags of a pointer into places of the grid. A finger scrolls; its tap arrives as a click. */
export class GridPointer {
  readonly #goTo: (place: Place, extend: boolean) => void;
  #dragging = false;

  constructor(goTo: (place: Place, extend: boolean) => void) {
    this.#goTo = goTo;
  }

  readonly onDown = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (event.pointerType !== 'mouse' || event.button !== 0 || !place) return;
    this.#dragging = place.row >= 0 && place.column >= 0;
    // The browser would focus the cell under the pointer: the range's other end has the focus, and keeps it.
    if (event.shiftKey) event.preventDefault();
    this.#goTo(place, event.shiftKey);
  };

  readonly onOver = (event: PointerEvent): void => {
    this.#dragging &&= event.buttons === 1;
    const place = this.#dragging ? placeOf(event) : undefined;
    if (place && place.row >= 0 && place.column >= 0) this.#goTo(place, true);
  };

  readonly onClick = (event: MouseEvent): void => {
    const place = placeOf(event);
    if (place && 'pointerType' in event && event.pointerType !== 'mouse') this.#goTo(place, event.shiftKey);
  };
}

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
