import { html, LitElement, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SkillProfileView, SkillView } from '../../../shared/api.ts';
import { skillValues } from '../../../shared/skill-values.ts';
import type { Skill, SkillValue } from '../../../shared/skill.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext, workContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { Person } from '../../api/session.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Words } from '../../localize/words.ts';
import { byName } from '../../matches.ts';
import { Names } from '../../organization/names.ts';
import { controls } from '../../styles/controls.ts';
import type { SkillAdded } from '../add-skill/add-skill.ts';
import { styles } from './profile-editor.styles.ts';

/** All skills of one profile, for editing where the person may. */
export class ProfileEditor extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) skillProfileId = '';

  @query('h2') private heading!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved }) => [unsaved]);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);

  constructor() {
    super();
    new KeptFocus(this, () => this.heading);
  }

  override render() {
    const { words } = this.#localize;
    const profile = this.#organization.value.profile(this.skillProfileId);
    if (!profile) return html`<p class="empty">${words.text('profiles.gone')}</p>`;
    const { mayEdit } = this.#person.value.user;
    return html`
      <header>
        <h2 tabindex="-1">${profile.name}</h2>
        ${profile.description === '' ? nothing : html`<p>${profile.description}</p>`}
        <p class="small weak">${usedBy(profile, words)}</p>
      </header>
      ${
        profile.editable || !mayEdit
          ? nothing
          : html`<skilldesk-notice tone="info">
              ${words.text('profiles.why-read-only', { reason: words.whyReadOnly(profile) })}
            </skilldesk-notice>`
      }
      ${profile.values ? this.#skills(profile, profile.editable && mayEdit) : this.#unread()}
    `;
  }

  #unread() {
    return html`<p class="empty" role="status">${this.#localize.words.text('profiles.unread')}</p>`;
  }

  #skills(profile: SkillProfileView, editable: boolean) {
    const { words } = this.#localize;
    const saved = skillValues(profile.values ?? []);
    const names = new Names(this.#organization.value, words);
    const added = this.#work.value.unsaved.profiles.find(({ skillProfileId }) => skillProfileId === profile.id);
    const shown = [...new Set([...saved.keys(), ...(added?.values.keys() ?? [])])];
    const rows = byName(shown, (skillId) => names.skill(skillId), words.locale);
    return html`
      ${rows.length === 0 ? html`<p class="empty">${words.text('profiles.empty')}</p>` : nothing}
      <ul>
        ${repeat(
          rows,
          (skillId) => `${profile.id} ${skillId}`,
          (skillId) => html`
            <li data-skill-id=${skillId}>
              <skilldesk-skill-row
                .profile=${profile}
                .skillId=${skillId}
                .saved=${saved.get(skillId) ?? null}
                ?editable=${editable}
              ></skilldesk-skill-row>
            </li>
          `,
        )}
      </ul>
      ${
        editable
          ? html`<skilldesk-add-skill
              .skills=${this.#others(new Set(shown))}
              @skilldesk-skill-added=${({ skill }: SkillAdded) => this.#add(profile, skill)}
            ></skilldesk-add-skill>`
          : nothing
      }
    `;
  }

  #others(present: ReadonlySet<string>): SkillView[] {
    const skills = this.#organization.value.profiles.value?.skills ?? [];
    const others = skills.filter(
      (skill) => skill.active && !skill.protected && !present.has(skill.id) && firstValue(skill) !== undefined,
    );
    return byName(others, ({ name }) => name, this.#localize.words.locale);
  }

  #add(profile: SkillProfileView, skill: Skill): void {
    const value = firstValue(skill);
    if (value !== undefined) this.#work.value.unsaved.setValue(profile, skill.id, value);
  }
}

/** What a skill says when it has just been added; undefined for a choice without choices. */
function firstValue({ skillType, enumSkillValues }: Skill): SkillValue | undefined {
  if (skillType === 'PROFICIENCY') return 5;
  if (skillType === 'BOOLEAN') return true;
  if (skillType === 'TEXT') return '';
  return enumSkillValues[0] && [enumSkillValues[0].id];
}

function usedBy({ usedBy: { agents, teams, outsideScope } }: SkillProfileView, words: Words): string {
  const who = [
    ...(agents > 0 ? [words.count('profiles.agents', agents)] : []),
    ...(teams.length > 0 ? [words.count('profiles.teams', teams.length)] : []),
    ...(outsideScope > 0 ? [words.count('profiles.outside', outsideScope)] : []),
  ];
  return who.length === 0 ? words.text('profiles.unused') : words.text('profiles.used-by', { who: words.list(who) });
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-profile-editor': ProfileEditor;
  }
}
