import { html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { skillTypes, type SkillType } from '../../../shared/skill.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import { Consumed } from '../../consumed.ts';
import { apiContext, organizationContext, personContext, workContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName } from '../../matches.ts';
import type { Organization } from '../../organization/organization.ts';
import { startOfToday } from '../../start-of-today.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import { styles } from './grid-filters.styles.ts';

type Choice = readonly [value: string, text: string];
type Picked = Event & { target: HTMLInputElement | HTMLSelectElement };

/** What is picked out of all profiles and skills. */
export class GridFilters extends LitElement {
  static override styles = [controls, styles];

  @state() private problem: ApiProblem | undefined;
  @state() private asking = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ sheet }) => [sheet]);

  override render() {
    const { words } = this.#localize;
    const { sheet } = this.#work.value;
    const { part } = sheet;
    const named = (items: readonly { id: string; name: string }[]): Choice[] =>
      byName(items, ({ name }) => name, words.locale).map(({ id, name }) => [id, name]);
    const types = skillTypes.map((type): Choice => [type, words.text(`skill.${type}`)]);
    const skills = this.#organization.value.profiles.value?.skills ?? [];
    return html`
      <label>
        <span class="small weak">${words.text('grid.skill-search')}</span>
        <input
          type="search"
          .value=${live(part.skillSearch)}
          @input=${({ target }: Picked) => sheet.show({ skillSearch: target.value })}
        />
      </label>
      ${this.#select('grid.type', part.type, types, (type) => sheet.show({ type: type as SkillType | '' }))}
      ${this.#select('grid.team', part.team, named(this.#person.value.scope.teams), (team) => sheet.show({ team }))}
      ${this.#select('grid.with-skill', part.withSkill, named(skills), (withSkill) => sheet.show({ withSkill }))}
      ${this.#tick('grid.my-teams', part.ofMyTeams, (ofMyTeams) => sheet.show({ ofMyTeams }))}
      ${this.#tick('grid.changed-today', this.asking || part.changed !== undefined, (on) => void this.#pickChanged(on))}
      <button class="quiet" @click=${() => sheet.showAll()}>${words.text('grid.show-all')}</button>
      ${this.problem ? html`<p class="fault" role="alert">${words.problem(this.problem.code)}</p>` : nothing}
    `;
  }

  #select(
    label: 'grid.type' | 'grid.team' | 'grid.with-skill',
    chosen: string,
    choices: readonly Choice[],
    pick: (value: string) => void,
  ) {
    const { words } = this.#localize;
    return html`
      <label>
        <span class="small weak">${words.text(label)}</span>
        <select .value=${live(chosen)} @change=${({ target }: Picked) => pick(target.value)}>
          <option value="">${words.text('grid.any')}</option>
          ${choices.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
        </select>
      </label>
    `;
  }

  #tick(label: 'grid.my-teams' | 'grid.changed-today', on: boolean, pick: (on: boolean) => void) {
    return html`
      <label class="tick">
        <input
          type="checkbox"
          .checked=${live(on)}
          @change=${({ target }: Event & { target: HTMLInputElement }) => pick(target.checked)}
        />
        ${this.#localize.words.text(label)}
      </label>
    `;
  }

  /** Read when it is asked for; as long as it is wanted, again whenever the lists have become others. */
  async #pickChanged(on: boolean): Promise<void> {
    const { sheet } = this.#work.value;
    this.problem = undefined;
    this.asking = on;
    sheet.show({ changed: undefined });
    if (!on) return;
    try {
      const changed = await this.#api.value.profilesChangedSince(startOfToday());
      // He may have thought otherwise meanwhile.
      if (this.asking) sheet.show({ changed });
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.asking = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-grid-filters': GridFilters;
  }
}
