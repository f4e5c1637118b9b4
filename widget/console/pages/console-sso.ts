import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  consoleEndpoints,
  type DryRunAnswer,
  type MappingRule,
  type SignInOffer,
  type SsoView,
} from '../../../shared/console-api.ts';
import { ConsoleProblem } from '../console-client.ts';
import { Doing } from '../doing.ts';
import { keepEntered, readEntered } from '../entered-settings.ts';
import { outcome, recency } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';
import { emptyRule, settingsIn, ssoForm } from './sso-form.ts';

const texts = words.sso;

/** How people sign in, and who gets which role; tried before it is saved. */
export class ConsoleSso extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private offer?: SignInOffer;
  @state() private stored?: SsoView;
  @state() private rules: readonly MappingRule[] = [emptyRule];
  @state() private tried?: DryRunAnswer;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(async () => {
      const client = this.room?.client;
      const offer = await client?.call(consoleEndpoints.readSignInOffer);
      if (offer && offer.sso !== 'none') {
        const stored = await client?.call(consoleEndpoints.readSsoSettings);
        if (stored) {
          this.stored = stored;
          this.rules = stored.rules;
        }
      }
      this.rules = readEntered()?.rules ?? this.rules;
      if (offer) this.offer = offer;
      return undefined;
    });
  }

  override render(): TemplateResult {
    const { offer, stored, room } = this;
    const reason = room?.me.reason;
    return html`
      <h2>${texts.heading}</h2>
      ${stored?.from === 'environment' ? html`<p class="note">${texts.fixed}</p>` : room ? recency(room) : nothing}
      ${outcome(this.#doing)}
      ${
        offer
          ? ssoForm({
              issuer: stored?.issuer ?? '',
              clientId: stored?.clientId ?? '',
              ...readEntered(),
              hasSecret: stored !== undefined,
              rules: this.rules,
              redirectUri: offer.redirectUri,
              change: (rules) => (this.rules = rules),
              submit: (event) => this.#save(event),
            })
          : nothing
      }
      ${
        reason
          ? html`<h3>${texts.why}</h3>
              <p>
                <code>${reason.rule.claim}</code> ${texts.ops[reason.rule.op]} <code>${reason.rule.value}</code> →
                ${reason.rule.role}
              </p>
              <p class="small weak">${reason.claims.join(', ')}</p>`
          : nothing
      }
      ${this.#dryRun()}
    `;
  }

  #dryRun(): TemplateResult {
    return html`
      <h3>${texts.dryRun}</h3>
      <form @submit=${this.#try}>
        <label>${texts.claims}<textarea name="claims" required spellcheck="false"></textarea></label>
        <div><button>${texts.tryIt}</button></div>
      </form>
      <div role="status">
        ${
          this.tried
            ? html`<p class="note">${this.tried.role ? texts.wouldBe(this.tried.role) : texts.nobody}</p>`
            : nothing
        }
      </div>
    `;
  }

  #try(event: SubmitEvent): void {
    event.preventDefault();
    const text = new FormData(event.target as HTMLFormElement).get('claims');
    void this.#doing.run(async () => {
      const claims = objectIn(typeof text === 'string' ? text : '');
      const body = { rules: [...this.rules], claims };
      const tried = await this.room?.client.call(consoleEndpoints.tryMappingRules, { body });
      if (tried) this.tried = tried;
      return undefined;
    });
  }

  #save(event: SubmitEvent): void {
    event.preventDefault();
    const body = settingsIn(event.target as HTMLFormElement, this.rules);
    void this.#doing.run(async () => {
      const begun = await this.room?.client.call(consoleEndpoints.testSsoSettings, { body });
      if (!begun) return undefined;
      keepEntered(body);
      location.assign(begun.continueAt);
      return undefined;
    });
  }
}

/** @throws ConsoleProblem */
function objectIn(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw new ConsoleProblem(texts.notJson);
}
