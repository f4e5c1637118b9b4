import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { Consumed } from '../../consumed.ts';
import { organizationContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { HistoryWanted } from '../history-filters/history-wanted.ts';
import type { ProfileList } from '../profile-list/profile-list.ts';
import type { SkillGrid } from '../skill-grid/skill-grid.ts';
import { styles } from './profile-view.styles.ts';

/** Below it, a grid shows too little of itself. */
export const narrowestGrid = 680;

/** All profiles as a grid where there is room, else as a list; one picked beside the list, or in its place. */
export class ProfileView extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) picked: string | undefined;

  @state() private wide = false;

  @query('.back button') private back!: HTMLButtonElement | null;
  @query('skilldesk-profile-list') private list!: ProfileList | null;
  @query('skilldesk-skill-grid') private grid!: SkillGrid | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (one) => [one]);
  #room = { width: 0, height: 0 };
  readonly #observer = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    new KeptFocus(this, () => this.back ?? this.grid ?? this.list);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#measure();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override render() {
    const { words } = this.#localize;
    const any = (this.#organization.value.profiles.value?.skillProfiles.length ?? 0) > 0;
    if (this.wide && this.picked === undefined && any)
      return html`<skilldesk-skill-grid .room=${this.#room}></skilldesk-skill-grid>`;
    return html`
      <div class="two ${this.picked === undefined ? '' : 'one'}">
        <div class="list"><skilldesk-profile-list .picked=${this.picked}></skilldesk-profile-list></div>
        ${
          this.picked === undefined
            ? nothing
            : html`<div class="editor">
                <div class="back">
                  <button class="quiet" @click=${this.#leave}>
                    <span aria-hidden="true">←</span> ${words.text('profiles.back')}
                  </button>
                </div>
                <skilldesk-profile-editor .skillProfileId=${this.picked}></skilldesk-profile-editor>
                <button class="quiet history" @click=${this.#askHistory}>${words.text('history.of-profile')}</button>
              </div>`
        }
      </div>
    `;
  }

  /** Where a profile takes the place of the list, what had the focus is there, and is not seen. */
  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('picked')) return;
    const opened = changed.get('picked') === undefined && this.picked !== undefined;
    if (opened && this.list && this.shadowRoot?.activeElement === this.list) this.back?.focus();
  }

  #measure(): void {
    this.#room = { width: this.clientWidth, height: this.clientHeight };
    this.wide = this.#room.width >= narrowestGrid;
  }

  #askHistory(): void {
    if (this.picked !== undefined) this.dispatchEvent(new HistoryWanted({ skillProfileId: this.picked }));
  }

  #leave(): void {
    this.dispatchEvent(new Event('skilldesk-profile-left', { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-profile-view': ProfileView;
  }
}
