import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { longestText, type Skill, type SkillValue } from '../../../shared/skill.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { ValueChosen } from '../value-chosen.ts';
import { styles } from './skill-input.styles.ts';

/** The input that fits the type of a skill. */
export class SkillInput extends LitElement {
  static override styles = [controls, styles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) skill: Skill | undefined;
  @property({ attribute: false }) value: SkillValue = '';

  /** The person took the last choice away; the edit keeps the one before until there is another. */
  @state() private noChoice = false;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.noChoice = false;
  }

  override render() {
    switch (this.skill?.skillType) {
      case 'PROFICIENCY':
        return this.#proficiency(this.skill);
      case 'BOOLEAN':
        return this.#boolean(this.skill);
      case 'TEXT':
        return this.#text(this.skill);
      case 'ENUM':
        return this.#choices(this.skill);
      default:
        return nothing;
    }
  }

  #proficiency({ name }: Skill) {
    const { words } = this.#localize;
    return html`
      <skilldesk-proficiency-input
        .value=${typeof this.value === 'number' ? this.value : 0}
        slider-label=${words.text('skill.slider', { skill: name })}
        number-label=${words.text('skill.number', { skill: name })}
        fault=${words.text('skill.not-a-number')}
        @skilldesk-value-chosen=${({ value }: ValueChosen) => this.#choose(value)}
      ></skilldesk-proficiency-input>
    `;
  }

  #boolean({ name }: Skill) {
    const on = this.value === true;
    return html`
      <label>
        <input
          type="checkbox"
          aria-label=${name}
          .checked=${live(on)}
          @change=${({ target }: Event & { target: HTMLInputElement }) => this.#choose(target.checked)}
        />
        <span aria-hidden="true">${this.#localize.words.value(on)}</span>
      </label>
    `;
  }

  #text({ name }: Skill) {
    const value = typeof this.value === 'string' ? this.value : '';
    const count = { n: value.length, most: longestText };
    return html`
      <div class="text">
        <input
          type="text"
          aria-label=${name}
          aria-describedby="count"
          maxlength=${longestText}
          autocomplete="off"
          .value=${live(value)}
          @input=${({ target }: Event & { target: HTMLInputElement }) => this.#choose(target.value)}
        />
        <span class="small weak" aria-hidden="true">${count.n}/${count.most}</span>
        <span class="hidden-text" id="count">${this.#localize.words.text('skill.text-left', count)}</span>
      </div>
    `;
  }

  #choices({ name, enumSkillValues }: Skill) {
    const chosen = this.#chosen;
    return html`
      <fieldset aria-label=${name} aria-describedby=${this.noChoice ? 'fault' : nothing}>
        <div class="choices">
          ${enumSkillValues.map(
            ({ id, name: value }) => html`
              <label>
                <input
                  type="checkbox"
                  .checked=${live(!this.noChoice && chosen.includes(id))}
                  @change=${({ target }: Event & { target: HTMLInputElement }) => this.#tick(id, target.checked)}
                />
                ${value}
              </label>
            `,
          )}
        </div>
        ${
          this.noChoice
            ? html`<p class="fault" id="fault" role="alert">${this.#localize.words.text('skill.at-least-one')}</p>`
            : nothing
        }
      </fieldset>
    `;
  }

  get #chosen(): readonly string[] {
    return typeof this.value === 'object' ? this.value : [];
  }

  #tick(id: string, ticked: boolean): void {
    const others = this.noChoice ? [] : this.#chosen.filter((other) => other !== id);
    const chosen = ticked ? [...others, id] : others;
    this.noChoice = chosen.length === 0;
    if (!this.noChoice) this.#choose(chosen);
  }

  #choose(value: SkillValue): void {
    this.dispatchEvent(new ValueChosen(value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-skill-input': SkillInput;
  }
}
