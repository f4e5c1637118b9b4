import { ContextProvider } from '@lit/context';
import { html, LitElement, type PropertyValues } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ApiProblem, isRefusal } from './api/api-problem.ts';
import { Announcer } from './announcer.ts';
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
import { KeptFocus } from './kept-focus.ts';
import { pageLanguages } from './localize/page-languages.ts';
import { PageWords } from './localize/page-words.ts';
import type { Words } from './localize/words.ts';
import { moreElements } from './more-elements.ts';
import { styles } from './skilldesk-editor.styles.ts';
import { controls } from './styles/controls.ts';
import { tokens } from './styles/tokens.ts';
import { Workplace, type Desk } from './workplace.ts';

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

  @state() private settled = false;

  @query('skilldesk-desk-page, skilldesk-problem-page, .page') private content!: HTMLElement | null;

  readonly #api = new ContextProvider(this, { context: apiContext });
  readonly #person = new ContextProvider(this, { context: personContext });
  readonly #organization = new ContextProvider(this, { context: organizationContext });
  readonly #work = new ContextProvider(this, { context: workContext });
  readonly #deviations = new ContextProvider(this, { context: deviationsContext });
  readonly #localize: PageWords = new PageWords(this, pageLanguages);

  readonly #announcer = new Announcer();
  #base: string | undefined;
  #workplace: Workplace | undefined;
  #running = false;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #unsubscribe: () => void = () => undefined;

  constructor() {
    super();
    new KeptFocus(this, () => this.content);
    new ContextProvider(this, { context: moreContext, initialValue: moreElements });
    new ContextProvider(this, { context: announcerContext, initialValue: this.#announcer });
    this.#announcer.subscribe(() => this.requestUpdate());
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#settling = setTimeout(() => (this.settled = true), settlingTime);
    if (this.hasUpdated) this.#start();
  }

  /** Being moved is leaving and coming in one step: nothing is given up for that. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#settling);
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
    return html`
      <div class="frame ${givenBoolean(this.darkMode) ? 'dark' : ''}" lang=${this.#words.language}>
        ${this.#content()}
        <p class="hidden-text" role="status">${this.#announcer.text}</p>
      </div>
    `;
  }

  #content() {
    if (!this.#workplace) return this.settled ? this.#problemPage(new ApiProblem('no-backend')) : this.#checking();
    const { desk, session } = this.#workplace;
    if (session.problem && (!desk || isRefusal(session.problem)))
      return this.#problemPage(session.problem, session.nextTry);
    const unread = desk && nothingToShow(desk.organization);
    if (unread) return this.#problemPage(unread);
    if (!desk) return this.#checking();
    return html`<skilldesk-desk-page
      .problem=${session.problem}
      @skilldesk-retry=${this.#retry}
    ></skilldesk-desk-page>`;
  }

  #checking() {
    return html`<div class="page" tabindex="-1"><p role="status">${this.#words.text('app.checking')}</p></div>`;
  }

  #problemPage(problem: ApiProblem, nextTry?: number) {
    return html`<skilldesk-problem-page
      .problem=${problem}
      .server=${this.#base}
      .nextTry=${nextTry}
      @skilldesk-retry=${this.#retry}
    ></skilldesk-problem-page>`;
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
