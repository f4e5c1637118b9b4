import { html, LitElement } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { Skill } from '../../../shared/skill.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './add-skill.styles.ts';

/** The person wants this skill in the profile. */
export class SkillAdded extends Event {
  readonly skill: Skill;

  constructor(skill: Skill) {
    super('skilldesk-skill-added');
    this.skill = skill;
  }
}

/** Picks one of the skills that a profile does not have. */
export class AddSkill extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) skills: readonly Skill[] = [];

  @query('select') private select!: HTMLSelectElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    if (this.skills.length === 0) return html`<p class="weak small">${words.text('skill.add-none')}</p>`;
    return html`
      <label class="small weak" for="skill">${words.text('skill.add-which')}</label>
      <div class="pair">
        <select id="skill">
          <option value="">${words.text('skill.add-pick')}</option>
          ${this.skills.map(
            ({ id, name, skillType }) => html`
              <option value=${id}>${name} (${words.text(`skill.${skillType}`)})</option>
            `,
          )}
        </select>
        <button aria-label=${words.text('skill.add')} @click=${this.#add}>${words.text('skill.add-do')}</button>
      </div>
    `;
  }

  #add(): void {
    const { select } = this;
    const skill = this.skills.find(({ id }) => id === select?.value);
    if (!select) return;
    if (!skill) {
      select.focus();
      return;
    }
    this.dispatchEvent(new SkillAdded(skill));
    select.value = '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-add-skill': AddSkill;
  }
}
