import { css, html, LitElement, nothing } from 'lit';
import { query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Change } from '../../../shared/change.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { deviationsContext, personContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';

/** Everything that is open now: what needs attention first, then mine, then that of others. */
export class DeviationList extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        height: 100%;
        overflow-y: auto;
        padding: 12px 16px 16px;
      }

      h2 {
        font-size: 16px;
        line-height: 24px;
      }

      h3 {
        margin-top: 16px;
      }
    `,
  ];

  @query('h2') private heading!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext, (deviations) => [deviations]);

  constructor() {
    super();
    new KeptFocus(this, () => this.heading);
  }

  override render() {
    const { words } = this.#localize;
    const { open, problem, incidents } = this.#deviations.value;
    const me = this.#person.value.user.id;
    const calm = (open ?? []).filter((change) => !incidents.includes(change));
    const mine = calm.filter((change) => ownerOf(change) === me);
    const handed = mine.filter(({ endedAt }) => endedAt === undefined);
    return html`
      <h2 tabindex="-1">${words.text('open.title')}</h2>
      <p class="weak">${words.text('open.hint')}</p>
      ${
        problem
          ? html`<skilldesk-problem-notice
              .problem=${problem}
              hint=${open ? words.text('app.stale') : ''}
              action=${words.text('app.retry')}
              @skilldesk-retry=${() => void this.#deviations.value.readAnew()}
            ></skilldesk-problem-notice>`
          : nothing
      }
      ${!open && !problem ? html`<p class="empty">${words.text('open.loading')}</p>` : nothing}
      ${open?.length === 0 ? html`<p class="empty">${words.text('open.none')}</p>` : nothing}
      ${this.#list('incident.label', incidents)} ${this.#list('open.mine', mine)}
      ${
        handed.length > 0 && this.#person.value.user.mayEdit
          ? html`<skilldesk-hand-over .mine=${handed}></skilldesk-hand-over>`
          : nothing
      }
      ${this.#list(
        'open.others',
        calm.filter((change) => ownerOf(change) !== me),
      )}
    `;
  }

  #list(title: 'incident.label' | 'open.mine' | 'open.others', changes: readonly Change[]) {
    if (changes.length === 0) return nothing;
    return html`
      <h3 id=${title}>${this.#localize.words.text(title)}</h3>
      <ul aria-labelledby=${title}>
        ${repeat(
          changes,
          ({ id }) => id,
          (change) =>
            html`<li data-change-id=${change.id}>
              <skilldesk-deviation-row .change=${change}></skilldesk-deviation-row>
            </li>`,
        )}
      </ul>
    `;
  }
}

const ownerOf = ({ owner, actor }: Change): string => owner ?? actor.id;

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-deviation-list': DeviationList;
  }
}
