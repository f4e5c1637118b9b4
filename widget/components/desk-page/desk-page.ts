import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import type { ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { deviationsContext, moreContext, organizationContext, personContext, workContext } from '../../contexts.ts';
import { deepFocus } from '../../focus.ts';
import { whenIdle } from '../../later.ts';
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
import type { PartPending } from '../part-pending/part-pending.ts';
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
  @query('skilldesk-part-pending') private pending!: PartPending | null;
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
  #waited = false;

  override willUpdate(): void {
    if (this.#worked !== this.#work.value) this.pickedProfile = undefined;
    this.#worked = this.#work.value;
    this.#waited = this.pending?.matches(':focus-within') ?? false;
  }

  override render() {
    const { words } = this.#localize;
    return html`
      <div class="frame ${this.#room.wide ? 'wide' : ''}" @keydown=${this.#key}>
        <div class="main" ?data-covered=${this.covered}>
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
            <skilldesk-incident-banner @skilldesk-notice-left=${this.#leaveNotice}></skilldesk-incident-banner>
            <skilldesk-draft-notice @skilldesk-notice-left=${this.#leaveNotice}></skilldesk-draft-notice>
            ${this.#notices()}
          </div>
          <div class="view" @skilldesk-history-wanted=${this.#showHistory}>${this.#view()}</div>
        </div>
        <skilldesk-road-panel ?wide=${this.#room.wide} @skilldesk-road-toggled=${this.#toggled}></skilldesk-road-panel>
      </div>
    `;
  }

  /** What the first view does not need comes after it, before anybody asks for it. */
  override updated(): void {
    // Whoever waited on the way to a view is not left on nothing when it is there.
    if (this.#waited && !this.pending) this.here?.focus();
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
    return n === 0 ? nothing : html`<span class="mark">${this.#localize.words.number(n)}</span>`;
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
    void this.updateComplete.then(() => this.here?.focus());
  }

  #showHistory({ filter }: HistoryWanted): void {
    this.view = 'changes';
    this.historyOf = filter;
    void this.updateComplete.then(() => this.here?.focus());
  }

  /** F6 goes to the review; F6 or Escape back to where one was. */
  #key(event: KeyboardEvent): void {
    const { road } = this;
    if (event.defaultPrevented || !road || road.hidden) return;
    const inside = road.matches(':focus-within');
    if (event.key !== 'F6' && !(event.key === 'Escape' && inside)) return;
    event.preventDefault();
    if (inside) {
      void road.close().then(() => this.#goBack(road.wide ? this.here : null));
      return;
    }
    this.#before = deepFocus(this.shadowRoot);
    void road.enter();
  }

  #toggled({ covers, hadFocus }: RoadToggled): void {
    this.covered = covers;
    if (hadFocus) this.#goBack(this.here);
  }

  /** To where the focus came from, or elsewhere if that is gone; null leaves it where it is. */
  #goBack(elsewhere: HTMLElement | null): void {
    const before = this.#before;
    this.#before = undefined;
    void this.updateComplete.then(() => (before?.isConnected ? before : elsewhere)?.focus());
  }

  #leaveNotice(): void {
    this.#goBack(this.here);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-desk-page': DeskPage;
  }
}
