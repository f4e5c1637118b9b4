import { html, LitElement } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { Skill, SkillValue } from '../../../shared/skill.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { focusWhenDrawn } from '../focus-when-drawn.ts';
import { styles } from '../block-text/block-text.styles.ts';
import { TextApplied } from '../block-text/block-text.ts';
import { ValueChosen } from '../value-chosen.ts';

/** One value for all selected cells: of their skill where they have one, else as text that each skill reads in its own way. */
export class BlockValue extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) skill: Skill | undefined;
  @property({ attribute: false }) value: SkillValue | undefined;
  @property({ type: Number }) cells = 0;

  @query('skilldesk-skill-input, input') private field!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    const label = words.count('grid.set-cells', this.cells);
    return html`
      <div role="group" aria-label=${label} @keydown=${this.#onKeydown}>
        <p class="small">${label}</p>
        ${
          this.skill
            ? html`<skilldesk-skill-input
                .skill=${this.skill}
                .value=${this.value ?? firstOf(this.skill) ?? []}
                @skilldesk-value-chosen=${({ value }: ValueChosen) => (this.value = value)}
              ></skilldesk-skill-input>`
            : html`<input type="text" aria-label=${label} autocomplete="off" />`
        }
        <div class="actions">
          <button class="primary" @click=${this.#apply}>${words.text('grid.apply')}</button>
          <button @click=${this.#close}>${words.text('grid.close')}</button>
        </div>
      </div>
    `;
  }

  protected override firstUpdated(): void {
    void focusWhenDrawn(this.field);
  }

  #onKeydown({ key, target, isComposing }: KeyboardEvent): void {
    if (key === 'Escape') this.#close();
    else if (key === 'Enter' && !isComposing && !(target instanceof HTMLButtonElement)) this.#apply();
  }

  #apply(): void {
    if (this.field instanceof HTMLInputElement) {
      this.dispatchEvent(new TextApplied(this.field.value));
      return;
    }
    const value = this.value ?? (this.skill && firstOf(this.skill));
    if (value !== undefined) this.dispatchEvent(new ValueChosen(value));
  }

  #close(): void {
    this.dispatchEvent(new Event('skilldesk-closed'));
  }
}

/** What the input shows before anything is chosen. */
const firstOf = ({ skillType }: Skill): SkillValue | undefined =>
  ({ PROFICIENCY: 0, BOOLEAN: false, TEXT: '', ENUM: undefined })[skillType];

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-block-value': BlockValue;
  }
}
