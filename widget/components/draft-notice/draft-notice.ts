import { css, html, LitElement, nothing } from 'lit';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { closeIcon } from '../../styles/icons.ts';
import type { Returned } from '../../work/draft-content.ts';
import type { Work } from '../../work/work-of-person.ts';

/** That unsaved edits came back, and that they cannot be kept at the moment. */
export class DraftNotice extends LitElement {
  static override styles = [
    controls,
    css`
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 8px;
        align-items: center;
      }

      .row p {
        flex: 1 1 200px;
      }

      button {
        min-height: 28px;
        font-size: 12px;
      }
    `,
  ];

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ unsaved, draft }) => [unsaved, draft]);
  #toldReturn: number | undefined;
  #toldProblem = '';

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    const { returned } = this.#work.value.draft;
    const problem = this.#problem;
    return html`
      ${returned ? this.#back(returned) : nothing}
      ${problem === '' ? nothing : html`<skilldesk-notice tone="warning"><p>${problem}</p></skilldesk-notice>`}
    `;
  }

  override updated(): void {
    const { returned } = this.#work.value.draft;
    const problem = this.#problem;
    // What was taken back or saved of it since is no news.
    if (returned && returned.at !== this.#toldReturn) this.#announcer.value.say(this.#lines(returned).join(' '));
    if (problem !== '' && problem !== this.#toldProblem) this.#announcer.value.say(problem);
    this.#toldReturn = returned?.at ?? this.#toldReturn;
    this.#toldProblem = problem;
  }

  #back(returned: Returned) {
    const { words } = this.#localize;
    const close = words.text('draft.close');
    return html`<skilldesk-notice tone="info">
      <div class="row">
        ${this.#lines(returned).map((line) => html`<p>${line}</p>`)}
        <button class="discard" aria-label=${words.text('draft.discard-label')} @click=${() => this.#end('discard')}>
          ${words.text('unsaved.discard')}
        </button>
        <button class="quiet" aria-label=${close} title=${close} @click=${() => this.#end('close')}>
          ${closeIcon}
        </button>
      </div>
    </skilldesk-notice>`;
  }

  #lines({ at, changes, strays }: Returned): string[] {
    const { words } = this.#localize;
    const time = words.clock(at);
    return [
      ...(changes > 0 ? [words.count('draft.back', changes, { time })] : []),
      ...(strays > 0 ? [words.count('draft.strays', strays, { time })] : []),
    ];
  }

  get #problem(): string {
    const { words } = this.#localize;
    const { problem } = this.#work.value.draft;
    if (!problem) return '';
    return problem.code === 'too-large'
      ? words.text('draft.too-large')
      : words.text('draft.unkept', { why: words.problem(problem.code) });
  }

  #end(how: 'discard' | 'close'): void {
    const { draft } = this.#work.value;
    if (how === 'discard') draft.discardReturned();
    else draft.putReturnedAway();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-draft-notice': DraftNotice;
  }
}
