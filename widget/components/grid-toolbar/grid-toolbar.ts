import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { Consumed } from '../../consumed.ts';
import { workContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { TextKey } from '../../localize/english.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import { styles } from './grid-toolbar.styles.ts';

const actions = ['undo', 'redo', 'set', 'text'] as const;
type Action = (typeof actions)[number];

/** The person wants something done in the grid. */
export class GridAsked extends Event {
  readonly action: Action;

  constructor(action: Action) {
    super('skilldesk-grid-asked');
    this.action = action;
  }
}

const keys = [
  'move',
  'range',
  'number',
  'edit',
  'press',
  'remove',
  'fill',
  'copy',
  'undo',
  'history',
  'heads',
  'leave',
] as const;

/** Search, filters, columns and actions above the grid. */
export class GridToolbar extends LitElement {
  static override styles = [controls, styles];

  /** Rows that are shown. */
  @property({ type: Number }) rows = 0;
  /** Actions that would do nothing now. */
  @property({ attribute: false }) idle: ReadonlySet<string> = new Set();

  @state() private panel: 'filters' | 'columns' | 'keys' | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ sheet }) => [sheet]);

  override render() {
    const { words } = this.#localize;
    const { sheet } = this.#work.value;
    const { filters, part } = sheet;
    const filtered = filters > 0 || part.search !== '';
    return html`
      <div class="bar" role="group" aria-label=${words.text('grid.tools')}>
        <input
          type="search"
          placeholder=${words.text('profiles.search')}
          aria-label=${words.text('profiles.search')}
          .value=${part.search}
          @input=${({ target }: Event & { target: HTMLInputElement }) => sheet.show({ search: target.value })}
        />
        <span class="hidden-text" role="status">${filtered ? words.count('profiles.found', this.rows) : ''}</span>
        ${this.#opener('filters', filters)} ${this.#opener('columns', part.hiddenSkills.size)}
        ${actions.map(
          (action) => html`
            <button
              aria-disabled=${this.idle.has(action) ? 'true' : 'false'}
              @click=${() => this.dispatchEvent(new GridAsked(action))}
            >
              ${words.text(`grid.${action}`)}
            </button>
          `,
        )}
        ${this.#opener('keys', 0)}
      </div>
      ${this.panel === undefined ? nothing : html`<div class="panel" id="panel">${this.#panel()}</div>`}
    `;
  }

  #opener(panel: NonNullable<GridToolbar['panel']>, used: number) {
    const open = this.panel === panel;
    const text = this.#localize.words.text(`grid.${panel}` satisfies TextKey);
    return html`
      <button
        aria-expanded=${open ? 'true' : 'false'}
        aria-controls=${open ? 'panel' : nothing}
        @click=${() => (this.panel = open ? undefined : panel)}
      >
        ${used > 0 ? `${text} (${used})` : text}
      </button>
    `;
  }

  #panel() {
    const { words } = this.#localize;
    switch (this.panel) {
      case 'keys':
        return html`<ul class="small">
          ${keys.map((key) => html`<li>${words.text(`grid.key-${key}`)}</li>`)}
        </ul>`;
      case 'columns':
        return html`<skilldesk-grid-columns></skilldesk-grid-columns>`;
      default:
        return html`<skilldesk-grid-filters></skilldesk-grid-filters>`;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-grid-toolbar': GridToolbar;
  }
}
