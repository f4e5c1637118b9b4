import { html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { AgentView } from '../../../shared/api.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Person } from '../../api/session.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName, matches } from '../../matches.ts';
import { Names } from '../../organization/names.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './agent-list.styles.ts';

const atOnce = 100;

/** The agents in scope and the profile that each of them works with. */
export class AgentList extends LitElement {
  static override styles = [controls, styles];

  @state() private search = '';
  @state() private most = atOnce;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);

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
    const found = byName(
      agents.filter((agent) => matches(this.search, this.#textsOf(agent))),
      ({ name }) => name,
      words.locale,
    );
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
      <div class="scroll">
        ${
          found.length === 0
            ? html`<p class="empty">${words.text('agents.no-match', { search: this.search })}</p>`
            : this.#rows(found)
        }
      </div>
    `;
  }

  #rows(found: readonly AgentView[]) {
    const { words } = this.#localize;
    const left = found.length - this.most;
    return html`
      <ul aria-label=${words.text('agents.label')}>
        ${repeat(
          found.slice(0, this.most),
          ({ id }) => id,
          (agent) => html`
            <li data-user-id=${agent.id}>
              <skilldesk-agent-row
                .agent=${agent}
                .teams=${this.#teamsOf(agent)}
                ?editable=${agent.editable && this.#person.value.user.mayEdit}
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

  #searchFor({ target }: Event & { target: HTMLInputElement }): void {
    this.search = target.value;
    this.most = atOnce;
  }

  #textsOf(agent: AgentView): string[] {
    const { effectiveSkillProfileId } = agent;
    const names = new Names(this.#organization.value, this.#localize.words);
    const profile = effectiveSkillProfileId === null ? [] : [names.profile(effectiveSkillProfileId)];
    return [agent.name, ...this.#teamsOf(agent), ...profile];
  }

  #teamsOf({ teams }: AgentView): string[] {
    const known = new Map(this.#person.value.scope.teams.map(({ id, name }) => [id, name]));
    return teams.map((id) => known.get(id) ?? this.#localize.words.text('agents.unknown-team'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-agent-list': AgentList;
  }
}
