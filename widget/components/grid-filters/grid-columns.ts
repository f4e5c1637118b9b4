import { html, LitElement } from 'lit';
import { live } from 'lit/directives/live.js';
import { Consumed } from '../../consumed.ts';
import { organizationContext, workContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName } from '../../matches.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import { styles } from './grid-filters.styles.ts';

/** Which skills have a column. */
export class GridColumns extends LitElement {
  static override styles = [controls, styles];

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ sheet }) => [sheet]);

  override render() {
    const { words } = this.#localize;
    const { sheet } = this.#work.value;
    const { hiddenSkills } = sheet.part;
    const skills = this.#organization.value.profiles.value?.skills ?? [];
    return html`
      <button class="quiet" @click=${() => sheet.show({ hiddenSkills: new Set() })}>
        ${words.text('grid.columns-all')}
      </button>
      <button class="quiet" @click=${() => sheet.show({ hiddenSkills: new Set(skills.map(({ id }) => id)) })}>
        ${words.text('grid.columns-none')}
      </button>
      ${byName(skills, ({ name }) => name, words.locale).map(
        ({ id, name }) => html`
          <label class="tick">
            <input type="checkbox" .checked=${live(!hiddenSkills.has(id))} @change=${() => this.#turn(id)} />
            ${name}
          </label>
        `,
      )}
    `;
  }

  #turn(skillId: string): void {
    const { sheet } = this.#work.value;
    const hiddenSkills = new Set(sheet.part.hiddenSkills);
    if (!hiddenSkills.delete(skillId)) hiddenSkills.add(skillId);
    sheet.show({ hiddenSkills });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-grid-columns': GridColumns;
  }
}
