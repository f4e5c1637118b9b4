import type { DesktopConfig, DesktopOptions } from './desktop-config.ts';
import { DesktopPeople } from './desktop-people.ts';
import { DesktopServices } from './desktop-services.ts';
import { DesktopStore } from './desktop-store.ts';
import { DesktopView } from './desktop-view.ts';
import { LeakCounter } from './leak-counter.ts';
import { PageRecord } from './page-record.ts';
import { declareSdkGlobal } from './sdk-global.ts';
import { WidgetElement } from './widget-element.ts';
import { WidgetFrame } from './widget-frame.ts';
import type { WidgetHosting } from './widget-hosting.ts';

interface PlacedWidget {
  place: HTMLElement;
  hosting: WidgetHosting;
}

/** The stand-in desktop as tests and its toolbar drive it: `window.agentDesktop`. */
export class AgentDesktop {
  /** Fulfilled when the widget has been placed and its script has run; rejected with the reason why it has not. */
  readonly ready: Promise<void>;
  readonly people: DesktopPeople;
  readonly options: DesktopOptions;
  readonly #config: DesktopConfig;
  readonly #store = new DesktopStore();
  readonly #record = new PageRecord();
  readonly #leaks = new LeakCounter();
  readonly #services: DesktopServices;
  readonly #view: DesktopView;
  #placed: PlacedWidget[] = [];
  #shown = false;

  constructor(config: DesktopConfig, options: DesktopOptions) {
    this.options = options;
    this.#config = config;
    this.#record.listen();
    this.people = new DesktopPeople(config.simulatorUrl, options.expires);
    this.#services = new DesktopServices(this.#store, options, (notification) => this.#view.notify(notification));
    if (options.mode === 'page') declareSdkGlobal(options.sdk, this.#services);
    this.#view = new DesktopView(options, config.layout, (toWidget) => {
      if (toWidget) void this.navigateBack();
      else this.navigateAway();
    });
    this.#store.set('app.darkMode', options.dark);
    this.#store.set('app.language', options.language);
    this.#store.set('app.datacenter', 'produs1');
    this.ready = this.#open();
  }

  get notifications() {
    return this.#services.notifications;
  }

  get cspViolations() {
    return this.#record.cspViolations;
  }

  get pageErrors() {
    return this.#record.pageErrors;
  }

  get accessToken(): unknown {
    return this.#store.get('auth.accessToken');
  }

  /** The widget's element; null in a frame (look for it through the frame) and while another page is shown. */
  element(): HTMLElement | null {
    return this.#shown ? (this.#placed[0]?.hosting.element() ?? null) : null;
  }

  hostCounts() {
    return { ...this.#services.counts(), ...this.#leaks.counts() };
  }

  setToken(token: string): void {
    this.#store.set('auth.accessToken', token);
  }

  /** What the real desktop does when a session is renewed: a new token, and the old one is worth nothing. */
  async rotateToken(): Promise<void> {
    const { accessToken } = await this.people.issueToken(String(this.#store.get('agent.agentId')));
    await this.expireToken();
    this.setToken(accessToken);
  }

  async expireToken(): Promise<void> {
    await this.people.expireToken(String(this.accessToken));
  }

  setDarkMode(dark: boolean): void {
    this.#view.setDark(dark);
    this.#store.set('app.darkMode', dark);
  }

  setLanguage(language: string): void {
    this.#store.set('app.language', language);
  }

  /** The widget's room in pixels; without numbers it fills the page. */
  resize(width?: number, height?: number): void {
    this.#view.resize(width === undefined ? 'fill' : `${width}x${height ?? width}`);
  }

  async becomePerson(ciUserId: string): Promise<void> {
    const person = await this.people.find(ciUserId);
    const { accessToken, orgId } = await this.people.issueToken(person.ciUserId);
    const { persona } = this.options;
    this.#store.set('auth.accessToken', accessToken);
    this.#store.set('agent.orgId', orgId);
    this.#store.set('agent.agentId', person.ciUserId);
    this.#store.set('agent.agentName', person.name);
    this.#store.set('agent.agentEmailId', person.email);
    this.#store.set('agent.profileType', person.profileType);
    // A supervisor who has not signed in at a station has no team yet.
    this.#store.set('agent.teamId', '');
    this.#store.set('agent.userSelectedRole', persona);
    this.#view.showPerson(person.name, persona === 'supervisor' ? 'Supervisor' : 'Supervisor and agent');
  }

  navigateAway(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#view.showHome();
    for (const { hosting } of this.#placed) hosting.close();
  }

  /** Comes back to the widget's page with a new element, or with the one that was there before. */
  async navigateBack({ reuse = false }: { reuse?: boolean } = {}): Promise<void> {
    if (this.#shown) return;
    this.#shown = true;
    if (!reuse || this.#placed.length === 0) this.#placed = this.#place();
    const opening = this.#placed.map(({ hosting }) => hosting.open());
    this.#view.showWidgets(this.#placed.map(({ place }) => place));
    await Promise.all(opening);
  }

  async #open(): Promise<void> {
    await this.becomePerson(this.options.person);
    this.#leaks.install();
    await this.navigateBack();
  }

  #place(): PlacedWidget[] {
    const { instances, mode, wrapper } = this.options;
    const widgets = Object.values(this.#config.layout.page.widgets);
    return Array.from({ length: instances }, (_, instance) => instance).flatMap((instance) =>
      widgets.map((widget) => {
        const { place, content } = this.#view.placeWidget(wrapper ? widget.wrapper?.title : undefined);
        const parts = {
          // As when a second page names the same component with another query string: the script is evaluated twice.
          widget: instance === 0 ? widget : { ...widget, script: `${widget.script}?instance=${instance}` },
          store: this.#store,
          services: this.#services,
          record: this.#record,
          options: this.options,
        };
        const hosting = mode === 'iframe' ? new WidgetFrame(parts, content) : new WidgetElement(parts, content);
        return { place, hosting };
      }),
    );
  }
}

declare global {
  interface Window {
    agentDesktop: AgentDesktop;
  }
}
