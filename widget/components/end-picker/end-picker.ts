import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { Ticking } from '../../ticking.ts';
import { endOf, offeredMinutes, type EndChoice } from '../../work/end-choice.ts';
import type { ShiftOffer } from '../../work/shift-offers.ts';
import { styles } from './end-picker.styles.ts';

/** The person wants another end. */
export class EndChosen extends Event {
  static readonly eventName = 'skilldesk-end-chosen';
  readonly choice: EndChoice;

  constructor(choice: EndChoice) {
    super(EndChosen.eventName);
    this.choice = choice;
  }
}

/** When something is to be put back: so long, a shift, a time of one's own, or never. What comes of it always stands beside. */
export class EndPicker extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) choice: EndChoice = { kind: 'never' };
  /** When it begins; undefined: now. */
  @property({ attribute: false }) begin: number | undefined;
  /** What the policy proposes. */
  @property({ attribute: false }) proposed: number | null = null;
  @property({ attribute: false }) shifts: readonly ShiftOffer[] = [];
  @property({ type: Boolean }) invalid = false;

  readonly #localize: LocalizeController = new LocalizeController(this);

  constructor() {
    super();
    new Ticking(this);
  }

  override render() {
    const { words } = this.#localize;
    const { choice } = this;
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    return html`
      <div class="choice">
        <label>
          ${words.text('end.label')}
          <select @change=${this.#choose} .value=${live(valueOf(choice))}>
            ${offeredMinutes(this.proposed).map((minutes) => this.#option({ kind: 'after', minutes }))}
            ${this.#offers.map((offer) => this.#option({ kind: 'shift', at: offer.at }, offer.teams))}
            ${this.#option(choice.kind === 'own' ? choice : { kind: 'own', local: '' })}
            ${this.#option({ kind: 'never' })}
          </select>
        </label>
        <span class="outcome small weak">${this.#outcome}</span>
      </div>
      ${
        choice.kind === 'own'
          ? html`<label class="own small">
              ${words.text('end.own-label', { zone })}
              <input
                type="datetime-local"
                aria-invalid=${this.invalid ? 'true' : 'false'}
                .value=${live(choice.local)}
                @input=${({ target }: Event & { target: HTMLInputElement }) =>
                  this.dispatchEvent(new EndChosen({ kind: 'own', local: target.value }))}
              />
            </label>`
          : nothing
      }
    `;
  }

  #option(choice: EndChoice, teams: readonly string[] = []) {
    const value = valueOf(choice);
    return html`<option value=${value} ?selected=${value === valueOf(this.choice)}>
      ${this.#label(choice, teams)}
    </option>`;
  }

  /** A shift that was chosen stays there to be seen, though it is over or its teams are not concerned any more. */
  get #offers(): ShiftOffer[] {
    const { choice } = this;
    const known = choice.kind !== 'shift' || this.shifts.some(({ at }) => at === choice.at);
    return known ? [...this.shifts] : [...this.shifts, { at: choice.at, teams: [] }];
  }

  #label(choice: EndChoice, teams: readonly string[]): string {
    const { words } = this.#localize;
    if (choice.kind === 'never') return words.text('end.never');
    if (choice.kind === 'own') return words.text('end.own');
    if (choice.kind === 'after') return words.duration(choice.minutes);
    return words.text('end.shift', { time: words.clock(choice.at), teams: words.list(teams) });
  }

  get #outcome(): string {
    const { words } = this.#localize;
    const now = Date.now();
    const end = endOf(this.choice, this.begin ?? now);
    if (end === undefined) return words.text('end.for-good');
    return Number.isNaN(end) ? '' : words.text('end.at', { when: words.when(end, now) });
  }

  #choose({ target }: Event & { target: HTMLSelectElement }): void {
    this.dispatchEvent(new EndChosen(choiceOf(target.value)));
  }
}

const valueOf = (choice: EndChoice): string => {
  if (choice.kind === 'after') return `after ${choice.minutes}`;
  return choice.kind === 'shift' ? `shift ${choice.at}` : choice.kind;
};

function choiceOf(value: string): EndChoice {
  const [kind, number] = value.split(' ');
  if (kind === 'after') return { kind, minutes: Number(number) };
  if (kind === 'shift') return { kind, at: Number(number) };
  return kind === 'own' ? { kind, local: '' } : { kind: 'never' };
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-end-picker': EndPicker;
  }
}
