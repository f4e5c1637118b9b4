import { Task } from '@lit/task';
import { html, LitElement, nothing } from 'lit';
import { state } from 'lit/decorators.js';
import type { Change } from '../../../shared/change.ts';
import { asProblem } from '../../api/api-problem.ts';
import { Consumed } from '../../consumed.ts';
import { apiContext, workContext } from '../../contexts.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './change-history.styles.ts';

/** The last Changes: those saved from this page, and everybody's in scope. */
export class ChangeHistory extends LitElement {
  static override styles = [controls, styles];

  @state() private older: Change[] = [];
  @state() private nextCursor: string | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ saves }) => [saves]);
  readonly #newest: Task<[number], Change[]> = new Task(this, {
    args: () => [this.#ended] as [number],
    task: async () => {
      const { changes, nextCursor } = await this.#api.value.listChanges();
      this.older = [];
      this.nextCursor = nextCursor;
      return changes;
    },
  });
  readonly #more: Task<[string], void> = new Task(this, {
    autoRun: false,
    task: async ([cursor]) => {
      const { changes, nextCursor } = await this.#api.value.listChanges({ cursor });
      this.older = [...this.older, ...changes];
      this.nextCursor = nextCursor;
    },
  });

  /** What was asked before the element left the page was given up then. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#newest.run();
  }

  override render() {
    const { words } = this.#localize;
    const mine = this.#work.value.saves.all.flatMap(({ change }) => change ?? []);
    const newest = this.#newest.value;
    return html`
      <div class="head">
        <h2>${words.text('history.title')}</h2>
        <button @click=${() => void this.#newest.run()}>${words.text('history.reload')}</button>
      </div>
      ${
        mine.length === 0
          ? nothing
          : html`<h3 id="mine">${words.text('history.session')}</h3>
              ${this.#list(mine, 'mine')}`
      }
      <h3 id="all">${words.text('history.all')}</h3>
      ${this.#problem(this.#newest.error, () => void this.#newest.run())}
      ${
        newest
          ? this.#everybody([...newest, ...this.older])
          : this.#newest.error === undefined
            ? html`<p class="empty" role="status">${words.text('history.loading')}</p>`
            : nothing
      }
    `;
  }

  #everybody(changes: readonly Change[]) {
    const { words } = this.#localize;
    const cursor = this.nextCursor;
    if (changes.length === 0 && cursor === undefined) return html`<p class="empty">${words.text('history.none')}</p>`;
    return html`
      ${this.#list(changes, 'all')}
      ${
        cursor === undefined
          ? nothing
          : html`<button class="more" @click=${() => void this.#more.run([cursor])}>
              ${words.text('history.more')}
            </button>`
      }
      ${cursor === undefined ? nothing : this.#problem(this.#more.error, () => void this.#more.run([cursor]))}
    `;
  }

  #list(changes: readonly Change[], labelId: string) {
    return html`<ul aria-labelledby=${labelId}>
      ${changes.map((change) => this.#change(change))}
    </ul>`;
  }

  #change({ id, actor, createdAt, reason, items }: Change) {
    const { words } = this.#localize;
    return html`
      <li class="change" data-change-id=${id}>
        <p class="reason">${reason}</p>
        <p class="small weak">
          <span title=${actor.email}>${actor.name}</span>,
          <time datetime=${createdAt}>${words.time(createdAt)}</time>
        </p>
        <skilldesk-change-items .items=${items}></skilldesk-change-items>
      </li>
    `;
  }

  #problem(error: unknown, retry: () => void) {
    if (error === undefined) return nothing;
    return html`<skilldesk-problem-notice
      .problem=${asProblem(error)}
      action=${this.#localize.words.text('app.retry')}
      @skilldesk-retry=${retry}
    ></skilldesk-problem-notice>`;
  }

  /** Each save that ends makes the list old. */
  get #ended(): number {
    return this.#work.value.saves.all.filter((save) => save.state === 'ended').length;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-change-history': ChangeHistory;
  }
}
