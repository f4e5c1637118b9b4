import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Outcome } from '../../../shared/change.ts';
import { Consumed } from '../../consumed.ts';
import { workContext } from '../../contexts.ts';
import type { Work } from '../../work/work-of-person.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { saveTitle } from '../../localize/save-words.ts';
import { toneOf } from '../../localize/words.ts';
import { controls } from '../../styles/controls.ts';
import { closeIcon } from '../../styles/icons.ts';
import { failureOf, outcomesOf, type Save } from '../../work/save.ts';
import type { Tone } from '../notice/notice.ts';
import { styles } from './save-result.styles.ts';

/** How one press of Save is going or how it ended, item by item. `save` is the first of its Changes. */
export class SaveResult extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) save: Save | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ saves }) => [saves]);

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    const { save } = this;
    if (!save) return nothing;
    const { words } = this.#localize;
    const failure = failureOf(save);
    if (failure) return this.#failed(save, failure);
    const heard = save.series.find(({ problem }) => problem);
    const ended = save.series.every(({ state }) => state === 'ended' || state === 'dropped');
    return html`
      <skilldesk-notice tone=${save.change ? toneOfAll(outcomesOf(save)) : 'info'}>
        <div class="head">
          <p class="title">${saveTitle(save, words)}</p>
          ${ended ? this.#close(save) : nothing}
        </div>
        ${
          heard?.problem
            ? html`<p role="alert">${words.problem(heard.problem.code)} ${words.text('save.unheard')}</p>`
            : nothing
        }
        ${save.change ? this.#steering(save) : nothing} ${this.#items(save)}
      </skilldesk-notice>
    `;
  }

  #items({ series }: Save) {
    const { words } = this.#localize;
    const unsent = series.flatMap(({ state, request }) => (state === 'dropped' ? request.edits : [])).length;
    return html`
      ${series.map(({ change }) =>
        change ? html`<skilldesk-change-items .items=${change.items}></skilldesk-change-items>` : nothing,
      )}
      ${unsent > 0 ? html`<p class="small">${words.count('save.unsent', unsent)}</p>` : nothing}
    `;
  }

  /** What waits can be stopped, and what was stopped goes on. */
  #steering(save: Save) {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
    const outcomes = outcomesOf(save);
    const stop = outcomes.includes('pending');
    const stopped = save.series.find(
      ({ change }) => change?.endedAt === undefined && change?.items.some(({ outcome }) => outcome === 'stopped'),
    );
    if (!stop && !stopped) return nothing;
    return html`<div class="steering">
      ${
        stop && outcomes.length > 1
          ? html`<progress
              max=${outcomes.length}
              .value=${outcomes.filter((outcome) => outcome !== 'pending' && outcome !== 'sent').length}
              aria-label=${saveTitle(save, words)}
            ></progress>`
          : nothing
      }
      <button @click=${() => void (stop ? saves.stop(save) : saves.continue(stopped ?? save))}>
        ${words.text(stop ? 'save.stop' : 'save.continue')}
      </button>
    </div>`;
  }

  #failed(save: Save, failure: Save) {
    const { words } = this.#localize;
    const { problem, change } = failure;
    return html`
      <skilldesk-notice tone="error">
        <div class="head">
          <p class="title">${saveTitle(save, words)}</p>
          ${this.#close(save)}
        </div>
        <div role="alert">
          ${problem ? html`<p>${words.problem(problem.code)}</p>` : nothing}
          ${problem?.faults.map((fault) => html`<p>${words.fault(fault)}</p>`)}
          ${change ? nothing : html`<p>${words.text('save.failed-hint')}</p>`}
        </div>
        ${
          problem?.requestId === undefined
            ? nothing
            : html`<p class="small weak">${words.text('app.request', { requestId: problem.requestId })}</p>`
        }
        ${
          change || !this.#work.value.saves.mayRetry(failure)
            ? nothing
            : html`<button class="again" @click=${() => this.#work.value.saves.retry(failure)}>
                ${words.text('save.again')}
              </button>`
        }
        ${this.#items(save)}
      </skilldesk-notice>
    `;
  }

  #close(save: Save) {
    const label = this.#localize.words.text('save.close');
    return html`
      <button aria-label=${label} title=${label} @click=${() => this.#work.value.saves.putAway(save)}>
        ${closeIcon}
      </button>
    `;
  }
}

function toneOfAll(outcomes: readonly Outcome[]): Tone {
  const tones = outcomes.map(toneOf);
  return tones.includes('error')
    ? 'error'
    : tones.includes('warning')
      ? 'warning'
      : tones.includes('info')
        ? 'info'
        : 'success';
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-save-result': SaveResult;
  }
}
