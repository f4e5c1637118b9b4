import { ContextProvider } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ApiProblem, isRefusal } from './api/api-problem.ts';
import { Announcer } from './announcer.ts';
import type { ProfileWanted } from './components/agent-row/agent-row.ts';
import type { HistoryFilter } from './components/history-filters/history-filters.ts';
import type { HistoryWanted } from './components/history-filters/history-wanted.ts';
import type { PartPending } from './components/part-pending/part-pending.ts';
import type { ProfilePicked } from './components/profile-list/profile-list.ts';
import type { RoadPanel, RoadToggled } from './components/road-panel/road-panel.ts';
import {
  announcerContext,
  apiContext,
  deviationsContext,
  moreContext,
  organizationContext,
  personContext,
  workContext,
} from './contexts.ts';
import { desktopSession } from './desktop/browser-desktop.ts';
import { scriptUrl } from './desktop/load-script.ts';
import { backendBase, given, givenBoolean, givenLocale } from './host-values.ts';
import { deepFocus } from './focus.ts';
import { whenIdle } from './later.ts';
import { pageLanguages } from './localize/page-languages.ts';
import { PageWords } from './localize/page-words.ts';
import type { Words } from './localize/words.ts';
import { moreElements } from './more-elements.ts';
import { Room } from './room.ts';
import { styles } from './skilldesk-editor.styles.ts';
import { controls } from './styles/controls.ts';
import { reloadIcon } from './styles/icons.ts';
import { tokens } from './styles/tokens.ts';
import { Workplace, type Desk } from './workplace.ts';

const views = ['agents', 'profiles', 'open', 'changes'] as const;
type View = (typeof views)[number];

/** The desktop hands its values over one by one; before this time a missing one is no news. */
const settlingTime = 2_000;

/** Skilldesk on a page of Agent Desktop: who is there, and what he sees. */
export class SkilldeskEditor extends LitElement {
  static override styles = [tokens, controls, styles];

  // Values of the desktop layout. Any may be missing, come late, or change at any time.
  @property() accessToken: string | undefined;
  @property() orgId: string | undefined;
  @property() darkMode: boolean | string | undefined;
  @property() locale: string | undefined;
  @property() agentId: string | undefined;
  @property() agentName: string | undefined;
  @property() teamId: string | undefined;
  @property() apiBase: string | undefined;

  @state() private view: View = 'agents';
  @state() private pickedProfile: string | undefined;
  /** Whose history was asked for. */
  @state() private historyOf: HistoryFilter = {};
  @state() private settled = false;
  /** The sheet lies over everything else. */
  @state() private covered = false;

  @query('skilldesk-road-panel') private road!: RoadPanel | null;
  @query('skilldesk-part-pending') private pending!: PartPending | null;
  @query('nav [aria-current="page"]') private here!: HTMLElement | null;

  readonly #api = new ContextProvider(this, { context: apiContext });
  readonly #person = new ContextProvider(this, { context: personContext });
  readonly #organization = new ContextProvider(this, { context: organizationContext });
  readonly #work = new ContextProvider(this, { context: workContext });
  readonly #deviations = new ContextProvider(this, { context: deviationsContext });
  readonly #localize: PageWords = new PageWords(this, pageLanguages);

  readonly #announcer = new Announcer();
  readonly #room = new Room(this);
  #before: HTMLElement | undefined;
  #base: string | undefined;
  #workplace: Workplace | undefined;
  #running = false;
  #ahead: readonly unknown[] = [];
  #settling: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: () => void = () => undefined;
  #leaveMore: () => void = () => undefined;

