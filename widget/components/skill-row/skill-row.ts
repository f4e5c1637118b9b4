import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { SkillProfileView } from '../../../shared/api.ts';
import type { SkillValue } from '../../../shared/skill.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, workContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Work } from '../../work/work-of-person.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { Names } from '../../organization/names.ts';
import { controls } from '../../styles/controls.ts';
import type { UnsavedValue } from '../../work/unsaved-edits.ts';
import type { ValueChosen } from '../value-chosen.ts';
import { styles } from './skill-row.styles.ts';

/** One skill of a profile: its value, what is unsaved about it, and the ways back. */
export class SkillRow extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) profile: SkillProfileView | undefined;
  @property({ attribute: false }) skillId = '';
  /** What the profile says; null when the skill is only about to be added. */
  @property({ attribute: false }) saved: SkillValue | null = null;
  @property({ type: Boolean }) editable = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves }) => [unsaved, saves]);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    if (!this.profile) return nothing;
    const skill = this.#organization.value.skill(this.skillId);
    const unsaved = this.#work.value.unsaved.ofSkill(this.profile.id, this.skillId);
    return html`
      <div class="row ${unsaved?.conflict ? 'conflict' : unsaved ? 'unsaved' : ''}">
        <div class="name">
          <span>${this.#names.skill(this.skillId)}</span>
          ${
            skill?.active === false
              ? html`<span class="mark">${this.#localize.words.text('skill.inactive')}</span>`
              : nothing
          }
          ${
            skill?.protected ? html`<span class="mark">${this.#localize.words.text('skill.protected')}</span>` : nothing
          }
        </div>
        <div class="input">${this.#input(unsaved)}</div>
        ${unsaved ? html`<div class="marks">${this.#marks(unsaved)}</div>` : nothing}
        <div class="actions">${this.editable && (unsaved || !skill?.protected) ? this.#actions(unsaved) : nothing}</div>
      </div>
    `;
  }

  #input(unsaved: UnsavedValue | undefined) {
    const skill = this.#organization.value.skill(this.skillId);
    const value = unsaved ? unsaved.mine : this.saved;
    if (value === null) return html`<span class="removed weak">${this.#valueName(this.saved)}</span>`;
    if (!this.editable || !skill || skill.protected) return this.#valueName(value);
    return html`
      <skilldesk-skill-input
        .skill=${skill}
        .value=${value}
        @skilldesk-value-chosen=${(event: ValueChosen) => this.#want(event.value)}
      ></skilldesk-skill-input>
    `;
  }

  #marks({ base, mine, conflict }: UnsavedValue) {
    const { words } = this.#localize;
    const before = this.#valueName(base);
    const busy = this.#work.value.saves.busy.has(this.profile?.id ?? '');
    const key = mine === null ? 'skill.removed' : base === null ? 'skill.added' : 'skill.changed';
    return html`
      <span class="mark unsaved">${words.text(key, { before })}</span>
      ${busy ? html`<span class="mark">${words.text('skill.writing')}</span>` : nothing}
      ${
        conflict
          ? html`<span class="mark conflict">
              ${words.text('skill.conflict', { theirs: this.#valueName(conflict.theirs) })}
            </span>`
          : nothing
      }
    `;
  }

  #actions(unsaved: UnsavedValue | undefined) {
    const { words } = this.#localize;
    const skill = this.#names.skill(this.skillId);
    const way = unsaved ? 'undo' : 'remove';
    return html`
      <button
        class="quiet"
        aria-label=${words.text(`skill.${way}`, { skill })}
        @click=${() => (unsaved ? this.#undo() : this.#want(null))}
      >
        ${words.text(`skill.${way}-short`)}
      </button>
    `;
  }

  get #names(): Names {
    return new Names(this.#organization.value, this.#localize.words);
  }

  #valueName(value: SkillValue | null): string {
    return this.#names.value(this.skillId, value);
  }

  #want(value: SkillValue | null): void {
    if (this.profile) this.#work.value.unsaved.setValue(this.profile, this.skillId, value);
  }

  #undo(): void {
    if (this.profile) this.#work.value.unsaved.undoValue(this.profile.id, this.skillId);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-skill-row': SkillRow;
  }
}
