import { html, LitElement, nothing } from 'lit';
import { query } from 'lit/decorators.js';
import { Consumed } from '../../consumed.ts';
import { organizationContext, workContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Work } from '../../work/work-of-person.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { Names } from '../../organization/names.ts';
import { controls } from '../../styles/controls.ts';
import type { UnsavedAssignment } from '../../work/unsaved-assignments.ts';
import type { UnsavedProfile, UnsavedValue } from '../../work/unsaved-edits.ts';
import type { ConflictDecided } from '../conflict-choice/conflict-choice.ts';
import { styles } from './review-list.styles.ts';

/** Everything unsaved, before and after, with the choices that conflicts ask for. */
export class ReviewList extends LitElement {
  static override styles = [controls, styles];

  @query('skilldesk-conflict-choice') private undecided!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, preview }) => [unsaved, preview]);

  constructor() {
    super();
    new KeptFocus(this, () => this.undecided);
  }

  override render() {
    const { unsaved } = this.#work.value;
    return html`
      ${unsaved.profiles.map((profile) => this.#profile(profile))}
      ${unsaved.assignments.map((assignment) => this.#assignment(assignment))}
    `;
  }

  #profile({ skillProfileId, values }: UnsavedProfile) {
    const where = this.#names.profile(skillProfileId);
    return html`
      <section data-profile-id=${skillProfileId}>
        <h3>${where}</h3>
        <ul>
          ${[...values.values()].map((value) => this.#value(skillProfileId, where, value))}
        </ul>
        ${this.#effects(skillProfileId)}
      </section>
    `;
  }

  #value(skillProfileId: string, where: string, { skillId, base, mine, conflict }: UnsavedValue) {
    const { words } = this.#localize;
    const { unsaved } = this.#work.value;
    const skill = this.#names.skill(skillId);
    const named = (value: UnsavedValue['mine']) => this.#names.value(skillId, value);
    return html`
      <li data-skill-id=${skillId}>
        <span class="what">${words.text('change.skill', { skill, before: named(base), after: named(mine) })}</span>
        <button
          class="quiet"
          aria-label=${words.text('unsaved.undo-in', { what: skill, where })}
          @click=${() => unsaved.undoValue(skillProfileId, skillId)}
        >
          ${words.text('skill.undo-short')}
        </button>
        ${
          conflict
            ? html`<skilldesk-conflict-choice
                .what=${words.enumeration([where, skill])}
                .mine=${named(mine)}
                .theirs=${named(conflict.theirs)}
                .base=${named(base)}
                @skilldesk-conflict-decided=${({ choice }: ConflictDecided) =>
                  unsaved.chooseValue(skillProfileId, skillId, choice)}
              ></skilldesk-conflict-choice>`
            : nothing
        }
      </li>
    `;
  }

  #assignment({ userId, from, to, conflict }: UnsavedAssignment) {
    const { words } = this.#localize;
    const { unsaved } = this.#work.value;
    const agent = this.#names.agent(userId);
    const named = (profile: string | null) => this.#names.assigned(profile);
    const skill = words.text('unsaved.assignment');
    return html`
      <section data-user-id=${userId}>
        <h3>${agent}</h3>
        <ul>
          <li>
            <span class="what">${words.text('change.skill', { skill, before: named(from), after: named(to) })}</span>
            <button
              class="quiet"
              aria-label=${words.text('unsaved.undo-of', { what: agent })}
              @click=${() => unsaved.undoAssignment(userId)}
            >
              ${words.text('skill.undo-short')}
            </button>
            ${
              conflict
                ? html`<skilldesk-conflict-choice
                    .what=${agent}
                    .mine=${named(to)}
                    .theirs=${named(conflict.theirs)}
                    .base=${named(from)}
                    @skilldesk-conflict-decided=${({ choice }: ConflictDecided) =>
                      unsaved.chooseAssignment(userId, choice)}
                  ></skilldesk-conflict-choice>`
                : nothing
            }
          </li>
        </ul>
        ${this.#effects(userId)}
      </section>
    `;
  }

  /** While newer edits are being looked at, those before say how it was. */
  #effects(target: string) {
    const { preview } = this.#work.value;
    const item = preview.problem ? undefined : preview.itemOf(target);
    if (!item) return nothing;
    const older = preview.current === undefined;
    return html`
      ${older ? html`<p class="small weak">${this.#localize.words.text('preview.older')}</p>` : nothing}
      <skilldesk-preview-effects .item=${item}></skilldesk-preview-effects>
    `;
  }

  get #names(): Names {
    return new Names(this.#organization.value, this.#localize.words);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-review-list': ReviewList;
  }
}
