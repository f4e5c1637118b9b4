import { html, LitElement, nothing } from 'lit';
import { query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { longestReason } from '../../../shared/edit.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { beginFault, endFault, endOf, momentOf, proposedEnd, teamsConcerned } from '../../work/end-choice.ts';
import { outcomesOf, reasonFault } from '../../work/save.ts';
import { shiftOffers, type ShiftOffer } from '../../work/shift-offers.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { EndChosen, EndPicker } from '../end-picker/end-picker.ts';
import { styles } from './road-form.styles.ts';

/** Why, until when, and the agreement that the policy may want; then Save, or Discard. */
export class RoadForm extends LitElement {
  static override styles = [controls, styles];

  @state() private asking = false;
  /** Save was pressed and could not be done; why is said until it can. */
  @state() private pressed = false;
  /** The use outside the scope that was shown when it was agreed to; more of it is to be agreed to anew. */
  @state() private agreed = -1;

  @query('#reason') private reason!: HTMLInputElement | null;
  @query('#agree') private agree!: HTMLInputElement | null;
  @query('skilldesk-end-picker') private picker!: EndPicker | null;
  @query('.asking .keep') private keep!: HTMLButtonElement | null;
  @query('.begin input') private beginField!: HTMLInputElement | null;
  @query('.later') private later!: HTMLButtonElement | null;
  @query('.discard') private discardButton!: HTMLButtonElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves, preview }) => [
    unsaved,
    saves,
    preview,
  ]);

  constructor() {
    super();
    new KeptFocus(this, () => this.later);
  }

  override render() {
    const fault = this.#shownFault;
    return html`<div class="fields" @keydown=${this.#key}>
      ${this.#reasonField(fault)} ${this.#endField()} ${this.#beginField()} ${this.#agreement()} ${this.#steps()}
      ${this.asking ? this.#question() : this.#actions()}
      ${fault === undefined ? nothing : html`<p class="fault" id="fault" role="alert">${fault}</p>`}
    </div>`;
  }

  #reasonField(fault: string | undefined) {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
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
      ${
        saves.reason === '' && saves.reasons.length > 0
          ? html`<div class="recent" role="group" aria-label=${words.text('unsaved.reasons')}>
              ${saves.reasons.map((reason) => html`<button @click=${() => this.#reuse(reason)}>${reason}</button>`)}
            </div>`
          : nothing
      }
    `;
  }

  #endField() {
    const { saves } = this.#work.value;
    return html`<skilldesk-end-picker
      .choice=${this.#end}
      .begin=${saves.begin === undefined ? undefined : this.#begin}
      .proposed=${this.#person.value.policy.defaultEndMinutes}
      .shifts=${this.#shifts}
      ?invalid=${this.pressed && endFault(this.#end, this.#begin, Date.now()) !== undefined}
      @skilldesk-end-chosen=${({ choice }: EndChosen) => saves.setEnd(choice)}
    ></skilldesk-end-picker>`;
  }

  #beginField() {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
    if (saves.begin === undefined) return nothing;
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return html`<div class="begin">
      <label class="small">
        ${words.text('end.begin-label', { zone })}
        <input
          type="datetime-local"
          .value=${live(saves.begin)}
          @input=${({ target }: Event & { target: HTMLInputElement }) => saves.setBegin(target.value)}
        />
      </label>
      <button @click=${() => saves.setBegin(undefined)}>${words.text('end.at-once')}</button>
    </div>`;
  }

  #agreement() {
    const users = this.#usersOutside;
    if (users === 0) return nothing;
    const { words } = this.#localize;
    return html`<label class="agree">
      <input
        type="checkbox"
        id="agree"
        .checked=${live(this.agreed >= users)}
        @change=${({ target }: Event & { target: HTMLInputElement }) => (this.agreed = target.checked ? users : -1)}
      />
      <span>${words.text('road.agree', { users: words.count('road.users', users) })}</span>
    </label>`;
  }

  #steps() {
    const n = this.#work.value.saves.parts;
    return n < 2 ? nothing : html`<p class="small">${this.#localize.words.count('road.parts', n)}</p>`;
  }

  #actions() {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
    const again = saves.shown.some((save) => outcomesOf(save).includes('conflict'));
    const save = saves.working ? 'unsaved.saving' : again ? 'unsaved.save-again' : 'unsaved.save';
    return html`
      <div class="row">
        <button class="quiet later" ?hidden=${saves.begin !== undefined} @click=${this.#beginLater}>
          ${words.text('end.begin')}
        </button>
        <div class="row">
          <button class="discard" @click=${this.#ask}>${words.text('unsaved.discard')}</button>
          <button class="primary" aria-disabled=${saves.working ? 'true' : 'false'} @click=${this.#save}>
            ${words.text(save)}
          </button>
        </div>
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

  get #end() {
    return this.#work.value.saves.end ?? proposedEnd(this.#person.value.policy.defaultEndMinutes);
  }

  get #begin(): number {
    const { begin } = this.#work.value.saves;
    return begin === undefined ? Date.now() : momentOf(begin);
  }

  get #shifts(): ShiftOffer[] {
    const teams = teamsConcerned(this.#work.value.saves.edits, this.#organization.value);
    return shiftOffers(this.#person.value, teams, Date.now());
  }

  /** Users outside the scope to whose being reached the policy wants an agreement. */
  get #usersOutside(): number {
    if (this.#person.value.policy.edit !== 'acknowledge') return 0;
    const items = this.#work.value.preview.current?.items ?? [];
    return items
      .filter(({ warnings }) => warnings.some(({ code }) => code === 'outside-scope'))
      .reduce((sum, { agents }) => sum + Math.max(1, agents.outsideScope), 0);
  }

  /** A reason that is too long is said at once, all else when Save is pressed. */
  get #shownFault(): string | undefined {
    const tooLong = reasonFault(this.#work.value.saves.reason) === 'too-long';
    return this.pressed || tooLong ? this.#fault?.text : undefined;
  }

  get #fault(): { text: string; at?: HTMLElement | null } | undefined {
    const { words } = this.#localize;
    const { unsaved, saves, preview } = this.#work.value;
    if (saves.working) return { text: words.text('unsaved.wait') };
    const reason = reasonFault(saves.reason);
    const n = saves.reason.trim().length;
    if (reason) return { text: words.text(`unsaved.reason-${reason}`, { most: longestReason, n }), at: this.reason };
    if (unsaved.counts.conflicts > 0) return { text: words.text('unsaved.choose-first') };
    if (saves.edits.length === 0) return { text: words.text('unsaved.all-busy') };
    const now = Date.now();
    const begin = saves.begin === undefined ? undefined : beginFault(this.#begin, now);
    if (begin) return { text: words.text(`end.fault-${begin}`) };
    const end = endFault(this.#end, this.#begin, now);
    if (end) return { text: words.text(`end.fault-${end}`), at: this.picker };
    if (this.#person.value.policy.edit !== 'acknowledge') return undefined;
    if (!preview.current) return { text: words.text('road.preview-first') };
    return this.agreed < this.#usersOutside ? { text: words.text('road.agree-first'), at: this.agree } : undefined;
  }

  /** The focus goes on to the field that has it now. */
  #reuse(reason: string): void {
    this.#work.value.saves.setReason(reason);
    this.reason?.focus();
  }

  #save(): void {
    const { saves, preview } = this.#work.value;
    const fault = this.#fault;
    this.pressed = fault !== undefined;
    if (fault) {
      fault.at?.focus();
      return;
    }
    const end = endOf(this.#end, this.#begin);
    saves.save({
      previewIds: preview.ids,
      ...(this.#usersOutside > 0 && { acknowledge: true }),
      ...(saves.begin !== undefined && { startsAt: new Date(this.#begin).toISOString() }),
      ...(end !== undefined && { until: new Date(end).toISOString() }),
    });
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.asking) return;
    event.stopPropagation();
    void this.#stay();
  }

  async #beginLater(): Promise<void> {
    this.#work.value.saves.setBegin('');
    await this.updateComplete;
    this.beginField?.focus();
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
    'skilldesk-road-form': RoadForm;
  }
}
