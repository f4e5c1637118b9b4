import { html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { consoleEndpoints, type ConsoleSessionView } from '../../../shared/console-api.ts';
import { Doing } from '../doing.ts';
import { outcome, time } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.sessions;

/** One's own sessions, and to an admin everybody's; each can be ended. */
export class ConsoleSessions extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private sessions: readonly ConsoleSessionView[] = [];
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(() => this.#read());
  }

  override render(): TemplateResult {
    return html`
      <h2>${texts.heading}</h2>
      ${outcome(this.#doing)}
      <div class="scroll" tabindex="0" role="region" aria-label=${texts.heading}>
        <table>
          <thead>
            <tr>
              ${Object.values(texts.columns).map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.sessions.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
    `;
  }

  #row({ id, person, role, browser, startedAt, usedAt, expiresAt, current }: ConsoleSessionView): TemplateResult {
    const who = person?.name ?? words.operator;
    return html`<tr>
      <th scope="row">${who}${current ? html` <span class="mark">${texts.here}</span>` : ''}</th>
      <td>${role}</td>
      <td>${browser}</td>
      <td>${time(startedAt)}</td>
      <td>${time(usedAt)}</td>
      <td>${time(expiresAt)}</td>
      <td>
        <button aria-label=${texts.endOf(who)} @click=${() => void this.#end(id)}>${texts.end}</button>
      </td>
    </tr>`;
  }

  #end(id: string): Promise<void> {
    return this.#doing.run(async () => {
      await this.room?.client.call(consoleEndpoints.endConsoleSession, { id });
      await this.#read();
      return texts.ended;
    });
  }

  async #read(): Promise<undefined> {
    this.sessions = (await this.room?.client.call(consoleEndpoints.listConsoleSessions))?.sessions ?? [];
    return undefined;
  }
}
