import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { longestText, type Skill, type SkillValue } from '../../../shared/skill.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { focusWhenDrawn } from '../focus-when-drawn.ts';
import type { ValueChosen } from '../value-chosen.ts';
import { styles } from './cell-editor.styles.ts';

/** The person has ended editing a cell; `value` is absent where he left it as it was. */
export class CellDecided extends Event {
  readonly value: SkillValue | undefined;
  /** He goes on in the next row, stays at the cell, or has gone elsewhere already. */
  readonly then: 'next' | 'stay' | 'gone';

  constructor(value: SkillValue | undefined, then: CellDecided['then']) {
    super('skilldesk-cell-decided');
    this.value = value;
    this.then = then;
  }
}

/** The editor of one cell of the grid: Enter takes the value, Escape leaves it as it was, going elsewhere takes it. */
export class CellEditor extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) skill: Skill | undefined;
  @property({ attribute: false }) value: SkillValue | null = null;
  /** What was typed to begin with; it replaces the value. */
  @property({ attribute: false }) typed: string | undefined;
  @property() label = '';

  @state() private fault = '';
  @state() private choice: SkillValue | undefined;

  @query('input, skilldesk-skill-input') private field!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  #ended = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.#left);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('focusout', this.#left);
  }

  override render() {
    const { skill } = this;
    if (!skill) return nothing;
    return skill.skillType === 'ENUM' ? this.#choices(skill) : this.#input(skill);
  }

  #input({ skillType }: Skill) {
    const text = this.typed ?? (this.value === null ? '' : String(this.value));
    return html`
      <input
        type="text"
        aria-label=${this.label}
        aria-invalid=${this.fault === '' ? 'false' : 'true'}
        aria-describedby=${this.fault === '' ? nothing : 'fault'}
        inputmode=${skillType === 'PROFICIENCY' ? 'numeric' : 'text'}
        maxlength=${skillType === 'PROFICIENCY' ? 2 : longestText}
        autocomplete="off"
        .value=${text}
        @keydown=${this.#onKeydown}
      />
      ${this.fault === '' ? nothing : html`<p class="fault" id="fault" role="alert">${this.fault}</p>`}
    `;
  }

  #choices(skill: Skill) {
    const { words } = this.#localize;
    return html`
      <div class="choices" role="group" aria-label=${this.label} @keydown=${this.#onKeydown}>
        <skilldesk-skill-input
          .skill=${skill}
          .value=${this.choice ?? this.value ?? []}
          @skilldesk-value-chosen=${({ value }: ValueChosen) => (this.choice = value)}
        ></skilldesk-skill-input>
        <button class="primary" @click=${() => this.#end(this.choice, 'stay')}>${words.text('grid.done')}</button>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    void focusWhenDrawn(this.field);
    if (this.field instanceof HTMLInputElement && this.typed === undefined) this.field.select();
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'F6') return;
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Escape') this.#end(undefined, 'stay');
    else if (event.key !== 'Enter' || event.target instanceof HTMLButtonElement) return;
    else if (this.skill?.skillType === 'ENUM') this.#end(this.choice, 'stay');
    else this.#take('next');
    event.preventDefault();
  };

  readonly #left = (): void => {
    if (this.skill?.skillType === 'ENUM') this.#end(this.choice, 'gone');
    else this.#take('gone');
  };

  /** A number that is none keeps the person here, unless he has gone. */
  #take(then: CellDecided['then']): void {
    const text = this.field instanceof HTMLInputElement ? this.field.value : '';
    if (this.skill?.skillType === 'TEXT') this.#end(text, then);
    else if (/^(\d|10)$/.test(text.trim())) this.#end(Number(text), then);
    else if (text.trim() === '' || then === 'gone') this.#end(undefined, then);
    else this.fault = this.#localize.words.text('skill.not-a-number');
  }

  #end(value: SkillValue | undefined, then: CellDecided['then']): void {
    if (this.#ended) return;
    this.#ended = true;
    this.dispatchEvent(new CellDecided(value, then));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-cell-editor': CellEditor;
  }
}
