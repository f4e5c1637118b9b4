import { html, nothing, type LitElement } from 'lit';
import type { TextApplied } from '../block-text/block-text.ts';
import type { HiddenDecided } from '../hidden-cells/hidden-cells.ts';
import type { ValueChosen } from '../value-chosen.ts';
import { sizeOf, type GridEditing, type Question, type Scene } from './grid-editing.ts';

/** What is asked or offered below the grid: one thing at a time, after which the focus goes back to the cursor. */
export class GridPanels {
  readonly #host: LitElement;
  readonly #editing: GridEditing;
  #open: 'text' | 'set' | Question | undefined;

  constructor(host: LitElement, editing: GridEditing) {
    this.#host = host;
    this.#editing = editing;
  }

  show(panel: 'text' | 'set' | Question): void {
    this.#open = panel;
    this.#host.requestUpdate();
  }

  render(scene: Scene) {
    if (this.#open === undefined) return nothing;
    if (this.#open === 'text') return this.#text();
    return this.#open === 'set' ? this.#set(scene) : this.#question(this.#open);
  }

  #text() {
    return html`<skilldesk-block-text
      text=${this.#editing.text}
      @skilldesk-text-applied=${({ text }: TextApplied) => this.#close(() => this.#editing.paste(text))}
      @skilldesk-closed=${() => this.#close()}
    ></skilldesk-block-text>`;
  }

  #set({ cursor: { selection }, organization }: Scene) {
    const [only] = selection.columns.length === 1 ? selection.columns : [];
    return html`<skilldesk-block-value
      .skill=${only === undefined ? undefined : organization.skill(only)}
      .cells=${selection.rows.length * selection.columns.length}
      @skilldesk-text-applied=${({ text }: TextApplied) => this.#close(() => this.#editing.paste(text))}
      @skilldesk-value-chosen=${({ value }: ValueChosen) => this.#close(() => this.#editing.setAll(value))}
      @skilldesk-closed=${() => this.#close()}
    ></skilldesk-block-value>`;
  }

  #question(question: Question) {
    const { all, shown, plan } = question;
    const hidden = <Item extends { name: string }>(items: readonly Item[], kept: readonly Item[]) =>
      items.filter((item) => !kept.includes(item)).map(({ name }) => name);
    const answer = ({ choice }: HiddenDecided) =>
      this.#close(() => choice !== 'none' && this.#editing.carryOut(plan(choice === 'all' ? all : shown)));
    return html`<skilldesk-hidden-cells
      .names=${[...hidden(all.profiles, shown.profiles), ...hidden(all.skills, shown.skills)]}
      .cells=${sizeOf(all) - sizeOf(shown)}
      .shown=${sizeOf(shown)}
      @skilldesk-hidden-decided=${answer}
    ></skilldesk-hidden-cells>`;
  }

  /** What is done last may open another panel. */
  #close(last: () => void = () => undefined): void {
    this.#open = undefined;
    this.#host.focus();
    last();
    this.#host.requestUpdate();
  }
}
