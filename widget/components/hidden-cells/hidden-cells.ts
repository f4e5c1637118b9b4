import { html, LitElement } from 'lit';
import { property, query } from 'lit/decorators.js';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './hidden-cells.styles.ts';

/** What becomes of what is selected and not shown. */
export class HiddenDecided extends Event {
  readonly choice: 'shown' | 'all' | 'none';

  constructor(choice: HiddenDecided['choice']) {
    super('skilldesk-hidden-decided');
    this.choice = choice;
  }
}

/** Lists what is selected and not shown, and asks about it. */
export class HiddenCells extends LitElement {
  static override styles = [controls, styles];

  /** Cells of the grid, or agents. */
  @property() kind: 'grid' | 'agents' = 'grid';
  /** Names of the profiles and skills, or agents, that are hidden. */
  @property({ attribute: false }) names: readonly string[] = [];
  @property({ type: Number }) cells = 0;
  @property({ type: Number }) shown = 0;

  @query('button') private first!: HTMLButtonElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    const question = words.count(`${this.kind}.hidden`, this.cells);
    return html`
      <div role="alertdialog" aria-label=${question} aria-describedby="names" @keydown=${this.#onKeydown}>
        <p>${question}</p>
        <p id="names" class="names small">${words.list(this.names)}</p>
        <div class="actions">
          ${
            this.shown > 0
              ? html`<button class="primary" @click=${() => this.#decide('shown')}>
                  ${words.count(`${this.kind}.hidden-shown`, this.shown)}
                </button>`
              : ''
          }
          <button @click=${() => this.#decide('all')}>
            ${words.count(`${this.kind}.hidden-all`, this.cells + this.shown)}
          </button>
          <button @click=${() => this.#decide('none')}>${words.text('grid.hidden-none')}</button>
        </div>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    this.first?.focus();
  }

  #onKeydown({ key }: KeyboardEvent): void {
    if (key === 'Escape') this.#decide('none');
  }

  #decide(choice: HiddenDecided['choice']): void {
    this.dispatchEvent(new HiddenDecided(choice));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-hidden-cells': HiddenCells;
  }
}
