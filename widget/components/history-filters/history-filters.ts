import { css, html, LitElement, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { outcomes, type Outcome } from '../../../shared/change.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName } from '../../matches.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { NamedPerson } from '../../work/persons-of.ts';

/** By what the history is narrowed, as the API calls it; an absent one narrows nothing. */
export type HistoryFilter = Partial<Record<Choice | 'from' | 'to' | 'open', string>>;

type Choice = 'skillProfileId' | 'skillId' | 'userId' | 'teamId' | 'actor' | 'outcome';

/** As the API is asked. A day is one of this browser's zone, and the last one belongs to it. */
export function queryOf({ from, to, ...others }: HistoryFilter): Record<string, string> {
  const midnight = (day: string, later = 0) => {
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    return new Date(year, month - 1, date + later).toISOString();
  };
  return {
    ...others,
    ...(from !== undefined && { from: midnight(from) }),
    ...(to !== undefined && { to: midnight(to, 1) }),
  };
}

/** The person wants to see other Changes. */
export class HistoryFiltered extends Event {
  static readonly eventName = 'skilldesk-history-filtered';
  readonly filter: HistoryFilter;

  constructor(filter: HistoryFilter) {
    super(HistoryFiltered.eventName);
    this.filter = filter;
  }
}

/** Narrows the history by profile, skill, agent, team, person, outcome and time, and to what is open. */
export class HistoryFilters extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin-top: 4px;
      }

      summary {
        padding: 2px 0;
        cursor: pointer;
        color: var(--sd-accent);
      }

      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
        gap: 8px;
        padding: 8px 0;
      }

      input[type='date'] {
        width: 100%;
        height: 32px;
        padding: 0 8px;
        border: 1px solid var(--sd-border);
        border-radius: 8px;
        background: var(--sd-ground);
        color: var(--sd-text);
      }

      .open {
        display: flex;
        gap: 8px;
        align-items: center;
        align-self: end;
        min-height: 32px;
      }
    `,
  ];

  @property({ attribute: false }) filter: HistoryFilter = {};
  /** Whom the Changes read so far name. */
  @property({ attribute: false }) persons: readonly NamedPerson[] = [];

  @state() private opened = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);

  /** What narrows is to be seen; who widens it again goes on choosing. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('filter') && Object.keys(this.filter).length > 0) this.opened = true;
  }

  override render() {
    const { words } = this.#localize;
    const { skillProfiles = [], skills = [] } = this.#organization.value.profiles.value ?? {};
    const { agents = [] } = this.#organization.value.agents.value ?? {};
    const nameOf = (outcome: Outcome) =>
      outcome === 'superseded' ? words.text('history.outcome-superseded') : words.outcome({ outcome, diff: [] });
    const n = Object.keys(this.filter).length;
    const named = (items: readonly NamedPerson[]) => byName(items, ({ name }) => name, words.locale);
    return html`
      <details
        ?open=${this.opened}
        @toggle=${({ target }: Event & { target: HTMLDetailsElement }) => (this.opened = target.open)}
      >
        <summary>${n === 0 ? words.text('history.filter') : words.count('history.filters', n)}</summary>
        <div class="fields">
          ${this.#choice('skillProfileId', named(skillProfiles))} ${this.#choice('skillId', named(skills))}
          ${this.#choice('userId', named(agents))} ${this.#choice('teamId', named(this.#person.value.scope.teams))}
          ${this.#choice('actor', named(this.persons))}
          ${this.#choice(
            'outcome',
            outcomes.map((outcome) => ({ id: outcome, name: nameOf(outcome) })),
          )}
          ${this.#day('from')} ${this.#day('to')}
          <label class="open">
            <input
              type="checkbox"
              .checked=${live(this.filter.open !== undefined)}
              @change=${({ target }: Event & { target: HTMLInputElement }) =>
                this.#narrow('open', target.checked ? 'true' : '')}
            />
            ${words.text('history.filter-open')}
          </label>
        </div>
      </details>
    `;
  }

  #day(by: 'from' | 'to') {
    const name = this.#localize.words.text(`history.filter-${by}`);
    return html`<label class="small">
      ${name}
      <input
        type="date"
        aria-label=${name}
        .value=${live(this.filter[by] ?? '')}
        @change=${({ target }: Event & { target: HTMLInputElement }) => this.#narrow(by, target.value)}
      />
    </label>`;
  }

  #choice(by: Choice, choices: readonly NamedPerson[]) {
    const { words } = this.#localize;
    const chosen = this.filter[by] ?? '';
    return html`<label class="small">
      ${words.text(`history.filter-${by}`)}
      <select
        aria-label=${words.text(`history.filter-${by}`)}
        @change=${({ target }: Event & { target: HTMLSelectElement }) => this.#narrow(by, target.value)}
      >
        <option value="">${words.text('history.filter-all')}</option>
        ${choices.map(({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`)}
      </select>
    </label>`;
  }

  #narrow(by: keyof HistoryFilter, value: string): void {
    const filter: HistoryFilter = { ...this.filter, [by]: value };
    const narrowing = Object.entries(filter).filter(([, wanted]) => wanted !== '');
    this.dispatchEvent(new HistoryFiltered(Object.fromEntries(narrowing)));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-history-filters': HistoryFilters;
  }
}
