import { html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { AgentView, SkillProfileView } from '../../../shared/api.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, workContext } from '../../contexts.ts';
import type { Organization } from '../../organization/organization.ts';
import type { Work } from '../../work/work-of-person.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { byName } from '../../matches.ts';
import { Names } from '../../organization/names.ts';
import type { Words } from '../../localize/words.ts';
import { remembered } from '../../remembered.ts';
import { controls } from '../../styles/controls.ts';
import type { UnsavedAssignment } from '../../work/unsaved-assignments.ts';
import { HistoryWanted } from '../history-filters/history-wanted.ts';
import { styles } from './agent-row.styles.ts';

/** More values than these tell nobody who somebody is; the profile shows all. */
const mostValues = 8;

/** Many agents have the same profile: what it says is put together once, as long as the lists are the same. */
const valuesSaid = remembered(
  ({ values = [] }: SkillProfileView, _lists: object, organization: Organization, words: Words): string => {
    const names = new Names(organization, words);
    const said = byName(values, ({ skillId }) => names.skill(skillId), words.locale)
      .slice(0, mostValues)
      .map(({ skillId, value }) =>
        words.text('agents.value', { skill: names.skill(skillId), value: names.value(skillId, value) }),
      );
    const left = values.length - said.length;
    // A line does not begin with what stands between.
    return [...said, ...(left > 0 ? [words.count('agents.more-values', left)] : [])].join('\u00a0· ');
  },
);

/** The agent is to be among those that are changed together, or no more; with Shift all from the last one on. */
export class AgentPicked extends Event {
  readonly userId: string;
  readonly picked: boolean;
  readonly from: 'last' | 'here';

  constructor(userId: string, picked: boolean, from: AgentPicked['from']) {
    super('skilldesk-agent-picked', { bubbles: true, composed: true });
    this.userId = userId;
    this.picked = picked;
    this.from = from;
  }
}

/** Somebody wants to see a profile, and whom else it reaches. */
export class ProfileWanted extends Event {
  readonly skillProfileId: string;

  constructor(skillProfileId: string) {
    super('skilldesk-profile-wanted', { bubbles: true, composed: true });
    this.skillProfileId = skillProfileId;
  }
}

/** One agent: which profile works for him, what it says and where it comes from, and the choice of another. */
export class AgentRow extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) agent: AgentView | undefined;
  @property({ attribute: false }) teams: readonly string[] = [];
  @property({ type: Boolean }) editable = false;
  /** The person may edit in general, so that a reason why not this agent says something. */
  @property({ type: Boolean }) readable = false;
  @property({ type: Boolean }) picked = false;

  @state() private choosing = false;

  @query('select') private select!: HTMLSelectElement | null;
  @query('.actions button') private change!: HTMLButtonElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, saves }) => [unsaved, saves]);

  #hadUnsaved = false;

  constructor() {
    super();
    new KeptFocus(this, () => this.change);
  }

  /** What has been saved, undone or discarded elsewhere closes the choice. */
  override willUpdate(): void {
    const unsaved = this.agent !== undefined && this.#work.value.unsaved.ofAgent(this.agent.id) !== undefined;
    if (this.#hadUnsaved && !unsaved) this.choosing = false;
    this.#hadUnsaved = unsaved;
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, button')?.focus();
  }

  override render() {
    const { agent } = this;
    if (!agent) return nothing;
    const { words } = this.#localize;
    const unsaved = this.#work.value.unsaved.ofAgent(agent.id);
    const teams = this.teams.length === 0 ? words.text('agents.no-team') : words.list(this.teams);
    const { effectiveSkillProfileId: effective, source } = agent;
    const worn = unsaved ? unsaved.to : effective;
    return html`
      <div class="row ${unsaved?.conflict ? 'conflict' : unsaved ? 'unsaved' : ''}">
        <label class="pick">${this.editable ? this.#pick(agent) : nothing}</label>
        <div class="who">
          <div>${agent.name}</div>
          <div class="small weak">${teams}</div>
        </div>
        <div class="profile">
          ${
            this.editable && (this.choosing || unsaved)
              ? this.#select(agent, unsaved)
              : html`
                  <div>
                    ${effective === null ? words.text('agents.none-effective') : this.#profile(effective)}
                    ${
                      source === 'none'
                        ? nothing
                        : html`<span class="small weak source">${words.text(`agents.${source}`)}</span>`
                    }
                  </div>
                `
          }
          ${worn === null ? nothing : this.#values(worn)}
        </div>
        <div class="marks">${this.#marks(agent, unsaved)}</div>
        <div class="actions">
          ${this.editable ? this.#actions(agent, unsaved) : nothing}
          <button
            class="quiet"
            aria-label=${words.text('history.of-agent', { agent: agent.name })}
            @click=${() => this.dispatchEvent(new HistoryWanted({ userId: agent.id }))}
          >
            ${words.text('history.of-agent-short')}
          </button>
        </div>
      </div>
    `;
  }

  #pick({ id, name }: AgentView) {
    return html`
      <input
        type="checkbox"
        aria-label=${this.#localize.words.text('agents.pick', { agent: name })}
        .checked=${live(this.picked)}
        @click=${({ target, shiftKey }: MouseEvent & { target: HTMLInputElement }) =>
          this.dispatchEvent(new AgentPicked(id, target.checked, shiftKey ? 'last' : 'here'))}
      />
    `;
  }

  #profile(skillProfileId: string) {
    const profile = this.#names.profile(skillProfileId);
    if (!this.#organization.value.profile(skillProfileId)) return profile;
    return html`<button
      class="link"
      aria-label=${this.#localize.words.text('agents.open', { profile })}
      @click=${() => this.dispatchEvent(new ProfileWanted(skillProfileId))}
    >
      ${profile}
    </button>`;
  }

  /** What the profile that works for him, or is chosen for him, says, as far as it is known. */
  #values(skillProfileId: string) {
    const profile = this.#organization.value.profile(skillProfileId);
    const said =
      profile && valuesSaid(profile, this.#organization.value.profiles, this.#organization.value, this.#localize.words);
    return said ? html`<div class="small weak values">${said}</div>` : nothing;
  }

  #select(agent: AgentView, unsaved: UnsavedAssignment | undefined) {
    const { words } = this.#localize;
    const chosen = (unsaved ? unsaved.to : agent.skillProfileId) ?? '';
    const profiles = this.#organization.value.profiles.value?.skillProfiles ?? [];
    const unseen = chosen !== '' && !this.#organization.value.profile(chosen);
    return html`
      <select
        aria-label=${words.text('agents.select', { agent: agent.name })}
        .value=${live(chosen)}
        @change=${({ target }: Event & { target: HTMLSelectElement }) => this.#assign(agent, target.value)}
      >
        <option value="" ?selected=${chosen === ''}>${this.#teams(agent)}</option>
        ${unseen ? html`<option value=${chosen} selected>${this.#names.profile(chosen)}</option>` : nothing}
        ${byName(profiles, ({ name }) => name, words.locale).map(
          ({ id, name }) => html`<option value=${id} ?selected=${id === chosen}>${name}</option>`,
        )}
      </select>
    `;
  }

  #marks(agent: AgentView, unsaved: UnsavedAssignment | undefined) {
    const { words } = this.#localize;
    if (!this.editable && this.readable) return html`<span class="small weak">${words.whyReadOnly(agent)}</span>`;
    if (!unsaved) return nothing;
    const busy = this.#work.value.saves.busy.has(agent.id);
    const theirs = this.#names.assigned(unsaved.conflict?.theirs ?? null);
    return html`
      <span class="mark unsaved">
        ${words.text('agents.unsaved', { before: this.#names.assigned(unsaved.from) })}
      </span>
      ${busy ? html`<span class="mark">${words.text('skill.writing')}</span>` : nothing}
      ${
        unsaved.conflict
          ? html`<span class="mark conflict">${words.text('agents.conflict', { theirs })}</span>`
          : nothing
      }
    `;
  }

  #actions({ id, name }: AgentView, unsaved: UnsavedAssignment | undefined) {
    const { words } = this.#localize;
    if (unsaved) {
      return html`
        <button class="quiet" aria-label=${words.text('agents.undo', { agent: name })} @click=${() => this.#undo(id)}>
          ${words.text('skill.undo-short')}
        </button>
      `;
    }
    if (this.choosing) return nothing;
    return html`
      <button class="quiet" aria-label=${words.text('agents.change', { agent: name })} @click=${this.#open}>
        ${words.text('agents.change-short')}
      </button>
    `;
  }

  /** "The team's", by name where it is known which profile that is. */
  #teams({ source, effectiveSkillProfileId, teams }: AgentView): string {
    const { words } = this.#localize;
    const ofTeams = (this.#organization.value.profiles.value?.skillProfiles ?? []).filter(({ usedBy }) =>
      usedBy.teams.some((team) => teams.includes(team)),
    );
    const known = source === 'team' ? effectiveSkillProfileId : ofTeams.length === 1 ? ofTeams[0]?.id : undefined;
    if (known === undefined || known === null) return words.text('agents.the-teams');
    return words.text('agents.the-teams-named', { profile: this.#names.profile(known) });
  }

  get #names(): Names {
    return new Names(this.#organization.value, this.#localize.words);
  }

  #assign({ id, skillProfileId }: AgentView, chosen: string): void {
    this.#work.value.unsaved.assign(id, skillProfileId, chosen === '' ? null : chosen);
  }

  async #open(): Promise<void> {
    this.choosing = true;
    await this.updateComplete;
    this.select?.focus();
  }

  #undo(id: string): void {
    this.choosing = false;
    this.#work.value.unsaved.undoAssignment(id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-agent-row': AgentRow;
  }
}
