import { css, html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Change, ChangeItem } from '../../../shared/change.ts';
import { asProblem, type ApiProblem } from '../../api/api-problem.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, apiContext, deviationsContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { changeTitle } from '../../localize/save-words.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';

/** A Change was stopped or goes on, and stands like this now. */
export class ChangeSteered extends Event {
  static readonly eventName = 'skilldesk-change-steered';
  readonly change: Change;

  constructor(change: Change) {
    super(ChangeSteered.eventName);
    this.change = change;
  }
}

/** What of a Change waits can be stopped, and what was stopped goes on; where there is neither, nothing. */
export class ChangeSteering extends LitElement {
  static override styles = [
    controls,
    css`
      button {
        min-height: 28px;
        font-size: 12px;
      }
    `,
  ];

  @property({ attribute: false }) change: Change | undefined;

  @state() private problem: ApiProblem | undefined;
  @state() private asking = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext);

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    const { words } = this.#localize;
    const { change, problem } = this;
    const way = change && wayOf(change);
    const action = way && words.text(`save.${way}`);
    return html`
      ${
        change && way && action !== undefined
          ? html`<button
              aria-label=${words.text('open.about', { action, reason: change.reason })}
              aria-disabled=${this.asking ? 'true' : 'false'}
              @click=${() => void this.#steer(change, way)}
            >
              ${action}
            </button>`
          : nothing
      }
      ${problem ? html`<skilldesk-problem-notice .problem=${problem}></skilldesk-problem-notice>` : nothing}
    `;
  }

  async #steer({ id }: Change, way: 'stop' | 'continue'): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.problem = undefined;
    try {
      const api = this.#api.value;
      const change = await (way === 'stop' ? api.stopChange(id) : api.continueChange(id));
      this.#announcer.value.say(changeTitle(change, this.#localize.words));
      this.dispatchEvent(new ChangeSteered(change));
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.asking = false;
    void this.#deviations.value.readAnew();
  }
}

/** The end of a lease is never stopped, and what it found unwritten never goes on; what only waits for its begin is cancelled. */
function wayOf({ items, via, endedAt }: Change): 'stop' | 'continue' | undefined {
  if (via !== undefined) return undefined;
  const some = (wanted: (item: ChangeItem) => boolean) => items.some(wanted);
  if (some(({ outcome }) => outcome === 'pending')) return 'stop';
  return endedAt === undefined && some(({ outcome, rule }) => outcome === 'stopped' && rule !== 'lease-ended')
    ? 'continue'
    : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-change-steering': ChangeSteering;
  }
}
