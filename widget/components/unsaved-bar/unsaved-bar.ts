import { html, LitElement, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { longestReason } from '../../../shared/edit.ts';
import { Consumed } from '../../consumed.ts';
import { workContext } from '../../contexts.ts';
import type { Work } from '../../work/work-of-person.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { reasonFault } from '../../work/saves.ts';
import { styles } from './unsaved-bar.styles.ts';

/** What is unsaved, the review of it, the reason, Save and Discard; above it, how the last saves went. */
export class UnsavedBar extends LitElement {
  static override styles = [controls, styles];

  @state() private reviewing = false;
  @state() private asking = false;
  /** Save was pressed and could not be done; why is said until it can. */
  @state() private pressed = false;

  @query('#reason') private reason!: HTMLInputElement | null;
  @query('.asking .keep') private keep!: HTMLButtonElement | null;
  @query('.discard') private discardButton!: HTMLButtonElement | null;
  @query('.upper') private upper!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves }) => [unsaved, saves]);
  #conflicts = 0;
  #focusInside = false;

  override willUpdate(): void {
    const { conflicts, changes } = this.#work.value.unsaved.counts;
    if (conflicts > this.#conflicts) this.reviewing = true;
    if (changes === 0) {
      this.reviewing = false;
      this.asking = false;
      this.pressed = false;
    }
    this.#conflicts = conflicts;
    this.#focusInside = this.shadowRoot?.activeElement != null;
  }

  override render() {
    const { words } = this.#localize;
    const { unsaved, saves } = this.#work.value;
    const any = unsaved.counts.changes > 0;
    this.hidden = !any && saves.shown.length === 0;
    return html`
      <div class="upper" tabindex="-1" role="region" aria-label=${words.text('save.label')}>
        ${unsaved.counts.conflicts > 0 ? [this.#review(), this.#results()] : [this.#results(), this.#review()]}
      </div>
      ${any ? this.#bar() : nothing}
    `;
  }

  /** The bar goes when everything is saved; the focus that was in it goes to the result. */
  override updated(): void {
    if (this.#focusInside && !this.shadowRoot?.activeElement && !this.hidden) this.upper?.focus();
  }

  #results() {
    const { shown } = this.#work.value.saves;
    return shown.map((save) => html`<skilldesk-save-result .save=${save}></skilldesk-save-result>`);
  }

  #review() {
    if (!this.reviewing) return nothing;
    const label = this.#localize.words.text('unsaved.review-label');
    return html`<section class="review" id="review" aria-label=${label}>
      <h3>${label}</h3>
      <skilldesk-review-list></skilldesk-review-list>
    </section>`;
  }

  #bar() {
    const { words } = this.#localize;
    const { counts } = this.#work.value.unsaved;
    const fault = this.#shownFault;
    return html`
      <div class="bar" role="region" aria-label=${words.text('unsaved.label')}>
        <div class="count">
          <span>
            <span role="status">${this.#count}</span>
            ${
              counts.conflicts > 0
                ? html`<span class="undecided small">${words.count('unsaved.undecided', counts.conflicts)}</span>`
                : nothing
            }
          </span>
          <button
            aria-expanded=${this.reviewing ? 'true' : 'false'}
            aria-controls=${this.reviewing ? 'review' : nothing}
            @click=${() => (this.reviewing = !this.reviewing)}
          >
            ${words.text('unsaved.review')}
          </button>
        </div>
        ${this.asking ? this.#question() : this.#saving(fault)}
        ${fault === undefined ? nothing : html`<p class="fault" id="fault" role="alert">${fault}</p>`}
      </div>
    `;
  }

  #saving(fault: string | undefined) {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
    const again = saves.shown.some(({ change }) => change?.items.some(({ outcome }) => outcome === 'conflict'));
    const save = saves.working ? 'unsaved.saving' : again ? 'unsaved.save-again' : 'unsaved.save';
    return html`
      <input
        type="text"
        id="reason"
        aria-label=${words.text('unsaved.reason')}
        aria-required="true"
        aria-invalid=${fault !== undefined && reasonFault(saves.reason) ? 'true' : 'false'}
        aria-describedby=${fault === undefined ? nothing : 'fault'}
        placeholder=${words.text('unsaved.reason-hint')}
        autocomplete="off"
        .value=${live(saves.reason)}
        @input=${({ target }: Event & { target: HTMLInputElement }) => saves.setReason(target.value)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && !event.isComposing && this.#save()}
      />
      <div class="actions">
        <button class="discard" @click=${this.#ask}>${words.text('unsaved.discard')}</button>
        <button class="primary" aria-disabled=${saves.working ? 'true' : 'false'} @click=${this.#save}>
          ${words.text(save)}
        </button>
      </div>
    `;
  }

  #question() {
    const { words } = this.#localize;
    return html`
      <div class="asking" role="group" aria-label=${words.text('unsaved.discard-ask')}>
        <span>${words.text('unsaved.discard-ask')}</span>
        <button class="keep" @click=${this.#stay}>${words.text('unsaved.discard-no')}</button>
        <button class="danger" @click=${() => this.#work.value.unsaved.discard()}>
          ${words.text('unsaved.discard-yes')}
        </button>
      </div>
    `;
  }

  get #count(): string {
    const { words } = this.#localize;
    const { changes, profiles, agents } = this.#work.value.unsaved.counts;
    const inProfiles = words.count('unsaved.profiles', profiles);
    const inAgents = words.count('unsaved.agents', agents);
    const both = words.text('unsaved.and', { one: inProfiles, other: inAgents });
    const where = agents === 0 ? inProfiles : profiles === 0 ? inAgents : both;
    return words.text('unsaved.in', { changes: words.count('unsaved.changes', changes), where });
  }

  /** A reason that is too long is said at once, all else when Save is pressed. */
  get #shownFault(): string | undefined {
    const tooLong = reasonFault(this.#work.value.saves.reason) === 'too-long';
    return this.pressed || tooLong ? this.#fault : undefined;
  }

  get #fault(): string | undefined {
    const { words } = this.#localize;
    const { unsaved, saves } = this.#work.value;
    if (saves.working) return words.text('unsaved.wait');
    const reason = reasonFault(saves.reason);
    const n = saves.reason.trim().length;
    if (reason) return words.text(`unsaved.reason-${reason}`, { most: longestReason, n });
    if (unsaved.counts.conflicts > 0) return words.text('unsaved.choose-first');
    return saves.edits.length === 0 ? words.text('unsaved.all-busy') : undefined;
  }

  #save(): void {
    const { saves } = this.#work.value;
    this.pressed = this.#fault !== undefined;
    if (!this.pressed) saves.save();
    else if (reasonFault(saves.reason)) this.reason?.focus();
    else if (this.#conflicts > 0) this.reviewing = true;
  }

  async #ask(): Promise<void> {
    this.asking = true;
    await this.updateComplete;
    this.keep?.focus();
  }

  async #stay(): Promise<void> {
    this.asking = false;
    await this.updateComplete;
    this.discardButton?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-unsaved-bar': UnsavedBar;
  }
}
