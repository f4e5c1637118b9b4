import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { ChangeItem } from '../../../shared/change.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { toneOf } from '../../localize/words.ts';
import { Names } from '../../organization/names.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './change-items.styles.ts';

/** What each item of a Change is about, what it changed and what became of it. */
export class ChangeItems extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) items: readonly ChangeItem[] = [];
  /** Nobody made them through Skilldesk: there is nothing to say of how they ended. */
  @property({ type: Boolean }) foreign = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);

  override render() {
    return html`<ul>
      ${this.items.map((item) =>
        this.#item(item, new Names(this.#organization.value, this.#localize.words, item.names)),
      )}
    </ul>`;
  }

  #item(item: ChangeItem, names: Names) {
    const { words } = this.#localize;
    const { outcome, rule, trackingId } = item;
    return html`
      <li
        data-outcome=${outcome}
        data-profile-id=${item.skillProfileId ?? nothing}
        data-user-id=${item.userId ?? nothing}
      >
        <span>${names.target(item)}:</span>
        ${this.foreign ? nothing : html`<span class="outcome ${toneOf(outcome)}">${words.outcome(item)}</span>`}
        ${rule === undefined ? nothing : html`<p>${words.rule(rule)}</p>`}
        <ul class="diff small">
          ${assignmentOf(item, names, words.text('unsaved.assignment')).map(
            (change) => html`<li>${words.text('change.skill', change)}</li>`,
          )}
          ${item.diff.map(({ skillId, before, after }) => {
            const skill = names.skill(skillId);
            const change = { skill, before: names.value(skillId, before), after: names.value(skillId, after) };
            return html`<li class=${item.userId === undefined ? '' : 'weak'}>
              ${words.text('change.skill', change)}
            </li>`;
          })}
          ${(item.asked ?? []).map((asked) => {
            const { skillId } = asked;
            const more = new Intl.NumberFormat(words.locale, { signDisplay: 'always' });
            const value = 'value' in asked ? names.value(skillId, asked.value) : more.format(asked.add);
            return html`<li>${words.text('change.asked', { skill: names.skill(skillId), value })}</li>`;
          })}
          ${(item.leftOut ?? []).map(({ skillId, theirs }) => {
            const left = { skill: names.skill(skillId), theirs: names.value(skillId, theirs) };
            return html`<li class="weak">${words.text('change.left-out', left)}</li>`;
          })}
        </ul>
        ${
          trackingId === undefined || toneOf(outcome) !== 'error'
            ? nothing
            : html`<p class="small weak">${words.text('save.tracking', { trackingId })}</p>`
        }
      </li>
    `;
  }
}

function assignmentOf(
  { userId, teamId, fromSkillProfileId: from, toSkillProfileId: to }: ChangeItem,
  names: Names,
  skill: string,
) {
  if (teamId !== undefined) return [{ skill, before: names.ofTeam(from ?? null), after: names.ofTeam(to ?? null) }];
  if (userId === undefined) return [];
  return [{ skill, before: names.assigned(from ?? null), after: names.assigned(to ?? null) }];
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-change-items': ChangeItems;
  }
}
