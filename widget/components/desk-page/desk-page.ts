import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { deviationsContext, moreContext, organizationContext, personContext, workContext } from '../../contexts.ts';
import { deepFocus } from '../../focus.ts';
import { whenIdle } from '../../later.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import type { MoreElements } from '../../more-elements.ts';
import type { Organization } from '../../organization/organization.ts';
import { Room } from '../../room.ts';
import { styles } from '../../skilldesk-editor.styles.ts';
import { controls } from '../../styles/controls.ts';
import { reloadIcon } from '../../styles/icons.ts';
import type { Deviations } from '../../work/deviations.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { ProfileWanted } from '../agent-row/agent-row.ts';
import type { HistoryFilter } from '../history-filters/history-filters.ts';
import type { HistoryWanted } from '../history-filters/history-wanted.ts';
import type { ProfilePicked } from '../profile-list/profile-list.ts';
import type { RoadPanel, RoadToggled } from '../road-panel/road-panel.ts';

const views = ['agents', 'profiles', 'open', 'changes'] as const;
type View = (typeof views)[number];

/** Whoever is at the desk: the views, what is to be told in each of them, and the review beside or over them. */
export class DeskPage extends LitElement {
  static override styles = [controls, styles];

  /** Why there is no session at the moment. */
  @property({ attribute: false }) problem: ApiProblem | undefined;

  @state() private view: View = 'agents';
  @state() private pickedProfile: string | undefined;
  /** Whose history was asked for. */
  @state() private historyOf: HistoryFilter = {};
  /** The sheet lies over everything else. */
  @state() private covered = false;

