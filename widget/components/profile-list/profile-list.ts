import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { SkillProfileList, SkillProfileView } from '../../../shared/api.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, workContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Work } from '../../work/work-of-person.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName, matches } from '../../matches.ts';
import { remembered } from '../../remembered.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './profile-list.styles.ts';

/** The person wants to see this profile. */
export class ProfilePicked extends Event {
  readonly skillProfileId: string;

  constructor(skillProfileId: string) {
    super('skilldesk-profile-picked', { bubbles: true, composed: true });
    this.skillProfileId = skillProfileId;
  }
}

/** Enough to fill a usual screen; more come as they are scrolled to. */
const atOnce = 60;
/** So many pixels before the end. */
const nearEnd = 400;

const ordered = remembered((profiles: readonly SkillProfileView[], locale: string) =>
  byName(profiles, ({ name }) => name, locale),
);

/** The profiles in scope, with a search. */
export class ProfileList extends LitElement {
  static override styles = [controls, styles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) picked: string | undefined;

  @state() private search = '';
  @state() private most = atOnce;

  @query('input') private field!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved }) => [unsaved]);

  constructor() {
    super();
    new KeptFocus(this, () => this.field);
  }

  override render() {
    const { words } = this.#localize;
    const list = this.#organization.value.profiles.value;
    if (!list) return html`<p class="empty" role="status">${words.text('profiles.loading')}</p>`;
    if (list.skillProfiles.length === 0 && list.complete) {
      return html`<div class="empty">
        <p>${words.text('profiles.none')}</p>
        <p class="small">${words.text('profiles.none-hint')}</p>
      </div>`;
    }
    const found = ordered(list.skillProfiles, words.locale).filter(({ name, description }) =>
      matches(this.search, [name, description]),
    );
    return html`
      <div class="search">
        <input
          type="search"
          placeholder=${words.text('profiles.search')}
          aria-label=${words.text('profiles.search')}
          .value=${this.search}
          @input=${({ target }: Event & { target: HTMLInputElement }) => (this.search = target.value)}
        />
        <span class="hidden-text" role="status">
          ${this.search === '' ? '' : words.count('profiles.found', found.length)}
        </span>
      </div>
      ${list.complete ? nothing : this.#filling(list)}
      <div class="scroll" @scroll=${this.#onScroll}>
        ${
          found.length === 0
            ? html`<p class="empty">${words.text('profiles.no-match', { search: this.search })}</p>`
            : html`<ul aria-label=${words.text('profiles.label')}>
                ${repeat(
                  found.slice(0, Math.max(this.most, found.findIndex(({ id }) => id === this.picked) + 1)),
                  ({ id }) => id,
                  (profile) => this.#row(profile),
                )}
              </ul>`
        }
      </div>
    `;
  }

  #filling({ read, total }: SkillProfileList) {
    const text = this.#localize.words.text('profiles.filling', { read, total });
    return html`
      <div class="filling small weak">
        <span role="status">${text}</span>
        <progress max=${total} value=${read} aria-label=${text}></progress>
      </div>
    `;
  }

  #row({ id, name, editable, usedBy }: SkillProfileView) {
    const { words } = this.#localize;
    const unsaved = this.#work.value.unsaved.profiles.find(({ skillProfileId }) => skillProfileId === id);
    return html`
      <li data-profile-id=${id}>
        <button aria-current=${this.picked === id ? 'true' : 'false'} @click=${() => this.#pick(id)}>
          <span class="top">
            <span class="name">${name}</span>
            ${
              unsaved
                ? html`<span class="mark unsaved">${words.count('profiles.unsaved', unsaved.values.size)}</span>`
                : nothing
            }
            ${editable ? nothing : html`<span class="mark">${words.text('profiles.read-only')}</span>`}
          </span>
          <span class="small weak">${words.count('profiles.agents', usedBy.agents)}</span>
        </button>
      </li>
    `;
  }

  #onScroll({ currentTarget }: Event & { currentTarget: HTMLElement }): void {
    const { scrollTop, clientHeight, scrollHeight } = currentTarget;
    const all = this.#organization.value.profiles.value?.skillProfiles.length ?? 0;
    if (scrollTop + clientHeight > scrollHeight - nearEnd && this.most < all) this.most += atOnce;
  }

  #pick(id: string): void {
    this.dispatchEvent(new ProfilePicked(id));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-profile-list': ProfileList;
  }
}
