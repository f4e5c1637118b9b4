import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { layoutEndpoints, type Covered, type LayoutDesk, type LayoutFile } from '../../../shared/layout-api.ts';
import { ConsoleProblem } from '../console-client.ts';
import { Doing } from '../doing.ts';
import { keepFile, outcome } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.layout;

/** Puts the page into an uploaded layout, and shows who finds it in his desktop. */
export class ConsoleLayout extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private desk?: LayoutDesk;
  @state() private file?: { name: string; result: LayoutFile };
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(async () => {
      const desk = await this.room?.client.call(layoutEndpoints.readLayout);
      if (desk) this.desk = desk;
      return undefined;
    });
  }

  override render(): TemplateResult {
    return html`
      <h2>${texts.heading}</h2>
      <p>${texts.lead}</p>
      <form @submit=${this.#change}>
        <label>${texts.upload}<input type="file" name="layout" accept=".json,application/json" required /></label>
        <div class="row">
          <button class="primary" name="merge">${texts.merge}</button>
          <button name="remove">${texts.remove}</button>
        </div>
      </form>
      ${outcome(this.#doing)} ${this.file ? this.#result(this.file) : nothing}
      ${this.desk ? this.#desk(this.desk) : nothing}
    `;
  }

  #result({ name, result }: { name: string; result: LayoutFile }): TemplateResult {
    const keep = () => keepFile(name, new Blob([result.layout], { type: 'application/json' }));
    return html`
      <h3>${texts.result}</h3>
      <ul data-result>
        ${result.changes.map(({ persona, what }) => html`<li>${texts.personas[persona]}: ${texts.changes[what]}</li>`)}
        ${result.warnings.map(({ path, detail }) => html`<li class="state open"><code>${path}</code> ${detail}</li>`)}
      </ul>
      <p><button class="primary" @click=${keep}>${texts.download}</button></p>
    `;
  }

  #desk({ page, hosts, reach, coverage }: LayoutDesk): TemplateResult {
    return html`
      <h3>${texts.reach}</h3>
      <p>${reach.detail}</p>
      <h3>${texts.hosts}</h3>
      <p>${texts.hostsHint}</p>
      ${table(
        texts.hosts,
        Object.values(texts.hostColumns),
        hosts.map(({ host, directives, purpose }) => [html`<code>${host}</code>`, directives.join(', '), purpose]),
      )}
      <h3>${texts.coverage}</h3>
      ${
        'unread' in coverage
          ? html`<p class="note">${coverage.unread}</p>`
          : html`${table(
              texts.coverage,
              Object.values(texts.columns),
              coverage.layouts.map(({ name, standing, reason }) => [name, texts.standings[standing], reason ?? '']),
            )}
            ${without(texts.teams, coverage.teams)}
            ${coverage.supervisors ? without(texts.supervisors, coverage.supervisors) : nothing}`
      }
      <h3>${texts.page}</h3>
      <pre tabindex="0">${JSON.stringify(page, null, 2)}</pre>
    `;
  }

  #change(event: SubmitEvent): void {
    event.preventDefault();
    const way = event.submitter instanceof HTMLButtonElement && event.submitter.name === 'remove';
    const chosen = new FormData(event.target as HTMLFormElement).get('layout');
    void this.#doing.run(async () => {
      if (!(chosen instanceof File)) throw new ConsoleProblem(texts.unreadable);
      const body = { layout: await chosen.text() };
      const endpoint = way ? layoutEndpoints.removeLayoutPage : layoutEndpoints.mergeLayout;
      const result = await this.room?.client.call(endpoint, { body });
      if (result) this.file = { name: chosen.name, result };
      return undefined;
    });
  }
}

const table = (label: string, columns: readonly string[], rows: readonly (readonly unknown[])[]) => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${label}>
    <table>
      <thead>
        <tr>
          ${columns.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

function without(heading: string, covered: readonly Covered[]): TemplateResult {
  const missing = covered.filter(({ standing }) => standing !== 'current');
  return html`
    <h4>${heading}</h4>
    ${
      missing.length === 0
        ? html`<p>${texts.everybody}</p>`
        : html`<ul>
            ${missing.map(({ name, standing, reason }) => html`<li>${name}: ${texts.standings[standing]} (${reason})</li>`)}
          </ul>`
    }
  `;
}
