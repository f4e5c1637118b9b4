import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import { isFinal, type Change } from '../../../shared/change.ts';
import { Consumed } from '../../consumed.ts';
import { workContext } from '../../contexts.ts';
import type { Work } from '../../work/work-of-person.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
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
          <p class="title" role="status">${this.#title(save)}</p>
          ${save.state === 'ended' ? this.#close(save) : nothing}
        </div>
        ${
          save.problem
            ? html`<p role="alert">${words.problem(save.problem.code)} ${words.text('save.unheard')}</p>`
            : nothing
        }
        ${save.change ? html`<skilldesk-change-items .items=${save.change.items}></skilldesk-change-items>` : nothing}
      </skilldesk-notice>
    `;
  }

  #failed(save: Save) {
    const { words } = this.#localize;
    const { problem } = save;
    return html`
      <skilldesk-notice tone="error">
        <div class="head">
          <p class="title">${words.text(save.change ? 'save.lost' : 'save.failed')}</p>
          ${this.#close(save)}
        </div>
        <div role="alert">
          ${problem ? html`<p>${words.problem(problem.code)}</p>` : nothing}
          ${problem?.details.map((detail) => html`<p>${detail}</p>`)}
          ${save.change ? nothing : html`<p>${words.text('save.failed-hint')}</p>`}
        </div>
        ${
          problem?.requestId === undefined
            ? nothing
            : html`<p class="small weak">${words.text('app.request', { requestId: problem.requestId })}</p>`
        }
        ${
          save.change
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

  #title({ request, change }: Save): string {
    const { words } = this.#localize;
    if (!change) return words.text('save.sending', { n: request.edits.length });
    const total = change.items.length;
    const ended = change.items.filter(({ outcome }) => isFinal(outcome)).length;
    if (ended < total) return words.text('save.progress', { done: ended, total });
    const done = change.items.filter(({ outcome }) => outcome === 'verified').length;
    if (done === total) return words.text('save.ended-well');
    const same = change.items.filter(({ outcome }) => outcome === 'unchanged').length;
    if (done + same === total && done === 0) return words.text('outcome.unchanged');
    const left = change.items.every(({ outcome }) => wroteNothing.includes(outcome));
    return left ? words.text('save.ended-badly') : words.text('save.ended-mixed', { done, total });
  }
}

const wroteNothing: readonly string[] = ['unchanged', 'conflict', 'refused', 'not-effective', 'stopped'];

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
