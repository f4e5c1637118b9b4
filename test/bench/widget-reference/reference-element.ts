import { html, LitElement } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AgentList, AgentView, SkillProfileList, SkillProfileView } from '../../../shared/api.ts';
import type { SkillValue } from '../../../shared/skill.ts';

const rowHeight = 28;
const spare = 8;

/**
 * The least that Lit can do with the same two lists: a list of agents, a table of profiles and skills, a search, and digits typed into cells.
 * No types, marks, rights or selection. With `windowed` only the rows in sight are drawn.
 */
export class ReferenceElement extends LitElement {
  static override properties = {
    view: { state: true },
    search: { state: true },
    agents: { state: true },
    top: { state: true },
    at: { state: true },
  };

  declare view: 'list' | 'table';
  declare search: string;
  declare agents: readonly AgentView[];
  declare top: number;
  declare at: readonly [row: number, column: number];
  apiBase = '';
  readonly windowed: boolean;
  readonly #edits = new Map<string, number>();
  #profiles: SkillProfileList | undefined;

  constructor(windowed: boolean) {
    super();
    this.windowed = windowed;
    this.view = 'list';
    this.search = '';
    this.agents = [];
    this.top = 0;
    this.at = [0, 0];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.style.cssText = 'display: block; height: 100%';
    void this.#load();
  }

  async #load(): Promise<void> {
    const read = async (path: string): Promise<unknown> => (await fetch(this.apiBase + path)).json();
    const [profiles, agents] = await Promise.all([read('/api/skill-profiles'), read('/api/agents')]);
    this.#profiles = profiles as SkillProfileList;
    this.agents = (agents as AgentList).agents;
  }

  override render() {
    return html`
      <style>
        .scroll {
          height: calc(100% - 60px);
          overflow: auto;
        }
        .row {
          display: flex;
          height: ${rowHeight}px;
        }
        .row > * {
          flex: none;
          width: 88px;
        }
        .row > :first-child {
          width: 216px;
        }
      </style>
      <button @click=${() => (this.view = 'list')}>List</button>
      <button @click=${() => (this.view = 'table')}>Table</button>
      <input
        type="search"
        .value=${this.search}
        @input=${({ target }: Event & { target: HTMLInputElement }) => (this.search = target.value)}
      />
      <div class="scroll" @scroll=${this.#scrolled}>${this.view === 'list' ? this.#list() : this.#table()}</div>
    `;
  }

  #list() {
    return this.#rows(this.agents.filter(this.#wanted), ({ id, name, effectiveSkillProfileId }) => {
      const profile = this.#profiles?.skillProfiles.find((one) => one.id === effectiveSkillProfileId);
      return html`<div class="row agent" data-id=${id}><span>${name}</span><span>${profile?.name}</span></div>`;
    });
  }

  #table() {
    const skills = this.#profiles?.skills ?? [];
    return html`
      <div class="row">${['', ...skills.map(({ name }) => name)].map((name) => html`<b>${name}</b>`)}</div>
      ${this.#rows(this.#profiles?.skillProfiles.filter(this.#wanted) ?? [], (profile, row) => {
        const values = new Map(profile.values?.map(({ skillId, value }) => [skillId, value]));
        return html`<div class="row" @keydown=${(event: KeyboardEvent) => this.#typed(event, profile)}>
          <span>${profile.name}</span>
          ${skills.map(({ id }, column) => this.#cell(profile, id, values.get(id), row, column))}
        </div>`;
      })}
    `;
  }

  #cell({ id }: SkillProfileView, skillId: string, saved: SkillValue | undefined, row: number, column: number) {
    const value = this.#edits.get(`${id} ${skillId}`) ?? saved;
    const here = this.at[0] === row && this.at[1] === column;
    return html`<span class="cell" data-skill=${skillId} tabindex=${here ? 0 : -1}>${value ?? '–'}</span>`;
  }

  #rows<Item extends { id: string }>(items: readonly Item[], draw: (item: Item, at: number) => unknown) {
    if (!this.windowed) return repeat(items, ({ id }) => id, draw);
    const first = Math.max(0, Math.floor(this.top / rowHeight) - spare);
    const shown = items.slice(first, first + Math.ceil(900 / rowHeight) + 2 * spare);
    const rest = Math.max(0, items.length - first - shown.length);
    return html`
      <div .style=${`height: ${first * rowHeight}px`}></div>
      ${repeat(
        shown,
        ({ id }) => id,
        (item, at) => draw(item, first + at),
      )}
      <div .style=${`height: ${rest * rowHeight}px`}></div>
    `;
  }

  readonly #wanted = ({ name }: { name: string }): boolean => name.toLowerCase().includes(this.search.toLowerCase());

  #scrolled({ target }: Event & { target: HTMLElement }): void {
    const step = Math.floor(target.scrollTop / rowHeight / spare) * spare * rowHeight;
    if (this.windowed) this.top = step;
  }

  #typed({ key, target }: KeyboardEvent, { id }: SkillProfileView): void {
    const [row, column] = this.at;
    if (key === 'ArrowDown' || key === 'ArrowRight') {
      this.at = key === 'ArrowDown' ? [row + 1, column] : [row, column + 1];
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.cell[tabindex="0"]')?.focus());
    } else if (/^\d$/.test(key) && target instanceof HTMLElement) {
      this.#edits.set(`${id} ${target.dataset['skill'] ?? ''}`, Number(key));
      this.requestUpdate();
    }
  }
}
