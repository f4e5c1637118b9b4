import type { LitElement, ReactiveController } from 'lit';
import type { Skill } from '../../../shared/skill.ts';
import type { Place } from '../../grid/cursor.ts';
import { covers, spanOf, type Span } from '../../grid/span.ts';

export const rowHeight = 36;
export const headHeight = 48;
export const headWidth = 232;
export const narrow = 112;
export const wide = 160;
/** Rows and columns drawn beyond the edge, so that a short scroll draws nothing. */
const spareRows = 3;
const spareColumns = 2;
/** So near to the edge is beyond it: where the grid ends with the screen, a mouse gets no further. */
const edge = 8;

/** Texts and choices need room. */
export const isWide = ({ skillType }: Skill): boolean => skillType === 'TEXT' || skillType === 'ENUM';
export const widthOf = (skill: Skill): number => (isWide(skill) ? wide : narrow);

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Which rows and columns of the grid are in sight. */
export class GridViewport implements ReactiveController {
  readonly #host: LitElement;
  readonly #observer = new ResizeObserver(() => this.#measure());
  #scroller: HTMLElement | undefined;
  #top = 0;
  #left = 0;
  #width = 0;
  #height = 0;
  #rows = 0;
  #starts: readonly number[] = [0];
  #drawn: readonly Span[] = [];

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** What there is to be seen in all. */
  contain(rows: number, columns: readonly Skill[]): void {
    this.#rows = rows;
    const starts = [0];
    for (const column of columns) starts.push((starts.at(-1) ?? 0) + widthOf(column));
    this.#starts = starts;
  }

  /** So much room is there before anything is drawn; what is really seen is measured after it. */
  expect({ width, height }: Size): void {
    if (this.#scroller) return;
    this.#width = width;
    this.#height = height;
  }

  /** What is in sight is drawn, and is looked at in this element from now on. */
  watch(scroller: HTMLElement | null): void {
    this.#drawn = [this.rows, this.columns];
    if (scroller === this.#scroller) return;
    this.#observer.disconnect();
    this.#scroller = scroller ?? undefined;
    if (scroller) this.#observer.observe(scroller);
  }

  hostConnected(): void {
    if (this.#scroller) this.#observer.observe(this.#scroller);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  get rows(): Span {
    const from = this.#top;
    return spanOf(this.#rows, topOf, from, from + this.#height - headHeight, spareRows);
  }

  get columns(): Span {
    const from = this.#left;
    const count = this.#starts.length - 1;
    return spanOf(count, (at) => this.leftOf(at), from, from + this.#width - headWidth, spareColumns);
  }

  /** How many whole rows are seen at once. */
  get page(): number {
    return Math.max(1, Math.floor((this.#height - headHeight) / rowHeight) - 1);
  }

  get width(): number {
    return headWidth + (this.#starts.at(-1) ?? 0);
  }

  get height(): number {
    return headHeight + this.#rows * rowHeight;
  }

  leftOf(column: number): number {
    return this.#starts[column] ?? 0;
  }

  /** As far to the left as something so wide must begin to be seen whole. */
  fit(left: number, width: number): number {
    return Math.max(this.#left, Math.min(left, this.#left + this.#width - width));
  }

  readonly onScroll = (): void => {
    if (!this.#scroller) return;
    this.#top = this.#scroller.scrollTop;
    this.#left = this.#scroller.scrollLeft;
    this.#drawIfMore();
  };

  /** Scrolls no further than needed to see the whole cell. */
  reveal({ row, column }: Place): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    // What was scrolled a moment ago is told by an event that may be still to come.
    const { scrollTop, scrollLeft } = scroller;
    const top = nearest(scrollTop, topOf(row), rowHeight, this.#height - headHeight);
    const width = this.leftOf(column + 1) - this.leftOf(column);
    const left = nearest(scrollLeft, this.leftOf(column), width, this.#width - headWidth);
    if (row >= 0 && top !== scrollTop) scroller.scrollTop = this.#top = top;
    if (column >= 0 && left !== scrollLeft) scroller.scrollLeft = this.#left = left;
  }

  /** In which direction from what is in sight of the cells a point lies. */
  beyond({ clientX, clientY }: MouseEvent): { rows: number; columns: number } {
    const { left = 0, top = 0 } = this.#scroller?.getBoundingClientRect() ?? {};
    return {
      rows: side(clientY, top + headHeight, top + this.#height - edge),
      columns: side(clientX, left + headWidth, left + this.#width - edge),
    };
  }

  #measure(): void {
    if (!this.#scroller) return;
    this.#width = this.#scroller.clientWidth;
    this.#height = this.#scroller.clientHeight;
    this.#drawIfMore();
  }

  #drawIfMore(): void {
    const wanted = [this.rows, this.columns];
    if (!wanted.every((span, at) => covers(this.#drawn[at], span))) this.#host.requestUpdate();
  }
}

const side = (at: number, start: number, end: number): number => (at < start ? -1 : at >= end ? 1 : 0);

const topOf = (row: number): number => row * rowHeight;

function nearest(now: number, start: number, length: number, seen: number): number {
  if (start < now) return start;
  return start + length > now + seen ? start + length - seen : now;
}
