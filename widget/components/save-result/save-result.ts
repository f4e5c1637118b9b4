import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Change } from '../../../shared/change.ts';
import { Consumed } from '../../consumed.ts';
import { workContext } from '../../contexts.ts';
import type { Work } from '../../work/work-of-person.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { saveTitle } from '../../localize/save-words.ts';
import { toneOf } from '../../localize/words.ts';
import { controls } from '../../styles/controls.ts';
import { closeIcon } from '../../styles/icons.ts';
import type { Save } from '../../work/saves.ts';
import type { Tone } from '../notice/notice.ts';
import { styles } from './save-result.styles.ts';

/** How one save is going or how it ended, item by item. */
export class SaveResult extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) save: Save | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ saves }) => [saves]);

  override render() {
    const { save } = this;
    if (!save) return nothing;
    const { words } = this.#localize;
    if (save.state === 'failed') return this.#failed(save);
    return html`
      <skilldesk-notice tone=${save.change ? toneOfChange(save.change) : 'info'}>
        <div class="head">
          <p class="title">${saveTitle(save, words)}</p>
          ${save.state === 'ended' ? this.#close(save) : nothing}
        </div>
        ${
          save.problem
            ? html`<p role="alert">${words.problem(save.problem.code)} ${words.text('save.unheard')}</p>`
            : nothing
        }
        ${save.change ? this.#steering(save, save.change) : nothing}
        ${save.change ? html`<skilldesk-change-items .items=${save.change.items}></skilldesk-change-items>` : nothing}
      </skilldesk-notice>
    `;
  }

  /** What waits can be stopped, and what was stopped goes on. */
  #steering(save: Save, { items, endedAt }: Change) {
    const { words } = this.#localize;
    const { saves } = this.#work.value;
    const some = (outcome: string) => items.some((item) => item.outcome === outcome);
    const stop = some('pending');
    if (!stop && (!some('stopped') || endedAt !== undefined)) return nothing;
    return html`<div class="steering">
      ${
        stop && items.length > 1
          ? html`<progress
              max=${items.length}
              .value=${items.filter(({ outcome }) => outcome !== 'pending' && outcome !== 'sent').length}
              aria-label=${saveTitle(save, words)}
            ></progress>`
          : nothing
      }
      <button @click=${() => void (stop ? saves.stop(save) : saves.continue(save))}>
        ${words.text(stop ? 'save.stop' : 'save.continue')}
      </button>
    </div>`;
  }

  #failed(save: Save) {
    const { words } = this.#localize;
    const { problem } = save;
    return html`
      <skilldesk-notice tone="error">
        <div class="head">
          <p class="title">${saveTitle(save, words)}</p>
          ${this.#close(save)}
        </div>
        <div role="alert">
          ${problem ? html`<p>${words.problem(problem.code)}</p>` : nothing}
          ${problem?.faults.map((fault) => html`<p>${words.fault(fault)}</p>`)}
          ${save.change ? nothing : html`<p>${words.text('save.failed-hint')}</p>`}
        </div>
        ${
          problem?.requestId === undefined
            ? nothing
            : html`<p class="small weak">${words.text('app.request', { requestId: problem.requestId })}</p>`
        }
        ${
          save.change || !this.#work.value.saves.mayRetry(save)
            ? nothing
            : html`<button class="again" @click=${() => this.#work.value.saves.retry(save)}>
                ${words.text('save.again')}
              </button>`
        }
        ${save.change ? html`<skilldesk-change-items .items=${save.change.items}></skilldesk-change-items>` : nothing}
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

function toneOfChange({ items }: Change): Tone {
  const tones = items.map(({ outcome }) => toneOf(outcome));
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
