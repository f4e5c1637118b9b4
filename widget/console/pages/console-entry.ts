import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { consoleEndpoints, type MappingRule, type SignInOffer } from '../../../shared/console-api.ts';
import type { ConsoleClient } from '../console-client.ts';
import { Doing } from '../doing.ts';
import { keepEntered, readEntered } from '../entered-settings.ts';
import { outcome } from '../parts.ts';
import { signInProblem } from '../sign-in-problem.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';
import { emptyRule, settingsIn, ssoForm } from './sso-form.ts';

const texts = words.entry;

/** For whoever is not signed in: the way to the identity provider, or by a setup code to the settings of the sign-in. */
export class ConsoleEntry extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) client?: ConsoleClient;
  /** He came by a setup code, and nothing but the sign-in is open to him. */
  @property({ type: Boolean }) isSetup = false;
  @state() private offer?: SignInOffer;
  @state() private rules: readonly MappingRule[] = readEntered()?.rules ?? [emptyRule];
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(async () => {
      const offer = await this.client?.call(consoleEndpoints.readSignInOffer);
      if (offer) this.offer = offer;
      return undefined;
    });
  }

  override render(): TemplateResult {
    const told = signInProblem();
    return html`
      <h2>${this.isSetup ? words.sso.heading : texts.heading}</h2>
      ${told === undefined ? nothing : html`<p class="note bad" role="alert">${told}</p>`} ${outcome(this.#doing)}
      ${this.offer ? this.#way(this.offer) : nothing}
    `;
  }

  #way(offer: SignInOffer): TemplateResult {
    if (this.isSetup) {
      return html`<p>${words.sso.setup}</p>
        ${ssoForm({
          ...{ issuer: '', clientId: '', ...readEntered() },
          ...{ hasSecret: false, rules: this.rules, redirectUri: offer.redirectUri },
          change: (rules) => (this.rules = rules),
          submit: (event) => this.#save(event),
        })}`;
    }
    if (offer.sso === 'none') return this.#byCode(offer);
    const here = encodeURIComponent(location.pathname);
    return html`<p>
        <a href="/admin/login?return_to=${here}">${texts.bySso(offer.providerHost ?? '')}</a>
      </p>
      <details ?open=${location.pathname === '/admin/setup'}>
        <summary>${texts.byCode}</summary>
        ${this.#byCode(offer)}
      </details>`;
  }

  #byCode({ setupCode, sso }: SignInOffer): TemplateResult {
    return html`
      ${
        sso === 'none'
          ? html`<p>${texts.noSso}${setupCode?.file === undefined ? '.' : html`${texts.inFile(setupCode.file)}.`}</p>`
          : nothing
      }
      <p class="small weak">
        ${setupCode ? texts.codeUntil(new Date(setupCode.until).toLocaleTimeString('en'), setupCode.triesLeft) : texts.noCode}
      </p>
      <form @submit=${this.#enter}>
        <label>
          ${texts.code}
          <input type="text" name="code" required autocomplete="off" spellcheck="false" />
        </label>
        <div><button class="primary">${texts.enter}</button></div>
      </form>
    `;
  }

  #enter(event: SubmitEvent): void {
    event.preventDefault();
    const code = new FormData(event.target as HTMLFormElement).get('code');
    void this.#doing.run(async () => {
      const body = { code: typeof code === 'string' ? code.trim() : '' };
      await this.client?.call(consoleEndpoints.useSetupCode, { body });
      this.dispatchEvent(new Event('entered'));
      return undefined;
    });
  }

  #save(event: SubmitEvent): void {
    event.preventDefault();
    const body = settingsIn(event.target as HTMLFormElement, this.rules);
    void this.#doing.run(async () => {
      const begun = await this.client?.call(consoleEndpoints.testSsoSettings, { body });
      if (!begun) return undefined;
      keepEntered(body);
      location.assign(begun.continueAt);
      return undefined;
    });
  }
}