  constructor() {
    super();
    new ContextProvider(this, { context: moreContext, initialValue: moreElements });
    new ContextProvider(this, { context: announcerContext, initialValue: this.#announcer });
    this.#announcer.subscribe(() => this.requestUpdate());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#settling = setTimeout(() => (this.settled = true), settlingTime);
    this.#leaveMore = moreElements.subscribe(() => this.#followMore());
    if (this.hasUpdated) this.#start();
  }

  /** Being moved is leaving and coming in one step: nothing is given up for that. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#settling);
    this.#leaveMore();
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale') || !this.hasUpdated) {
      const locale = givenLocale(this.locale);
      this.#localize.wish(locale === undefined ? navigator.languages : [locale]);
    }
    const base = backendBase(this.apiBase, scriptUrl);
    if (base !== this.#base) this.#moveTo(base);
    this.#workplace?.session.useDesktopToken(given(this.accessToken));
    this.#start();
  }

  override render() {
    const classes = [givenBoolean(this.darkMode) ? 'dark' : '', this.#room.wide ? 'wide' : ''];
    return html`
      <div class="frame ${classes.join(' ')}" lang=${this.#words.language} @keydown=${this.#key}>
        ${this.#content()}
        <p class="hidden-text" role="status">${this.#announcer.text}</p>
      </div>
    `;
  }

  /** What the first view does not need comes after it, before anybody asks for it. */
  override updated(): void {
    const { desk } = this.#workplace ?? {};
    if (!desk?.organization.profiles.value || !desk.organization.agents.value) return;
    const around = [desk.organization.profiles.value, this.#words.locale, moreElements.here];
    if (around.every((one, at) => one === this.#ahead[at])) return;
    this.#ahead = around;
    whenIdle(() => {
      if (this.view === 'agents' && this.shadowRoot) moreElements.ahead(this.shadowRoot);
    });
  }

  #content() {
    if (!this.#workplace) return this.settled ? this.#problemPage(new ApiProblem('no-backend')) : this.#checking();
    const { desk, session } = this.#workplace;
    if (session.problem && (!desk || isRefusal(session.problem)))
      return this.#problemPage(session.problem, session.nextTry);
    const unread = desk && nothingToShow(desk.organization);
    if (unread) return this.#problemPage(unread);
    return desk ? this.#deskPage(desk, session.problem) : this.#checking();
  }

  #checking() {
    return html`<div class="page"><p role="status">${this.#words.text('app.checking')}</p></div>`;
  }

  #problemPage(problem: ApiProblem, nextTry?: number) {
    return html`<skilldesk-problem-page
      .problem=${problem}
      .server=${this.#base}
      .nextTry=${nextTry}
      @skilldesk-retry=${this.#retry}
    ></skilldesk-problem-page>`;
  }

  #deskPage(desk: Desk, problem: ApiProblem | undefined) {
    const words = this.#words;
    return html`
      <div class="main" ?data-covered=${this.covered}>
        <div class="top">
          <nav aria-label=${words.text('app.views')}>
            ${views.map(
              (view) => html`
                <button aria-current=${view === this.view ? 'page' : 'false'} @click=${() => this.#go(view)}>
                  ${words.text(`app.${view}`)}${view === 'open' ? this.#openCount(desk) : nothing}
                </button>
              `,
            )}
          </nav>
          <button
            class="reload"
            aria-label=${words.text('app.reload')}
            title=${words.text('app.reload')}
            @click=${() => void desk.organization.readAnew()}
          >
            ${reloadIcon}
          </button>
        </div>
        <div class="notices">
          <skilldesk-incident-banner @skilldesk-notice-left=${this.#leaveNotice}></skilldesk-incident-banner>
          <skilldesk-draft-notice @skilldesk-notice-left=${this.#leaveNotice}></skilldesk-draft-notice>
          ${this.#notices(desk, problem)}
        </div>
        <div class="view" @skilldesk-history-wanted=${this.#showHistory}>${this.#view()}</div>
      </div>
      <skilldesk-road-panel ?wide=${this.#room.wide} @skilldesk-road-toggled=${this.#toggled}></skilldesk-road-panel>
    `;
  }

  #openCount({ deviations }: Desk) {
    const n = deviations.open?.length ?? 0;
    return n === 0 ? nothing : html`<span class="mark">${this.#words.number(n)}</span>`;
  }

  #notices({ person, organization }: Desk, problem: ApiProblem | undefined) {
    const words = this.#words;
    const { profiles, agents } = organization;
    const unread = profiles.problem ?? agents.problem;
    const stale = profiles.value && agents.value ? words.text('app.stale') : '';
    return html`
      ${
        person.user.mayEdit
          ? nothing
          : html`<skilldesk-notice tone="info">${words.text('app.read-only')}</skilldesk-notice>`
      }
      ${
        problem
          ? html`<skilldesk-problem-notice
              .problem=${problem}
              action=${words.text('app.retry')}
              @skilldesk-retry=${this.#retry}
            ></skilldesk-problem-notice>`
          : unread
            ? html`<skilldesk-problem-notice
                .problem=${unread}
                hint=${stale}
                action=${words.text('app.retry')}
                @skilldesk-retry=${() => void organization.readAnew()}
              ></skilldesk-problem-notice>`
            : nothing
      }
    `;
  }

  #view(): TemplateResult {
    if (this.view !== 'agents' && !moreElements.here) return html`<skilldesk-part-pending></skilldesk-part-pending>`;
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

  /** Whoever waited on the way to a view is not left on nothing when it is there. */
  #followMore(): void {
    this.requestUpdate();
    if (!moreElements.here || !this.pending?.matches(':focus-within')) return;
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

  get #words(): Words {
    return this.#localize.value;
  }

  #retry(): void {
    this.#workplace?.session.retry();
    void this.#workplace?.desk?.organization.readAnew();
  }

  #moveTo(base: string | undefined): void {
    this.#stop();
    this.#unsubscribe();
    this.#base = base;
    moreElements.backend = base;
    this.#workplace = base === undefined ? undefined : new Workplace(base, () => desktopSession().getToken());
    this.#unsubscribe = this.#workplace?.subscribe(() => this.#follow()) ?? (() => undefined);
  }

  #follow(): void {
    const workplace = this.#workplace;
    if (workplace?.desk) {
      const { person, organization, work, deviations } = workplace.desk;
      if (this.#work.value !== work) this.pickedProfile = undefined;
      this.#api.setValue(workplace.api);
      this.#person.setValue(person);
      this.#organization.setValue(organization);
      this.#work.setValue(work);
      this.#deviations.setValue(deviations);
    }
    this.requestUpdate();
  }

  #start(): void {
    if (this.#running || !this.isConnected || !this.#workplace) return;
    this.#running = true;
    this.#workplace.start();
    // While the backend is asked, so that the first view does not wait for it.
    setTimeout(() => this.#words.prepare());
  }

  #stop(): void {
    if (!this.#running) return;
    this.#running = false;
    this.#workplace?.stop();
  }
}

/** Why not even one of the lists has ever been read. */
const nothingToShow = ({ profiles, agents }: Desk['organization']): ApiProblem | undefined =>
  profiles.value || agents.value ? undefined : (profiles.problem ?? agents.problem);

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-editor': SkilldeskEditor;
  }
}
