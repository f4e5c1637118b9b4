import { html, LitElement } from 'lit';
import { property, query } from 'lit/decorators.js';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './block-text.styles.ts';

/** The person wants this text in the cells. */
export class TextApplied extends Event {
  readonly text: string;

  constructor(text: string) {
    super('skilldesk-text-applied');
    this.text = text;
  }
}

/** The selected cells as text, where the clipboard is denied to the page: what is in a text field can always be copied and pasted. */
export class BlockText extends LitElement {
  static override styles = [controls, styles];

  @property() text = '';

  @query('textarea') private area!: HTMLTextAreaElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    return html`
      <div role="group" aria-label=${words.text('grid.text')} @keydown=${this.#onKeydown}>
        <label class="small" for="area">${words.text('grid.text-hint')}</label>
        <textarea id="area" rows="4" spellcheck="false" .value=${this.text}></textarea>
        <div class="actions">
          <button class="primary" @click=${this.#apply}>${words.text('grid.apply')}</button>
          <button @click=${this.#close}>${words.text('grid.close')}</button>
        </div>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    this.area?.focus();
    this.area?.select();
  }

  #onKeydown({ key }: KeyboardEvent): void {
    if (key === 'Escape') this.#close();
  }

  #apply(): void {
    this.dispatchEvent(new TextApplied(this.area?.value ?? ''));
  }

  #close(): void {
    this.dispatchEvent(new Event('skilldesk-closed'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-block-text': BlockText;
  }
}
