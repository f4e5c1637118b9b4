import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type AdminStatus, type Check } from '../../../shared/admin-api.ts';
import { Doing } from '../doing.ts';
import { facts, outcome, time } from '../parts.ts';
import { mayAs, type ConsoleRoom } from '../room.ts';
import { addressOf, pages } from '../routing.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.overview;
const tones = { done: 'good', open: 'open', unknown: 'weak' } as const;

/** What has to be done before supervisors can work, and how everything stands. */
export class ConsoleOverview extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private status?: AdminStatus | undefined;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#read();
  }

  override render(): TemplateResult {
    const { status } = this;
    return html`
      <div class="row">
        <h2>${texts.heading}</h2>
        <button class="quiet" @click=${() => void this.#read()}>${texts.refresh}</button>
      </div>
      ${outcome(this.#doing)}
      ${
        status
          ? html`<h3 id="checks">${texts.checklist}</h3>
              <ol class="steps" aria-labelledby="checks">
                ${status.checks.map((check) => this.#check(check))}
              </ol>
              ${this.#now(status)}`
          : nothing
      }
    `;
  }

  #check({ name, state: standing, found, next }: Check): TemplateResult {
    const path = texts.pageOf[name];
    const page = pages.find((one) => one.path === path);
    const mayOpen = this.room && page && standing !== 'done' && mayAs(this.room, page.least);
    return html`<li data-check=${name} data-state=${standing}>
      <span class="state ${tones[standing]}">${texts.states[standing]}</span> · <strong>${texts.names[name]}</strong>
      <p>${found}</p>
      ${next === undefined ? nothing : html`<p>${next}</p>`}
      ${
        mayOpen
          ? html`<a
              href=${addressOf(path)}
              @click=${(event: Event) => {
                event.preventDefault();
                this.room?.go(path);
              }}
              >${texts.open} “${words.pages[path]}”</a
            >`
          : nothing
      }
    </li>`;
  }

  #now({ organizationId, contactCenterUrl, token, writing, deviations, snapshot }: AdminStatus): TemplateResult {
    return html`<h3>${texts.facts}</h3>
      ${facts([
        [texts.writing, html`${words.writing[writing.state]} ${time(writing.since)} ${writing.because ?? nothing}`],
        [texts.token, words.tokenStates[token.state]],
        [texts.leases, deviations.open],
        [texts.incidents, deviations.incidents],
        [texts.organization, html`<code>${organizationId}</code>`],
        [texts.contactCenter, html`<code>${contactCenterUrl}</code>`],
        [
          texts.read,
          snapshot &&
            html`${time(snapshot.asOf)}: ${texts.counts(snapshot.skillProfiles, snapshot.agents, snapshot.teams)}`,
        ],
      ])}`;
  }

  #read(): Promise<void> {
    return this.#doing.read(async () => {
      this.status = await this.room?.client.call(adminEndpoints.readAdminStatus);
    });
  }
}
