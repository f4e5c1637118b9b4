import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { Change } from '../../../shared/change.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, apiContext, deviationsContext, personContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';
import { possibleOwners, type PossibleOwner } from '../../work/possible-owners.ts';

/** “My shift ends”: all that is mine goes to somebody else. */
export class HandOver extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin-top: 12px;
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-top: 4px;
      }

      select {
        flex: 1 1 160px;
      }
    `,
  ];

  @property({ attribute: false }) mine: readonly Change[] = [];

  @state() private owners: readonly PossibleOwner[] | undefined;
  @state() private chosen = '';
  @state() private fault = '';
  @state() private problem: ApiProblem | undefined;

  @query('select') private select!: HTMLSelectElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext);

  override render() {
    const { words } = this.#localize;
    const { owners } = this;
    return html`
      ${
        owners
          ? nothing
          : html`<button aria-expanded="false" @click=${() => void this.#begin()}>
              ${words.text('open.hand-title')}
            </button>`
      }
      ${owners?.length === 0 ? html`<p class="weak">${words.text('open.hand-nobody')}</p>` : nothing}
      ${owners && owners.length > 0 ? this.#form(owners) : nothing}
      ${this.problem ? html`<skilldesk-problem-notice .problem=${this.problem}></skilldesk-problem-notice>` : nothing}
    `;
  }

  #form(owners: readonly PossibleOwner[]) {
    const { words } = this.#localize;
    return html`
      <p>${words.count('open.hand-hint', this.mine.length)}</p>
      <div class="row">
        <select
          aria-label=${words.text('open.hand-to')}
          .value=${live(this.chosen)}
          @change=${({ target }: Event & { target: HTMLSelectElement }) => (this.chosen = target.value)}
        >
          <option value="">${words.text('open.hand-pick')}</option>
          ${owners.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
        <button class="primary" @click=${() => void this.#handOver()}>${words.text('open.hand-do')}</button>
      </div>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
    `;
  }

  async #begin(): Promise<void> {
    this.problem = undefined;
    try {
      this.owners = await possibleOwners(this.#api.value, this.#person.value.user.id);
    } catch (error) {
      this.problem = asProblem(error);
    }
    await this.updateComplete;
    this.select?.focus();
  }

  /** One by one: what cannot be handed over stays, and the rest goes on. */
  async #handOver(): Promise<void> {
    const { words } = this.#localize;
    const to = this.owners?.find(({ id }) => id === this.chosen);
    this.fault = to ? '' : words.text('open.hand-first');
    this.problem = undefined;
    if (!to) return;
    const total = this.mine.length;
    let done = 0;
    for (const { id } of this.mine) {
      try {
        await this.#deviations.value.move(id, { owner: to.id });
        done += 1;
      } catch (error) {
        this.problem = asProblem(error);
      }
    }
    this.#announcer.value.say(words.text('open.handed', { who: to.name, done, total }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-hand-over': HandOver;
  }
}
