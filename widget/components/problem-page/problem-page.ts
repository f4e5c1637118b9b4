import { html, LitElement, nothing } from 'lit';
import { property, query } from 'lit/decorators.js';
import type { ApiProblem } from '../../api/api-problem.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { needsReload, pageOf, type ProblemPageName } from './problem-pages.ts';
import { styles } from './problem-page.styles.ts';

/**
 * What keeps the person from everything: what happened, what he can do, and what his administrator can, ready to be sent to him. Whoever
 * shows it listens for `skilldesk-retry`.
 */
export class ProblemPage extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) problem: ApiProblem | undefined;
  /** Where the backend is, as far as anybody knows. */
  @property({ attribute: false }) server: string | undefined;
  /** When it is tried again by itself; undefined: soon. */
  @property({ attribute: false }) nextTry: number | undefined;

  @query('h2') private heading!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);

  constructor() {
    super();
    new KeptFocus(this, () => this.heading);
  }

  override focus(): void {
    this.heading?.focus();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('online', this.#retry);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('online', this.#retry);
  }

  override render() {
    const { problem } = this;
    if (!problem) return nothing;
    const { words } = this.#localize;
    const page = pageOf[problem.code];
    const text = this.#forAdministrator(problem, page);
    return html`
      <div class="column">
        <div role="alert">
          <h2 tabindex="-1">${words.text(`page.title-${page}`)}</h2>
          <p>${words.problem(problem.code)}</p>
          ${problem.faults.map((fault) => html`<p>${words.fault(fault)}</p>`)}
        </div>
        <h3>${words.text('page.do')}</h3>
        <p>${words.text(`page.do-${page}`)}</p>
        ${needsReload.has(page) ? nothing : this.#again()}
        <h3>${words.text('page.admin')}</h3>
        ${text.map((line, at) => html`<p class=${at === 0 ? '' : 'small weak'}>${line}</p>`)}
        <skilldesk-copy-text
          .text=${[words.text(`page.title-${page}`), words.problem(problem.code), ...text].join('\n')}
          .action=${'page.copy' as const}
          .field=${'page.field' as const}
        ></skilldesk-copy-text>
      </div>
    `;
  }

  #again() {
    const { words } = this.#localize;
    return html`<div class="row">
      <button @click=${this.#retry}>${words.text('app.retry')}</button>
      <span class="small weak">
        ${
          this.nextTry === undefined
            ? words.text('page.next-soon')
            : words.text('page.next', { time: words.clock(this.nextTry, 'medium') })
        }
      </span>
    </div>`;
  }

  /** One line each; never anything that is a secret. */
  #forAdministrator({ code, requestId, blocked }: ApiProblem, page: ProblemPageName): string[] {
    const { words } = this.#localize;
    return [
      words.text(`page.admin-${page}`, { ...blocked }),
      ...(requestId === undefined ? [] : [words.text('app.request', { requestId })]),
      words.text('page.code', { code }),
      ...(this.server === undefined ? [] : [words.text('page.server', { server: this.server })]),
    ];
  }

  readonly #retry = (): void => {
    this.dispatchEvent(new Event('skilldesk-retry'));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-problem-page': ProblemPage;
  }
}
