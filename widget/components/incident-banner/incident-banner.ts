import { css, html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import { isFinal, type Change } from '../../../shared/change.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, deviationsContext, personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';
import type { Work } from '../../work/work-of-person.ts';

/** Why all writing waits for an administrator. */
const stops: readonly (string | undefined)[] = ['paused', 'needs-reauthorization', 'organization-not-connected'];

/** In every view: the newest thing that went wrong with an end, until somebody takes care of it; and that writing is stopped, until it goes on. */
export class IncidentBanner extends LitElement {
  static override styles = [
    controls,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 12px;
        align-items: center;
      }

      .row div {
        flex: 1 1 200px;
      }

      button {
        background: var(--sd-ground);
      }
    `,
  ];

  @state() private problem: ApiProblem | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext, (deviations) => [deviations]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ saves }) => [saves]);
  #told = '';

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    return html`${this.#stopped()}${this.#incident()}`;
  }

  #stopped() {
    const ofSaves = this.#work.value.saves.all.flatMap(({ change }) => change ?? []);
    const items = [...ofSaves, ...(this.#deviations.value.open ?? [])].flatMap((change) => change.items);
    const rule = items.find((item) => !isFinal(item.outcome) && stops.includes(item.rule))?.rule;
    if (rule === undefined) return nothing;
    return html`<skilldesk-notice tone="warning"><p>${this.#localize.words.rule(rule)}</p></skilldesk-notice>`;
  }

  #incident() {
    const { words } = this.#localize;
    const { incidents } = this.#deviations.value;
    const [incident] = incidents;
    if (!incident) return nothing;
    const more = incidents.length - 1;
    return html`<skilldesk-notice tone="error">
      <div class="row" role="region" aria-label=${words.text('incident.label')}>
        <div>
          <p>${this.#textOf(incident)}</p>
          ${more > 0 ? html`<p class="small">${words.count('incident.more', more)}</p>` : nothing}
          ${this.problem ? html`<p role="alert">${words.problem(this.problem.code)}</p>` : nothing}
        </div>
        ${
          this.#person.value.user.mayEdit
            ? html`<button @click=${() => void this.#take(incident)}>${words.text('incident.take')}</button>`
            : nothing
        }
      </div>
    </skilldesk-notice>`;
  }

  override updated(): void {
    const [incident] = this.#deviations.value.incidents;
    if (incident && incident.id !== this.#told) this.#announcer.value.say(this.#textOf(incident));
    this.#told = incident?.id ?? '';
  }

  #textOf({ incident, reason, ownerName, actor }: Change): string {
    const { words } = this.#localize;
    return words.text('incident.of', {
      incident: words.text(`incident.${incident?.code ?? 'late'}`),
      reason,
      owner: ownerName ?? actor.name,
    });
  }

  async #take({ id }: Change): Promise<void> {
    this.problem = undefined;
    try {
      await this.#deviations.value.move(id, { owner: this.#person.value.user.id });
      this.#announcer.value.say(this.#localize.words.text('incident.taken'));
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-incident-banner': IncidentBanner;
  }
}
