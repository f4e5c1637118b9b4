import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  adminEndpoints,
  type ConnectReport,
  type ConnectSettings,
  type ConsentKind,
} from '../../../shared/admin-api.ts';
import { ConsoleProblem } from '../console-client.ts';
import { Doing } from '../doing.ts';
import { facts, outcome, recency } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';
import { connectReport } from './connect-report.ts';

const texts = words.connection;
type Way = ConsentKind | 'service-app';

/** The ways to connect the organization, and what came of the last one. */
export class ConsoleConnection extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private settings?: ConnectSettings;
  @state() private report?: ConnectReport;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(async () => {
      const settings = await this.room?.client.call(adminEndpoints.readConnectSettings);
      if (settings) this.settings = settings;
      return this.#cameBack();
    });
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('report') && this.report) this.renderRoot.querySelector<HTMLElement>('#result')?.focus();
  }

  override render(): TemplateResult {
    const { settings } = this;
    return html`
      <h2>${texts.heading}</h2>
      <p>${texts.lead}</p>
      ${this.room ? recency(this.room) : nothing} ${outcome(this.#doing)}
      ${this.report ? connectReport(this.report) : nothing}
      ${
        settings
          ? html`${this.#serviceApp(settings)}
            ${this.#consent('token-manager', settings, texts.manager, texts.managerSteps)}
            ${this.#consent('integration', settings, texts.byConsent, texts.consentSteps)}`
          : nothing
      }
    `;
  }

  #serviceApp(settings: ConnectSettings): TemplateResult {
    return html`
      <h3>${texts.byServiceApp}</h3>
      ${steps(texts.serviceAppSteps)} ${facts([[texts.scopes, this.#copied(settings.scopes['service-app'].join(' '))]])}
      <form data-way="service-app" @submit=${this.#connect}>
        ${this.#client('service-app', settings)}
        <label>
          ${texts.applicationId}<input type="text" name="applicationId" autocomplete="off" spellcheck="false" />
          <span class="small weak">${texts.applicationIdHint}</span>
        </label>
        <label>
          ${texts.refreshToken}<input type="password" name="refreshToken" autocomplete="off" />
          <span class="small weak">${texts.refreshHint}</span>
        </label>
        ${
          settings.canMint
            ? html`<p class="small weak">${texts.canMint}</p>`
            : html`<label>
                ${texts.personal}<input type="password" name="personalAccessToken" autocomplete="off" />
                <span class="small weak">${texts.personalHint}</span>
              </label>`
        }
        <div><button class="primary">${texts.connect}</button></div>
      </form>
    `;
  }

  #consent(kind: ConsentKind, settings: ConnectSettings, heading: string, todo: readonly string[]): TemplateResult {
    return html`
      <h3>${heading}</h3>
      ${steps(todo)}
      ${facts([
        [texts.redirectUri, this.#copied(settings.redirectUri)],
        [texts.scopes, this.#copied(settings.scopes[kind].join(' '))],
      ])}
      ${settings.redirectFault === undefined ? nothing : html`<p class="note">${settings.redirectFault}</p>`}
      <form data-way=${kind} @submit=${(event: SubmitEvent) => this.#start(event, kind)}>
        ${this.#client(kind, settings)}
        <div><button class="primary">${texts.continue}</button></div>
      </form>
    `;
  }

  #client(way: Way, settings: ConnectSettings): TemplateResult {
    const { source, clientId = '' } = settings[way];
    const isKnown = source !== 'none';
    return html`
      ${isKnown ? html`<p class="small weak">${texts.known(texts.sources[source], clientId)}</p>` : nothing}
      <label>
        ${texts.clientId}
        <input type="text" name="clientId" ?required=${!isKnown} autocomplete="off" spellcheck="false" />
      </label>
      <label>
        ${texts.clientSecret}
        <input type="password" name="clientSecret" ?required=${!isKnown} autocomplete="off" />
      </label>
    `;
  }

  #copied(text: string): TemplateResult {
    const copy = () => void this.#doing.run(() => navigator.clipboard.writeText(text).then(() => texts.copied));
    return html`<code>${text}</code> <button type="button" class="quiet" @click=${copy}>${texts.copy}</button>`;
  }

  #start(event: SubmitEvent, kind: ConsentKind): void {
    event.preventDefault();
    const body = { kind, ...filledIn(event.target as HTMLFormElement) };
    void this.#doing.run(async () => {
      const link = await this.room?.client.call(adminEndpoints.startConsent, { body });
      if (link) location.assign(link.url);
      return undefined;
    });
  }

  #connect(event: SubmitEvent): void {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void this.#doing.run(async () => {
      const body = filledIn(form);
      const report = await this.room?.client.call(adminEndpoints.connectServiceApp, { body });
      if (report) this.report = report;
      if (report?.state === 'active') form.reset();
      return undefined;
    });
  }

  /** Webex sent the browser back here: what came of it is asked for once, and the address is plain again. */
  async #cameBack(): Promise<undefined> {
    const query = new URLSearchParams(location.search);
    const id = query.get('attempt');
    const fault = query.get('fault');
    if (id === null && fault === null) return undefined;
    history.replaceState(null, '', location.pathname);
    if (id === null) throw new ConsoleProblem(fault === 'signed-out' ? texts.signedOut : texts.foreign);
    const attempt = await this.room?.client.call(adminEndpoints.readConsentAttempt, { id });
    if (attempt?.report) this.report = attempt.report;
    else throw new ConsoleProblem(attempt?.state === 'open' ? texts.stillOpen : texts.expired);
    return undefined;
  }
}

const steps = (texts: readonly string[]) =>
  html`<ol class="numbered">
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ol>`;

/** The fields that are not empty. */
function filledIn(form: HTMLFormElement): Record<string, string> {
  const filled = [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
  );
  return Object.fromEntries(filled);
}
