import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { query, queryAll, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AgentView } from '../../../shared/api.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Person } from '../../api/session.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Words } from '../../localize/words.ts';
import { byName, matches } from '../../matches.ts';
import { Names } from '../../organization/names.ts';
import { remembered } from '../../remembered.ts';
import { focusWhenDrawn } from '../focus-when-drawn.ts';
import type { AgentPicked, AgentRow } from '../agent-row/agent-row.ts';
import type { AgentsPicked } from '../agent-selection/agent-selection.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './agent-list.styles.ts';

/** Enough to fill a usual desktop; more come as soon as their end is seen. */
const atOnce = 12;

interface Row {
  readonly agent: AgentView;
  readonly teams: readonly string[];
  /** What a search looks in. */
  readonly texts: readonly string[];
}

/** Everybody by name, worked out once for each reading of the lists. */
const rowsOf = remembered(
  (agents: readonly AgentView[], teams: readonly { id: string; name: string }[], names: Names, words: Words): Row[] => {
    const known = new Map(teams.map(({ id, name }) => [id, name]));
    return byName(agents, ({ name }) => name, words.locale).map((agent) => {
      const { effectiveSkillProfileId: effective } = agent;
      const teamNames = agent.teams.map((id) => known.get(id) ?? words.text('agents.unknown-team'));
      const profile = effective === null ? [] : [names.profile(effective)];
      return { agent, teams: teamNames, texts: [agent.name, ...teamNames, ...profile] };
    });
  },
);

/** The same names as long as the profiles are the same. */
const namesOf = remembered(
  (_profiles: object, organization: Organization, words: Words): Names => new Names(organization, words),
);

/** The agents in scope and the profile that each of them works with. */
export class AgentList extends LitElement {
  static override styles = [controls, styles];

  @state() private search = '';
  @state() private most = atOnce;
  @state() private picked: ReadonlySet<string> = new Set();

  @query('.more') private end!: HTMLElement | null;
  @query('input') private field!: HTMLElement | null;
  @queryAll('skilldesk-agent-row') private rows!: NodeListOf<AgentRow>;

  readonly #end = new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) this.most += atOnce;
  });
  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  /** Who was picked last: a range begins there. */
  #last: string | undefined;
  #atEnd = false;

  constructor() {
    super();
    new KeptFocus(this, () => this.field);
  }

  override willUpdate(): void {
    this.#atEnd = this.end?.matches(':focus-within') ?? false;
  }

  override render() {
    const { words } = this.#localize;
    const agents = this.#organization.value.agents.value?.agents;
    if (!agents) return html`<p class="empty" role="status">${words.text('agents.loading')}</p>`;
    if (agents.length === 0) {
      return html`<div class="empty">
        <p>${words.text('agents.none')}</p>
        <p class="small">${words.text('agents.none-hint')}</p>
      </div>`;
    }
    const names = namesOf(this.#organization.value.profiles, this.#organization.value, words);
    const rows = rowsOf(agents, this.#person.value.scope.teams, names, words);
    const found = rows.filter(({ texts }) => matches(this.search, texts));
    return html`
      <div class="search">
        <input
          type="search"
          placeholder=${words.text('agents.search')}
          aria-label=${words.text('agents.search')}
          .value=${this.search}
          @input=${this.#searchFor}
        />
        <span class="hidden-text" role="status">
          ${this.search === '' ? '' : words.count('agents.found', found.length)}
        </span>
      </div>
      ${this.#selection(agents, found)}
      <div class="scroll">
        ${
          found.length === 0
            ? html`<p class="empty">${words.text('agents.no-match', { search: this.search })}</p>`
            : this.#rows(found)
        }
      </div>
    `;
  }

  #rows(found: readonly Row[]) {
    const { words } = this.#localize;
    const left = found.length - this.most;
    return html`
      <ul
        aria-label=${words.text('agents.label')}
        @skilldesk-agent-picked=${(event: AgentPicked) => this.#pick(event, found)}
      >
        ${repeat(
          found.slice(0, this.most),
          ({ agent }) => agent.id,
          ({ agent, teams }) => html`
            <li data-user-id=${agent.id}>
              <skilldesk-agent-row
                .agent=${agent}
                .teams=${teams}
                ?picked=${this.picked.has(agent.id)}
                ?editable=${this.#isEditable(agent)}
                ?readable=${this.#person.value.user.mayEdit}
              ></skilldesk-agent-row>
            </li>
          `,
        )}
      </ul>
      ${
        left > 0
          ? html`<div class="more">
              <button @click=${() => (this.most += atOnce)}>
                ${words.text('agents.more', { n: Math.min(left, atOnce) })}
              </button>
            </div>`
          : nothing
      }
    `;
  }

  #selection(agents: readonly AgentView[], found: readonly Row[]) {
    const shown = found.filter(({ agent }) => this.#isEditable(agent)).map(({ agent }) => agent);
    const picked = agents.filter((agent) => this.picked.has(agent.id) && this.#isEditable(agent));
    if (shown.length === 0 && picked.length === 0) return nothing;
    return html`<skilldesk-agent-selection
      .shown=${shown}
      .picked=${picked}
      @skilldesk-agents-picked=${({ userIds }: AgentsPicked) => (this.picked = userIds)}
    ></skilldesk-agent-selection>`;
  }

  #isEditable({ editable }: AgentView): boolean {
    return editable && this.#person.value.user.mayEdit;
  }

  #pick({ userId, picked, from }: AgentPicked, found: readonly Row[]): void {
    const ids = found.filter(({ agent }) => this.#isEditable(agent)).map(({ agent }) => agent.id);
    const [start, end] = [this.#last, userId].map((id) => ids.indexOf(id ?? '')).sort((one, other) => one - other);
    const isRange = from === 'last' && start !== undefined && start >= 0;
    const chosen = new Set(this.picked);
    for (const id of isRange ? ids.slice(start, (end ?? start) + 1) : [userId])
      if (picked) chosen.add(id);
      else chosen.delete(id);
    this.picked = chosen;
    this.#last = userId;
  }

  #searchFor({ target }: Event & { target: HTMLInputElement }): void {
    this.search = target.value;
    this.most = atOnce;
  }

  /** Observed anew after each drawing: the end may still be seen. Who has come to it by keyboard goes on with the first that is new. */
  override updated(changed: PropertyValues): void {
    const shown = changed.get('most') as number | undefined;
    if (this.#atEnd && shown !== undefined && shown < this.most) void focusWhenDrawn(this.rows.item(shown));
    this.#end.disconnect();
    if (this.end) this.#end.observe(this.end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end.disconnect();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-agent-list': AgentList;
  }
}