  @query('skilldesk-road-panel') private road!: RoadPanel | null;
  @query('nav [aria-current="page"]') private here!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (one) => [one]);
  readonly #deviations: Consumed<Deviations> = new Consumed(this, deviationsContext, (one) => [one]);
  readonly #work: Consumed<Work> = new Consumed(this, workContext);
  readonly #more: Consumed<MoreElements> = new Consumed(this, moreContext, (more) => [more]);
  readonly #room = new Room(this);
  #before: HTMLElement | undefined;
  #worked: Work | undefined;
  #ahead: readonly unknown[] = [];

  constructor() {
    super();
    new KeptFocus(this, () => this.#wayBack());
  }

  override willUpdate(): void {
    if (this.#worked !== this.#work.value) this.pickedProfile = undefined;
    this.#worked = this.#work.value;
  }

  override render() {
    const { words } = this.#localize;
    return html`
      <div class="frame ${this.#room.wide ? 'wide' : ''}" @keydown=${this.#key}>
        <div class="main" ?data-covered=${this.covered} @focusin=${() => (this.#before = undefined)}>
          <div class="top">
            <nav aria-label=${words.text('app.views')}>
              ${views.map(
                (view) => html`
                  <button aria-current=${view === this.view ? 'page' : 'false'} @click=${() => this.#go(view)}>
                    ${words.text(`app.${view}`)}${view === 'open' ? this.#openCount() : nothing}
                  </button>
                `,
              )}
            </nav>
            <button
              class="reload"
              aria-label=${words.text('app.reload')}
              title=${words.text('app.reload')}
              @click=${() => void this.#organization.value.readAnew()}
            >
              ${reloadIcon}
            </button>
          </div>
          <div class="notices">
            <skilldesk-incident-banner></skilldesk-incident-banner>
            <skilldesk-draft-notice></skilldesk-draft-notice>
            ${this.#notices()}
          </div>
          <div class="view" @skilldesk-history-wanted=${this.#showHistory}>${this.#view()}</div>
        </div>
        <skilldesk-road-panel
          ?wide=${this.#room.wide}
          @skilldesk-road-toggled=${({ covers }: RoadToggled) => (this.covered = covers)}
        ></skilldesk-road-panel>
      </div>
    `;
  }

  /** To the view that somebody is in. */
  override focus(): void {
    this.here?.focus();
  }

  /** What the first view does not need comes after it, before anybody asks for it. */
  override updated(): void {
    const { profiles, agents } = this.#organization.value;
    if (!profiles.value || !agents.value) return;
    const more = this.#more.value;
    const around = [profiles.value, this.#localize.words.locale, more.here];
    if (around.every((one, at) => one === this.#ahead[at])) return;
    this.#ahead = around;
    whenIdle(() => {
      if (this.view === 'agents' && this.shadowRoot) more.ahead(this.shadowRoot);
    });
  }

  #openCount() {
    const n = this.#deviations.value.open?.length ?? 0;
    return n === 0 ? nothing : html` <span class="mark">${this.#localize.words.number(n)}</span>`;
  }

  #notices() {
    const { words } = this.#localize;
    const { profiles, agents } = this.#organization.value;
    const unread = profiles.problem ?? agents.problem;
    const stale = profiles.value && agents.value ? words.text('app.stale') : '';
    return html`
      ${
        this.#person.value.user.mayEdit
          ? nothing
          : html`<skilldesk-notice tone="info">${words.text('app.read-only')}</skilldesk-notice>`
      }
      ${
        this.problem
          ? html`<skilldesk-problem-notice
              .problem=${this.problem}
              action=${words.text('app.retry')}
              @skilldesk-retry=${() => this.dispatchEvent(new Event('skilldesk-retry'))}
            ></skilldesk-problem-notice>`
          : unread
            ? html`<skilldesk-problem-notice
                .problem=${unread}
                hint=${stale}
                action=${words.text('app.retry')}
                @skilldesk-retry=${() => void this.#organization.value.readAnew()}
              ></skilldesk-problem-notice>`
            : nothing
      }
    `;
  }

  #view(): TemplateResult {
    if (this.view !== 'agents' && !this.#more.value.here)
      return html`<skilldesk-part-pending></skilldesk-part-pending>`;
    switch (this.view) {
      case 'profiles':
        return html`<skilldesk-profile-view
          .picked=${this.pickedProfile}
          @skilldesk-profile-picked=${({ skillProfileId }: ProfilePicked) => (this.pickedProfile = skillProfileId)}
          @skilldesk-profile-left=${() => (this.pickedProfile = undefined)}
        ></skilldesk-profile-view>`;
      case 'agents':
        return html`<skilldesk-agent-list @skilldesk-profile-wanted=${this.#showProfile}></skilldesk-agent-list>`;
      case 'open':
        return html`<skilldesk-deviation-list></skilldesk-deviation-list>`;
      case 'changes':
        return html`<skilldesk-change-history .wanted=${this.historyOf}></skilldesk-change-history>`;
    }
  }

  #go(view: View): void {
    this.view = view;
    this.historyOf = {};
  }

  #showProfile({ skillProfileId }: ProfileWanted): void {
    this.view = 'profiles';
    this.pickedProfile = skillProfileId;
  }

  #showHistory({ filter }: HistoryWanted): void {
    this.view = 'changes';
    this.historyOf = filter;
  }

  /** F6 goes to the review; F6 or Escape back to where one was. */
  #key(event: KeyboardEvent): void {
    const { road } = this;
    if (event.defaultPrevented || !road || road.hidden) return;
    const inside = road.matches(':focus-within');
    if (event.key !== 'F6' && !(event.key === 'Escape' && inside)) return;
    event.preventDefault();
    if (!inside) {
      this.#before = deepFocus(this.shadowRoot);
      void road.enter();
      return;
    }
    const back = road.wide ? this.#wayBack() : this.#before;
    this.#before = undefined;
    // Under the sheet nothing can have the focus before it has been put away.
    void road.close().then(() => this.updateComplete.then(() => back?.isConnected && back.focus()));
  }

  /** Where somebody was who went to the review, else the view that he is in. */
  #wayBack(): HTMLElement | null {
    const before = this.#before;
    this.#before = undefined;
    return before?.isConnected ? before : this.here;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-desk-page': DeskPage;
  }
}
