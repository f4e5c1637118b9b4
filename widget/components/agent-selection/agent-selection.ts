import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { AgentView } from '../../../shared/api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, organizationContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName } from '../../matches.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { HiddenDecided } from '../hidden-cells/hidden-cells.ts';
import { styles } from './agent-selection.styles.ts';

/** These agents are selected from now on, and no others. */
export class AgentsPicked extends Event {
  readonly userIds: ReadonlySet<string>;

  constructor(userIds: Iterable<string>) {
    super('skilldesk-agents-picked');
    this.userIds = new Set(userIds);
  }
}

/** The choice of the team's profile, in place of an id. */
const ofTheTeam = 'team';

/** How many agents are selected, and the one profile for all of them. Those that the search hides are asked about. */
export class AgentSelection extends LitElement {
  static override styles = [controls, styles];

  /** Agents that may be selected and are found by the search. */
  @property({ attribute: false }) shown: readonly AgentView[] = [];
  @property({ attribute: false }) picked: readonly AgentView[] = [];

  @state() private chosen = '';
  @state() private missing = false;
  @state() private asking = false;

  @query('select') private select!: HTMLSelectElement | null;
  @query('input') private all!: HTMLInputElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (one) => [one]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);

  constructor() {
    super();
    // What had the focus goes away with the selection.
    new KeptFocus(this, () => this.all);
  }

  override render() {
    const { words } = this.#localize;
    const { shown, picked } = this;
    const all = shown.length > 0 && shown.length === picked.length - this.#hidden.length;
    return html`
      <div class="bar">
        <label>
          <input
            type="checkbox"
            .checked=${live(all)}
            .indeterminate=${live(!all && picked.length > 0)}
            ?disabled=${shown.length === 0}
            @change=${() => this.#pickAll(!all)}
          />
          ${words.count('agents.pick-all', shown.length)}
        </label>
        <span role="status" class=${picked.length === 0 ? 'hidden-text' : ''}>
          ${picked.length === 0 ? '' : words.count('agents.picked', picked.length)}
        </span>
        ${picked.length === 0 ? nothing : this.#give()}
      </div>
      ${this.asking && this.#hidden.length > 0 ? this.#question() : nothing}
    `;
  }

  #give() {
    const { words } = this.#localize;
    const profiles = this.#organization.value.profiles.value?.skillProfiles ?? [];
    return html`
      <div class="give">
        <select
          aria-label=${words.text('agents.give')}
          aria-invalid=${this.missing ? 'true' : 'false'}
          .value=${live(this.chosen)}
          @change=${({ target }: Event & { target: HTMLSelectElement }) => this.#choose(target.value)}
        >
          <option value="">${words.text('agents.give-pick')}</option>
          <option value=${ofTheTeam}>${words.text('agents.the-teams')}</option>
          ${byName(profiles, ({ name }) => name, words.locale).map(
            ({ id, name }) => html`<option value=${id} ?selected=${id === this.chosen}>${name}</option>`,
          )}
        </select>
        <button class="primary" @click=${this.#ask}>${words.text('agents.give-do')}</button>
        <button @click=${this.#pickNone}>${words.text('agents.pick-none')}</button>
        ${this.missing ? html`<p class="fault small" role="alert">${words.text('agents.give-missing')}</p>` : nothing}
      </div>
    `;
  }

  #question() {
    const hidden = this.#hidden;
    return html`<skilldesk-hidden-cells
      kind="agents"
      .names=${hidden.map(({ name }) => name)}
      .cells=${hidden.length}
      .shown=${this.picked.length - hidden.length}
      @skilldesk-hidden-decided=${({ choice }: HiddenDecided) => this.#decide(choice)}
    ></skilldesk-hidden-cells>`;
  }

  get #hidden(): AgentView[] {
    const shown = new Set(this.shown);
    return this.picked.filter((agent) => !shown.has(agent));
  }

  #choose(value: string): void {
    this.chosen = value;
    this.missing = false;
  }

  #ask(): void {
    this.missing = this.chosen === '';
    if (this.missing) this.select?.focus();
    else if (this.#hidden.length > 0) this.asking = true;
    else this.#assign();
  }

  #decide(choice: HiddenDecided['choice']): void {
    this.asking = false;
    if (choice === 'none') this.select?.focus();
    else this.#assign(choice === 'all' ? [] : this.#hidden);
  }

  #assign(butNot: readonly AgentView[] = []): void {
    const { words } = this.#localize;
    const to = this.chosen === ofTheTeam ? null : this.chosen;
    const names = new Names(this.#organization.value, words);
    const left = new Set(butNot);
    const agents = this.picked.filter((agent) => !left.has(agent));
    for (const { id, skillProfileId } of agents) this.#work.value.unsaved.assign(id, skillProfileId, to);
    this.#announcer.value.say(words.count('agents.given', agents.length, { profile: names.assigned(to) }));
    this.#leave(butNot);
  }

  #pickAll(picked: boolean): void {
    const hidden = this.#hidden;
    this.dispatchEvent(new AgentsPicked([...hidden, ...(picked ? this.shown : [])].map(({ id }) => id)));
  }

  #pickNone(): void {
    this.#leave([]);
  }

  #leave(picked: readonly AgentView[]): void {
    this.chosen = '';
    this.dispatchEvent(new AgentsPicked(picked.map(({ id }) => id)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-agent-selection': AgentSelection;
  }
}
