import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { SupervisorList } from '../../../shared/api.ts';
import type { Change } from '../../../shared/change.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, apiContext, deviationsContext, personContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';
import type { PersonChoice, PersonChosen } from '../person-choice/person-choice.ts';

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
        align-items: flex-start;
        margin-top: 4px;
      }

      skilldesk-person-choice {
        flex: 1 1 200px;
      }
    `,
  ];

  @property({ attribute: false }) mine: readonly Change[] = [];

  @state() private list: SupervisorList | undefined;
  @state() private reading = false;
  @state() private chosen: string | undefined;
  @state() private fault = '';
  @state() private problem: ApiProblem | undefined;

  @query('skilldesk-person-choice') private choice!: PersonChoice | null;
  @query('button') private opener!: HTMLButtonElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext);
  #handing = false;

  constructor() {
    super();
    new KeptFocus(this, () => this.choice ?? this.opener);
  }

  override render() {
    const { words } = this.#localize;
    const { list, problem } = this;
    const any = (list?.supervisors.length ?? 0) > 0;
    return html`
      ${
        any
          ? nothing
          : html`<button aria-expanded="false" @click=${() => void this.#begin()}>
              ${words.text('open.hand-title')}
            </button>`
      }
      ${this.reading ? html`<p class="weak" role="status">${words.text('open.hand-loading')}</p>` : nothing}
      ${
        list && !any && !this.reading
          ? html`<p class="weak" role="status">
              ${words.text(list.complete ? 'open.hand-nobody' : 'open.hand-unknown')}
            </p>`
          : nothing
      }
      ${list && any ? this.#form(list) : nothing}
      ${
        problem
          ? html`<skilldesk-problem-notice
              .problem=${problem}
              action=${list ? '' : words.text('app.retry')}
              @skilldesk-retry=${() => void this.#begin()}
            ></skilldesk-problem-notice>`
          : nothing
      }
    `;
  }

  #form({ supervisors }: SupervisorList) {
    const { words } = this.#localize;
    const teams = new Map(this.#person.value.scope.teams.map(({ id, name }) => [id, name]));
    const about = (ids: readonly string[]) => words.list(ids.map((id) => teams.get(id) ?? id));
    return html`
      <p>${words.count('open.hand-hint', this.mine.length)}</p>
      <div class="row">
        <skilldesk-person-choice
          .label=${words.text('open.hand-to')}
          .persons=${supervisors.map((person) => ({ ...person, about: about(person.teams) }))}
          @skilldesk-person-chosen=${({ personId }: PersonChosen) => (this.chosen = personId)}
        ></skilldesk-person-choice>
        <button class="primary" @click=${() => void this.#handOver(supervisors)}>${words.text('open.hand-do')}</button>
      </div>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
    `;
  }

  async #begin(): Promise<void> {
    if (this.reading) return;
    this.problem = undefined;
    this.reading = true;
    try {
      this.list = await this.#api.value.listSupervisors();
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.reading = false;
    await this.updateComplete;
    (this.choice ?? this.opener)?.focus();
  }

  /** One by one: what cannot be handed over stays, and the rest goes on. */
  async #handOver(supervisors: SupervisorList['supervisors']): Promise<void> {
    const { words } = this.#localize;
    const to = supervisors.find(({ id }) => id === this.chosen);
    this.fault = to ? '' : words.text('open.hand-first');
    if (!to || this.#handing) return;
    this.#handing = true;
    this.problem = undefined;
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
    this.#handing = false;
    if (done < total) this.fault = words.text('open.hand-failed', { done, total });
    this.#announcer.value.say(words.text('open.handed', { who: to.name, done, total }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-hand-over': HandOver;
  }
}
