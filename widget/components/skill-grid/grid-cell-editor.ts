import { html, nothing, type LitElement } from 'lit';
import type { CellDecided } from '../cell-editor/cell-editor.ts';
import type { GridEditing, Scene, Spot } from './grid-editing.ts';
import { headHeight, headWidth, rowHeight, widthOf, type GridViewport } from './grid-viewport.ts';
import { placed } from './placed.ts';

const narrowest = 200;

/** The editor over one cell of the grid, while there is one. */
export class GridCellEditor {
  readonly #host: LitElement;
  readonly #editing: GridEditing;
  readonly #viewport: GridViewport;
  readonly #goOn: (rows: number) => void;
  #open: { spot: Spot; typed: string | undefined } | undefined;

  /** `goOn` takes the cursor, and the focus with it, so many rows further. */
  constructor(host: LitElement, editing: GridEditing, viewport: GridViewport, goOn: (rows: number) => void) {
    this.#host = host;
    this.#editing = editing;
    this.#viewport = viewport;
    this.#goOn = goOn;
  }

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  open(spot: Spot, typed: string | undefined): void {
    this.#open = { spot, typed };
    this.#host.requestUpdate();
  }

  render({ sheet, words }: Scene) {
    if (!this.#open) return nothing;
    const { profile, skill, value } = this.#open.spot;
    const top = headHeight + (sheet.rowOf(profile.id) ?? 0) * rowHeight;
    const width = skill.skillType === 'PROFICIENCY' ? widthOf(skill) : narrowest;
    const left = this.#viewport.fit(headWidth + this.#viewport.leftOf(sheet.columnOf(skill.id) ?? 0), width);
    return html`<skilldesk-cell-editor
      .skill=${skill}
      .value=${value ?? null}
      .typed=${this.#open.typed}
      label=${words.text('grid.editing', { skill: skill.name, profile: profile.name })}
      ${placed(`top: ${top}px; left: ${left}px; width: ${width}px`)}
      @skilldesk-cell-decided=${this.#decide}
    ></skilldesk-cell-editor>`;
  }

  readonly #decide = ({ value, then }: CellDecided): void => {
    const { spot } = this.#open ?? {};
    this.#open = undefined;
    if (then !== 'gone') this.#goOn(then === 'next' ? 1 : 0);
    if (spot && value !== undefined) this.#editing.set(spot, value);
    this.#host.requestUpdate();
  };
}
