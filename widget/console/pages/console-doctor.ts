import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type DoctorReport } from '../../../shared/admin-api.ts';
import { Doing } from '../doing.ts';
import { outcome } from '../parts.ts';
import type { ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.doctor;
const tones = { ok: 'good', warning: 'open', failed: 'bad', skipped: 'weak' } as const;

/** The same examination as `skilldesk doctor`. */
export class ConsoleDoctor extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private report?: DoctorReport | undefined;
  readonly #doing = new Doing(this);

  override render(): TemplateResult {
    return html`
      <h2>${texts.heading}</h2>
      <p>${texts.lead}</p>
      <form @submit=${this.#examine}>
        <label>
          ${texts.probeWrite}
          <input type="text" name="probeWrite" maxlength="200" aria-describedby="hint" />
        </label>
        <p id="hint" class="small weak">${texts.probeHint}</p>
        <label class="choice"><input type="checkbox" name="allApis" /> ${texts.allApis}</label>
        <div><button class="primary">${texts.run}</button></div>
      </form>
      ${outcome(this.#doing)} ${this.report ? this.#table(this.report) : nothing}
    `;
  }

  #table({ ok, rows }: DoctorReport): TemplateResult {
    return html`
      <h3>${ok ? texts.well : texts.ill}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label=${texts.heading}>
        <table>
          <thead>
            <tr>
              ${Object.values(texts.columns).map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ probe, status, cause, fix }) =>
                html`<tr>
                  <th scope="row">${probe}</th>
                  <td><span class="state ${tones[status]}">${texts.states[status]}</span></td>
                  <td>${cause}</td>
                  <td>${fix}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }

  #examine(event: SubmitEvent): void {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const probeWrite = textOf(form.get('probeWrite'));
    const body = { allApis: form.has('allApis'), ...(probeWrite !== '' && { probeWrite }) };
    void this.#doing.run(async () => {
      this.report = await this.room?.client.call(adminEndpoints.runDoctor, { body });
    });
  }
}

const textOf = (value: FormDataEntryValue | null) => (typeof value === 'string' ? value.trim() : '');
