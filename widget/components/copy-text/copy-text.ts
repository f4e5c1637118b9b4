import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext } from '../../contexts.ts';
import type { TextKey } from '../../localize/english.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';

/** Copies a text; where the browser does not let the page (as in a sandboxed frame), shows it, selected. */
export class CopyText extends LitElement {
  static override styles = [
    controls,
    css`
      button {
        min-height: 28px;
        font-size: 12px;
      }

      textarea {
        display: block;
        width: 100%;
        margin-top: 4px;
        padding: 8px;
        border: 1px solid var(--sd-border);
        border-radius: 8px;
        font: inherit;
        color: var(--sd-text);
        background: var(--sd-ground);
      }
    `,
  ];

  @property({ attribute: false }) text = '';
  /** What its button and its field say. */
  @property() action: TextKey = 'ready.copy';
  @property() field: TextKey = 'ready.field';
  /** What the button is called to whoever does not see where it stands. */
  @property({ attribute: false }) label = '';

  @state() private byHand = false;

  @query('textarea') private area!: HTMLTextAreaElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);

  override render() {
    const { words } = this.#localize;
    return html`
      <button class="quiet" aria-label=${this.label || nothing} @click=${() => void this.#copy()}>
        ${words.text(this.action)}
      </button>
      ${
        this.byHand
          ? html`<p class="small" id="hint">${words.text('ready.by-hand')}</p>
              <textarea
                readonly
                rows="4"
                aria-label=${words.text(this.field)}
                aria-describedby="hint"
                .value=${this.text}
              ></textarea>`
          : nothing
      }
    `;
  }

  async #copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text);
      this.#announcer.value.say(this.#localize.words.text('ready.copied'));
    } catch {
      // Not secure, not allowed, not there: whatever it is, the text is given another way.
      this.byHand = true;
      await this.updateComplete;
      this.area?.focus();
      this.area?.select();
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-copy-text': CopyText;
  }
}
