import { html, LitElement, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import type { ProfileList } from '../profile-list/profile-list.ts';
import { styles } from './profile-view.styles.ts';

/** List and editor of the profiles: side by side where there is room, else one after the other. */
export class ProfileView extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) picked: string | undefined;

  @query('.back button') private back!: HTMLButtonElement | null;
  @query('skilldesk-profile-list') private list!: ProfileList | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    return html`
      <div class="two ${this.picked === undefined ? '' : 'one'}">
        <div class="list"><skilldesk-profile-list .picked=${this.picked}></skilldesk-profile-list></div>
        <div class="editor">
          ${
            this.picked === undefined
              ? html`<p class="empty">${words.text('profiles.pick')}</p>`
              : html`
                  <div class="back">
                    <button class="quiet" @click=${this.#leave}>
                      <span aria-hidden="true">←</span> ${words.text('profiles.back')}
                    </button>
                  </div>
                  <skilldesk-profile-editor .skillProfileId=${this.picked}></skilldesk-profile-editor>
                  <button class="quiet history" @click=${this.#askHistory}>${words.text('history.of-profile')}</button>
                `
          }
        </div>
      </div>
    `;
  }

  /** Where only one of the two is seen, the focus goes with it. */
  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('picked') || !this.hasUpdated) return;
    const { activeElement } = this.shadowRoot ?? {};
    if (this.picked !== undefined && activeElement === this.list) this.back?.focus();
  }

  #askHistory(): void {
    this.dispatchEvent(new Event('skilldesk-history-wanted', { bubbles: true, composed: true }));
  }

  #leave(): void {
    this.dispatchEvent(new Event('skilldesk-profile-left', { bubbles: true, composed: true }));
    void this.updateComplete.then(() => this.list?.focus());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-profile-view': ProfileView;
  }
}
