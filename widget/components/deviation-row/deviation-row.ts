import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { Edit, LeaseMove } from '../../../shared/edit.ts';
import type { Change, ChangeItem } from '../../../shared/change.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, deviationsContext, organizationContext, personContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { readyText } from '../../localize/ready-text.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { Ticking } from '../../ticking.ts';
import { waitingFor, type Deviations, type Waiting } from '../../work/deviations.ts';
import { endFault, endOf, proposedEnd, teamsConcerned, type EndChoice } from '../../work/end-choice.ts';
import { shiftOffers } from '../../work/shift-offers.ts';
import type { ChangeSteered } from '../change-steering/change-steering.ts';
import type { EndChosen } from '../end-picker/end-picker.ts';
import { styles } from './deviation-row.styles.ts';

const anHour = 60 * 60_000;

type Action = 'end' | 'cancel' | 'longer' | 'another' | 'keep';

/** One Change that is open: whose, why, until when, and what can be done about its end, each in one step. */
export class DeviationRow extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) change: Change | undefined;

  /** Another end that is being chosen. */
  @state() private end: EndChoice | undefined;
  @state() private problem: ApiProblem | undefined;
  @state() private fault: string | undefined;
  @state() private moving = false;

  @query('.reason') private reason!: HTMLElement | null;
  @query('.another') private another!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext);

  constructor() {
    super();
    new Ticking(this);
    // What could be done a moment ago may be over: the focus stays at what it was about.
    new KeptFocus(this, () => this.reason);
  }

  override render() {
    const { words } = this.#localize;
    const { change } = this;
    if (!change) return nothing;
    const waiting = waitingFor(change, Date.now());
    const owner = change.ownerName ?? change.actor.name;
    const since = words.time(change.startsAt ?? change.createdAt);
    return html`
      <p class="reason" tabindex="-1">${change.reason}</p>
      <p class="small weak">${waiting === 'begin' ? owner : words.text('open.of', { owner, since })}</p>
      <p class="when ${waiting}">${this.#when(change, waiting)}</p>
      <skilldesk-change-items .items=${change.items}></skilldesk-change-items>
      ${this.#person.value.user.mayEdit ? this.#actions(change, waiting) : nothing}
      ${
        this.#person.value.user.mayEdit
          ? html`<skilldesk-change-steering
              .change=${change}
              @skilldesk-change-steered=${({ change: steered }: ChangeSteered) => (this.change = steered)}
            ></skilldesk-change-steering>`
          : nothing
      }
      ${this.end ? this.#another(this.end) : nothing}
      ${this.problem ? html`<skilldesk-problem-notice .problem=${this.problem}></skilldesk-problem-notice>` : nothing}
    `;
  }

  #when({ startsAt = '', until, incident, endedAt }: Change, waiting: Waiting): string {
    const { words } = this.#localize;
    const when = (time: string) => words.when(Date.parse(time), Date.now());
    const ends = until === undefined ? words.text('end.for-good') : words.text('open.until', { when: when(until) });
    switch (waiting) {
      case 'attention':
        return words.text(`incident.${incident?.code ?? 'late'}`);
      case 'begin':
        return `${words.text('open.begins', { when: when(startsAt) })}. ${ends}`;
      case 'end':
        return ends;
      case 'webex':
        return words.text(endedAt === undefined ? 'open.writing' : 'open.ending');
    }
  }

  #actions(change: Change, waiting: Waiting) {
    if (waiting === 'attention')
      return html`<div class="actions">${this.#button('incident.take', change.reason, () => this.#take())}</div>`;
    if (change.endedAt !== undefined) return nothing;
    const moving = (
      action: Action,
      key: 'open.end' | 'open.cancel' | 'open.longer' | 'open.keep',
      move: () => LeaseMove,
    ) => this.#button(key, change.reason, () => this.#move(action, move()));
    if (waiting === 'begin')
      return html`<div class="actions">
        ${moving('cancel', 'open.cancel', () => ({ until: new Date().toISOString() }))} ${this.#copy(change)}
      </div>`;
    if (change.until === undefined) return nothing;
    const later = Date.parse(change.until) + anHour;
    return html`<div class="actions">
      ${moving('end', 'open.end', () => ({ until: new Date().toISOString() }))}
      ${moving('longer', 'open.longer', () => ({ until: new Date(later).toISOString() }))}
      ${this.#button('open.another', change.reason, () => void this.#choose())}
      ${moving('keep', 'open.keep', () => ({ until: null }))} ${this.#copy(change)}
    </div>`;
  }

  #button(
    key: 'open.end' | 'open.cancel' | 'open.longer' | 'open.another' | 'open.keep' | 'incident.take',
    reason: string,
    act: () => void,
  ) {
    const { words } = this.#localize;
    const action = words.text(key);
    return html`<button
      aria-label=${words.text('open.about', { action, reason })}
      aria-disabled=${this.moving ? 'true' : 'false'}
      @click=${act}
    >
      ${action}
    </button>`;
  }

  #copy(change: Change) {
    // Before it is written nobody can tell what it will change.
    if (!change.items.some(({ diff, userId }) => diff.length > 0 || userId !== undefined)) return nothing;
    const { words } = this.#localize;
    const names = (item: ChangeItem) => new Names(this.#organization.value, words, item.names);
    return html`<skilldesk-copy-text
      .text=${readyText(change, words, names)}
      .label=${words.text('open.about', { action: words.text('ready.copy'), reason: change.reason })}
    ></skilldesk-copy-text>`;
  }

  #another(end: EndChoice) {
    const { words } = this.#localize;
    const teams = teamsConcerned((this.change?.items ?? []).map(editOf), this.#organization.value);
    return html`<div class="another">
      <skilldesk-end-picker
        .choice=${end}
        .proposed=${this.#person.value.policy.defaultEndMinutes}
        .shifts=${shiftOffers(this.#person.value, teams, Date.now())}
        @skilldesk-end-chosen=${({ choice }: EndChosen) => (this.end = choice)}
      ></skilldesk-end-picker>
      <button class="primary" @click=${() => this.#setEnd(end)}>${words.text('open.another-do')}</button>
      ${this.fault === undefined ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
    </div>`;
  }

  async #choose(): Promise<void> {
    this.end = this.end ? undefined : proposedEnd(this.#person.value.policy.defaultEndMinutes ?? 60);
    this.fault = undefined;
    await this.updateComplete;
    // What is in it is drawn by then, too.
    requestAnimationFrame(() => this.another?.scrollIntoView({ block: 'nearest' }));
  }

  #setEnd(choice: EndChoice): void {
    const now = Date.now();
    const fault = endFault(choice, now, now);
    this.fault = fault && this.#localize.words.text(`end.fault-${fault}`);
    if (fault) return;
    const end = endOf(choice, now);
    this.#move('another', { until: end === undefined ? null : new Date(end).toISOString() });
  }

  #take(): void {
    void this.#send({ owner: this.#person.value.user.id }, () => this.#localize.words.text('incident.taken'));
  }

  #move(action: Action, move: LeaseMove): void {
    const { words } = this.#localize;
    void this.#send(move, ({ until }) => {
      if (action === 'end' || action === 'cancel') return words.text(`open.done-${action}`);
      return until === undefined
        ? words.text('open.done-keep')
        : words.text('open.done-moved', { when: words.when(Date.parse(until), Date.now()) });
    });
  }

  async #send(move: LeaseMove, told: (change: Change) => string): Promise<void> {
    const { change } = this;
    if (!change || this.moving) return;
    this.moving = true;
    this.problem = undefined;
    try {
      const moved = await this.#deviations.value.move(change.id, move);
      this.change = moved;
      this.end = undefined;
      this.#announcer.value.say(told(moved));
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.moving = false;
  }
}

/** An item as an edit, as far as to tell whose shifts it concerns. */
const editOf = ({
  skillProfileId = '',
  userId,
  fromSkillProfileId = null,
  toSkillProfileId = null,
}: ChangeItem): Edit =>
  userId === undefined
    ? { skillProfileId, revision: '', set: [], remove: [] }
    : { userId, fromSkillProfileId, toSkillProfileId };

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-deviation-row': DeviationRow;
  }
}
