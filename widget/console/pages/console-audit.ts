import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import {
  adminEndpoints,
  type AuditPage,
  type AuditRecordView,
  type AuditVerification,
} from '../../../shared/admin-api.ts';
import { Doing } from '../doing.ts';
import { facts, keepFile, outcome, time } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.audit;
const formats = ['csv', 'jsonl'] as const;

/** Searches, verifies and exports the audit records. */
export class ConsoleAudit extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private page?: AuditPage;
  @state() private verified?: AuditVerification;
  #query: Record<string, string> = {};
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(() => this.#read());
  }

  override render(): TemplateResult {
    return html`
      <h2>${texts.heading}</h2>
      ${this.#search()} ${outcome(this.#doing)} ${this.page ? this.#records(this.page) : nothing}
      <h3>${texts.verify}</h3>
      <form @submit=${this.#verify}>
        <label>${texts.head}<input type="text" name="head" spellcheck="false" autocomplete="off" /></label>
        <div><button>${texts.verify}</button></div>
      </form>
      <div role="status">${this.verified ? this.#verification(this.verified) : nothing}</div>
      <h3>${texts.exportAs}</h3>
      <div class="row">
        ${formats.map(
          (format) =>
            html`<button @click=${() => void this.#export(format)}>${texts.exportAs} ${texts.formats[format]}</button>`,
        )}
      </div>
    `;
  }

  #search(): TemplateResult {
    return html`<form class="wide" role="search" @submit=${this.#find}>
      <div class="fields">
        <label>
          ${texts.actor}<input type="search" name="actor" aria-describedby="actor-hint" />
          <span id="actor-hint" class="small weak">${texts.actorHint}</span>
        </label>
        <label>${texts.person}<input type="search" name="person" /></label>
        <label>${texts.profile}<input type="search" name="profile" /></label>
        <label>${texts.action}<input type="search" name="action" /></label>
        <label>${texts.from}<input type="datetime-local" name="from" /></label>
        <label>${texts.to}<input type="datetime-local" name="to" /></label>
      </div>
      <div><button class="primary">${texts.search}</button></div>
    </form>`;
  }

  #records({ records, nextCursor }: AuditPage): TemplateResult {
    const none = nextCursor === undefined ? texts.none : texts.noneYet;
    return html`
      ${
        records.length === 0
          ? html`<p class="empty">${none}</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label=${texts.heading}>
              <table>
                <thead>
                  <tr>
                    ${Object.values(texts.columns).map((name) => html`<th scope="col">${name}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${records.map(row)}
                </tbody>
              </table>
            </div>`
      }
      ${
        nextCursor === undefined
          ? nothing
          : html`<p>
              <button @click=${() => void this.#doing.run(() => this.#read(nextCursor))}>${texts.more}</button>
            </p>`
      }
    `;
  }

  #verification({ valid, records, head, faults }: AuditVerification): TemplateResult {
    return html`<div class="note ${valid ? 'good' : 'bad'}">
      <p>${valid ? texts.valid : texts.invalid}</p>
      ${facts([
        [texts.records, records],
        [texts.headNow, html`<code>${head}</code>`],
      ])}
      <ul>
        ${faults.map(({ kind, detail }) => html`<li>${kind}: ${detail}</li>`)}
      </ul>
    </div>`;
  }

  #find(event: SubmitEvent): void {
    event.preventDefault();
    const filled = [...new FormData(event.target as HTMLFormElement)].flatMap(([name, value]) => {
      if (typeof value !== 'string' || value.trim() === '') return [];
      const isTime = name === 'from' || name === 'to';
      return [[name, isTime ? new Date(value).toISOString() : value.trim()] as const];
    });
    this.#query = Object.fromEntries(filled);
    void this.#doing.run(() => this.#read());
  }

  #verify(event: SubmitEvent): void {
    event.preventDefault();
    const head = new FormData(event.target as HTMLFormElement).get('head');
    const body = typeof head === 'string' && head.trim() !== '' ? { head: head.trim() } : {};
    void this.#doing.run(async () => {
      const verified = await this.room?.client.call(adminEndpoints.verifyAudit, { body });
      if (verified) this.verified = verified;
      return undefined;
    });
  }

  #export(format: (typeof formats)[number]): Promise<void> {
    const { from, to } = this.#query;
    const body = { format, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    return this.#doing.run(async () => {
      const file = await this.room?.client.file(adminEndpoints.exportAudit, { body });
      if (!file) return undefined;
      keepFile(file.name, file.blob);
      return texts.exported;
    });
  }

  async #read(cursor?: string): Promise<undefined> {
    const query = { ...this.#query, ...(cursor !== undefined && { cursor }) };
    const page = await this.room?.client.call(adminEndpoints.searchAudit, { query });
    if (page)
      this.page = cursor === undefined ? page : { ...page, records: [...(this.page?.records ?? []), ...page.records] };
    return undefined;
  }
}

const row = ({ seq, at, actor, action, body, people }: AuditRecordView): TemplateResult => html`
  <tr data-seq=${seq}>
    <th scope="row">${seq}</th>
    <td>${time(at)}</td>
    <td>${whoIs(actor, people)}</td>
    <td>${action}</td>
    <td>
      <details>
        <summary>${typeof body['reason'] === 'string' ? body['reason'] : texts.details(seq)}</summary>
        <pre>${JSON.stringify({ ...body, people }, null, 2)}</pre>
      </details>
    </td>
  </tr>
`;

function whoIs(actor: string, people: AuditRecordView['people']): string {
  if (actor === 'operator' || actor === 'skilldesk') return texts[actor];
  return people[actor]?.name ?? texts.forgotten;
}
