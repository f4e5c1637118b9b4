import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { ApiProblem } from '../../api/api-problem.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './problem-notice.styles.ts';

/** A failure in plain words, with what to do; whoever holds it listens for `skilldesk-retry`. */
export class ProblemNotice extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) problem: ApiProblem | undefined;
  @property() hint = '';
  @property() action = '';

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    const { problem } = this;
    if (!problem) return nothing;
    return html`
      <skilldesk-notice tone="error" role="alert">
        <div class="row">
          <div class="words">
            <p>${words.problem(problem.code)}</p>
            ${problem.faults.map((fault) => html`<p>${words.fault(fault)}</p>`)}
            ${this.hint === '' ? nothing : html`<p>${this.hint}</p>`}
            ${
              problem.requestId === undefined
                ? nothing
                : html`<p class="small weak">${words.text('app.request', { requestId: problem.requestId })}</p>`
            }
          </div>
          ${this.action === '' ? nothing : html`<button @click=${this.#retry}>${this.action}</button>`}
        </div>
      </skilldesk-notice>
    `;
  }

  #retry(): void {
    this.dispatchEvent(new Event('skilldesk-retry'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-problem-notice': ProblemNotice;
  }
}
