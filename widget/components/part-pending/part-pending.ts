import { css, html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import type { Announcer } from '../../announcer.ts';
import { ApiProblem } from '../../api/api-problem.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, moreContext } from '../../contexts.ts';
import { later } from '../../later.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { MoreElements } from '../../more-elements.ts';
import { controls } from '../../styles/controls.ts';

/** What comes sooner comes without a word. */
const quiet = 200;

const problem = new ApiProblem('part-missing');

/** In the place of elements that are still on their way: asks for them, says so if it takes long, and what to do if they do not come. */
export class PartPending extends LitElement {
  static override styles = [
    controls,
    css`
      p {
        padding: 16px;
      }
    `,
  ];

  @state() private slow = false;
  /** Once told, it stays until the elements are there: whoever pressed Retry keeps the button. */
  @state() private failed = false;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #more: Consumed<MoreElements> = new Consumed(this, moreContext, (more) => [more]);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  #hush: () => void = () => undefined;
  #missing = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#more.value.load();
    this.#hush = later(() => (this.slow = true), quiet);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#hush();
  }

  override willUpdate(): void {
    const { missing } = this.#more.value;
    if (missing && !this.#missing && this.failed)
      this.#announcer.value.say(this.#localize.words.problem('part-missing'));
    this.#missing = missing;
    this.failed ||= missing;
  }

  override render() {
    const { words } = this.#localize;
    const more = this.#more.value;
    return html`
      ${
        this.failed
          ? html`<skilldesk-problem-notice
              .problem=${problem}
              action=${words.text('app.retry')}
              @skilldesk-retry=${() => more.load()}
            ></skilldesk-problem-notice>`
          : nothing
      }
      <p role="status" class="weak">${this.slow && !more.missing ? words.text('app.part-loading') : ''}</p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-part-pending': PartPending;
  }
}
