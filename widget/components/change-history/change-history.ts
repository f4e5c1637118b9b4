import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Change } from '../../../shared/change.ts';
import { asProblem, isAbort, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import { Consumed } from '../../consumed.ts';
import { apiContext, deviationsContext, organizationContext, personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { Deviations } from '../../work/deviations.ts';
import { personsOf, type NamedPerson } from '../../work/persons-of.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { ChangeWanted } from '../change-entry/change-entry.ts';
import { queryOf, type HistoryFilter, type HistoryFiltered } from '../history-filters/history-filters.ts';
import { styles } from './change-history.styles.ts';

/** So many answers in which nothing fits are followed by the next question at once: each is of thousands of Changes that were gone through. */
const mostInVain = 20;

/** Everybody's Changes in scope, newest first, as they were called then; narrowed, and taken back from here. */
export class ChangeHistory extends LitElement {
  static override styles = [controls, styles];

  /** What was asked for, where somebody came from. */
  @property({ attribute: false }) wanted: HistoryFilter = {};

  @state() private filter: HistoryFilter = {};
  @state() private changes: readonly Change[] | undefined;
  @state() private nextCursor: string | undefined;
  @state() private problem: ApiProblem | undefined;
  /** Nothing was found where was looked last, and there may be older ones. */
  @state() private inVain: 'looking-on' | 'left' | undefined;

  @query('h2') private heading!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ saves }) => [saves]);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  /** Whom any Change read so far names: whoever was chosen stays to be seen, though no Change fits. */
  readonly #persons = new Map<string, NamedPerson>();
  #asked = 0;
  #ended = -1;
  #session: Person | undefined;
  /** How many there were before older ones were asked for. */
  #newer: number | undefined;

  constructor() {
    super();
    new KeptFocus(this, () => this.#firstNew ?? this.heading);
  }

  /** What was asked before the element left the page was given up then. */
  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.#read();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('wanted')) this.#show(this.wanted);
    // Each save that ends makes the list old.
    const ended = this.#work.value.saves.all.filter((save) => save.state === 'ended').length;
    // So does a session that is there again after it could not be read.
    const again = this.problem !== undefined && this.#person.value !== this.#session;
    this.#session = this.#person.value;
    if (ended === this.#ended && !changed.has('wanted') && !again) return;
    this.#ended = ended;
    void this.#read();
  }

  override render() {
    const { words } = this.#localize;
    const { changes, nextCursor } = this;
    return html`
      <div class="head">
        <h2 tabindex="-1">${words.text('history.title')}</h2>
        <button @click=${() => void this.#read()}>${words.text('history.reload')}</button>
      </div>
      <skilldesk-history-filters
        .filter=${this.filter}
        .persons=${[...this.#persons.values()]}
        @skilldesk-history-filtered=${this.#narrow}
      ></skilldesk-history-filters>
      ${
        this.problem
          ? html`<skilldesk-problem-notice
              .problem=${this.problem}
              hint=${changes ? words.text('app.stale') : ''}
              action=${words.text('app.retry')}
              @skilldesk-retry=${() => void this.#read()}
            ></skilldesk-problem-notice>`
          : nothing
      }
      ${changes ? this.#list(changes) : this.problem ? nothing : html`<p class="empty">${words.text('history.loading')}</p>`}
      ${nextCursor === undefined ? nothing : this.#older(nextCursor)}
    `;
  }

  #older(cursor: string) {
    const { words } = this.#localize;
    const { inVain } = this;
    const isLooking = inVain === 'looking-on';
    return html`
      <p class="empty" role="status">${inVain ? words.text(`history.${inVain}`) : ''}</p>
      <button
        class="more"
        aria-disabled=${isLooking ? 'true' : 'false'}
        @click=${() => isLooking || void this.#read(cursor)}
      >
        ${words.text('history.more')}
      </button>
    `;
  }

  #list(changes: readonly Change[]) {
    const { words } = this.#localize;
    const narrowed = Object.keys(this.filter).length > 0;
    if (changes.length === 0 && this.nextCursor !== undefined) return nothing;
    if (changes.length === 0)
      return html`<p class="empty">${words.text(narrowed ? 'history.none-fits' : 'history.none')}</p>`;
    const known = new Set(changes.map(({ id }) => id));
    return html`<ul aria-label=${words.text('history.all')}>
      ${repeat(
        changes,
        ({ id }) => id,
        (change) =>
          html`<li class="change" tabindex="-1" data-change-id=${change.id}>
            <skilldesk-change-entry
              .change=${change}
              .known=${known}
              @skilldesk-change-wanted=${this.#goTo}
              @skilldesk-undone=${this.#undone}
            ></skilldesk-change-entry>
          </li>`,
      )}
    </ul>`;
  }

  get #firstNew(): HTMLElement | undefined {
    return this.#newer === undefined
      ? undefined
      : this.renderRoot.querySelectorAll<HTMLElement>('.change')[this.#newer];
  }

  #narrow({ filter }: HistoryFiltered): void {
    this.#show(filter);
    void this.#read();
  }

  /** What another filter has found is not shown as what this one finds. */
  #show(filter: HistoryFilter): void {
    this.filter = filter;
    this.changes = undefined;
    this.nextCursor = undefined;
    this.inVain = undefined;
  }

  #goTo({ changeId }: ChangeWanted): void {
    this.renderRoot.querySelector<HTMLElement>(`[data-change-id="${CSS.escape(changeId)}"]`)?.focus();
  }

  #undone(): void {
    void this.#organization.value.readAnew();
    void this.#deviations.value.readAnew();
    void this.#read();
  }

  /** From the newest on, or what is older than was read so far; a later question makes the answer to an earlier one worthless. */
  async #read(cursor?: string): Promise<void> {
    const asked = (this.#asked += 1);
    this.#newer = cursor === undefined ? undefined : this.changes?.length;
    let from = cursor;
    try {
      for (let looks = 1; ; looks += 1) {
        const list = await this.#api.value.listChanges({
          ...queryOf(this.filter),
          ...(from !== undefined && { cursor: from }),
        });
        if (asked !== this.#asked) return;
        this.changes = [...(from === undefined ? [] : (this.changes ?? [])), ...list.changes];
        for (const person of list.changes.flatMap(personsOf)) this.#persons.set(person.id, person);
        from = this.nextCursor = list.nextCursor;
        this.problem = undefined;
        const isInVain = list.changes.length === 0 && from !== undefined;
        this.inVain = isInVain ? (looks < mostInVain ? 'looking-on' : 'left') : undefined;
        if (this.inVain !== 'looking-on') return;
      }
    } catch (error) {
      if (asked !== this.#asked) return;
      this.inVain = undefined;
      if (!isAbort(error)) this.problem = asProblem(error);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-change-history': ChangeHistory;
  }
}
