import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type CredentialView, type TokenView } from '../../../shared/admin-api.ts';
import { Doing } from '../doing.ts';
import { facts, outcome, time } from '../parts.ts';
import { mayAs, type ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.token;

/** Every date of the token, and what is done when it ends. Of its secrets the backend tells nothing. */
export class ConsoleToken extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private token?: TokenView | undefined;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(async () => {
      this.token = (await this.room?.client.call(adminEndpoints.readAdminStatus))?.token;
    });
  }

  override render(): TemplateResult {
    const { token, room } = this;
    return html`
      <h2>${texts.heading}${token ? html`: ${words.tokenStates[token.state]}` : nothing}</h2>
      ${token?.steps === undefined ? nothing : html`<p class="note">${token.steps}</p>`} ${outcome(this.#doing)}
      ${token ? this.#all(token) : nothing}
      ${
        token?.inUse && room && mayAs(room, 'operator')
          ? html`<p><button @click=${() => void this.#renew()}>${texts.renew}</button></p>`
          : nothing
      }
    `;
  }

  #all({ inUse, tokenManager, others, ladder, revocations }: TokenView): TemplateResult {
    return html`
      <h3>${texts.inUse}</h3>
      ${inUse ? this.#credential(inUse) : html`<p>${texts.none}</p>`}
      <h3>${texts.ladder}</h3>
      <ol class="numbered">
        ${ladder.map(
          ({ rung, state: standing, says }) =>
            html`<li>
              <strong>${texts.rungs[rung]}</strong>
              <span class="state ${standing === 'ready' ? 'good' : 'open'}">${texts.rungStates[standing]}</span>
              <p>${says}</p>
            </li>`,
        )}
      </ol>
      <h3>${texts.manager}</h3>
      ${tokenManager ? this.#credential(tokenManager) : html`<p>${texts.none}</p>`}
      ${
        others.length === 0
          ? nothing
          : html`<h3>${texts.others}</h3>
              <ul class="cards">
                ${others.map((one) => html`<li>${this.#credential(one)}</li>`)}
              </ul>`
      }
      ${
        revocations.length === 0
          ? nothing
          : html`<h3>${texts.revocations}</h3>
              <ul>
                ${revocations.map(({ kind, until }) => html`<li>${words.credentialKinds[kind]}, ${texts.until(until)}</li>`)}
              </ul>`
      }
    `;
  }

  #credential(one: CredentialView): TemplateResult {
    const { failure } = one;
    return facts([
      [texts.kind, words.credentialKinds[one.kind]],
      [texts.source, texts.sources[one.source]],
      [texts.state, one.state],
      [texts.clientId, one.clientId === undefined ? undefined : html`<code>${one.clientId}</code>`],
      [texts.since, time(one.createdAt)],
      [texts.ends, one.accessExpiresAt === undefined ? undefined : time(one.accessExpiresAt)],
      [texts.refreshEnds, one.refreshExpiresAt === undefined ? undefined : time(one.refreshExpiresAt)],
      [texts.next, one.nextRefreshAt === undefined ? undefined : time(one.nextRefreshAt)],
      [texts.scopes, one.scopes?.join(' ')],
      [texts.failure, failure && html`${failure.code} (${failure.class}), ${time(failure.at)}`],
    ]);
  }

  #renew(): Promise<void> {
    return this.#doing.run(async () => {
      this.token = await this.room?.client.call(adminEndpoints.renewToken);
      return texts.renewed;
    });
  }
}
