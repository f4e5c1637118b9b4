import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { matches } from '../../matches.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './person-choice.styles.ts';

export interface PersonToChoose {
  id: string;
  name: string;
  /** What tells people of one name apart. */
  about: string;
}

/** Somebody was chosen, or by another search nobody any more. */
export class PersonChosen extends Event {
  static readonly eventName = 'skilldesk-person-chosen';
  readonly personId: string | undefined;

  constructor(personId: string | undefined) {
    super(PersonChosen.eventName);
    this.personId = personId;
  }
}

/** No more than one looks through: whoever is not among them is found by another letter. */
const mostShown = 50;

/** One person out of many, found by typing: an ARIA combobox with a list. */
export class PersonChoice extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) persons: readonly PersonToChoose[] = [];
  @property({ attribute: false }) label = '';

  @state() private search = '';
  @state() private opened = false;
  @state() private at = -1;

  @query('input') private input!: HTMLInputElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);

  constructor() {
    super();
    this.addEventListener('click', (event) => this.#click(event));
  }

  override focus(): void {
    this.input?.focus();
  }

  override render() {
    const { words } = this.#localize;
    const found = this.#found;
    return html`
      <input
        type="text"
        role="combobox"
        autocomplete="off"
        aria-label=${this.label}
        aria-autocomplete="list"
        aria-expanded=${this.opened && found.length > 0 ? 'true' : 'false'}
        aria-controls="list"
        aria-activedescendant=${this.opened && this.at >= 0 ? `option-${this.at}` : nothing}
        placeholder=${words.text('open.hand-pick')}
        .value=${live(this.search)}
        @input=${({ target }: Event & { target: HTMLInputElement }) => this.#type(target.value)}
        @click=${() => (this.opened = true)}
        @keydown=${this.#key}
        @blur=${() => (this.opened = false)}
      />
      <ul id="list" role="listbox" aria-label=${this.label} ?hidden=${!this.opened || found.length === 0}>
        ${found.map(
          (person, at) =>
            html`<li
              id=${`option-${at}`}
              role="option"
              aria-selected=${at === this.at ? 'true' : 'false'}
              @mousedown=${(event: Event) => event.preventDefault()}
              data-person-id=${person.id}
            >
              ${person.name} <span class="small weak">${person.about}</span>
            </li>`,
        )}
      </ul>
      ${this.opened && found.length === 0 ? html`<p class="weak">${words.text('open.hand-none')}</p>` : nothing}
    `;
  }

  override updated(): void {
    if (this.opened) this.renderRoot.querySelector(`#option-${this.at}`)?.scrollIntoView({ block: 'nearest' });
  }

  get #found(): readonly PersonToChoose[] {
    return this.persons.filter(({ name, about }) => matches(this.search, [name, about])).slice(0, mostShown);
  }

  #type(search: string): void {
    this.search = search;
    this.opened = true;
    const { length } = this.#found;
    this.at = length > 0 ? 0 : -1;
    const { words } = this.#localize;
    this.#announcer.value.say(length > 0 ? words.count('open.hand-found', length) : words.text('open.hand-none'));
    this.dispatchEvent(new PersonChosen(undefined));
  }

  #choose({ id, name }: PersonToChoose): void {
    this.search = name;
    this.opened = false;
    this.at = -1;
    this.dispatchEvent(new PersonChosen(id));
  }

  /** The keyboard chooses in the field, so that the options themselves listen to nothing. */
  #click(event: Event): void {
    const option = event.composedPath().find((one) => one instanceof HTMLElement && one.dataset['personId']);
    const person = this.#found.find(({ id }) => option instanceof HTMLElement && option.dataset['personId'] === id);
    if (person) this.#choose(person);
  }

  #key(event: KeyboardEvent): void {
    const { length } = this.#found;
    const person = this.opened ? this.#found[this.at] : undefined;
    if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && length > 0) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const from = this.at < 0 && step < 0 ? 0 : this.at;
      this.at = this.opened ? (from + step + length) % length : Math.max(this.at, 0);
      this.opened = true;
    } else if (event.key === 'Enter' && person && !event.isComposing) this.#choose(person);
    else if (event.key === 'Escape' && this.opened) this.opened = false;
    else return;
    event.preventDefault();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-person-choice': PersonChoice;
  }
}
