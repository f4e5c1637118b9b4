import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type DeviationList } from '../../../shared/admin-api.ts';
import type { Change, ChangeItem } from '../../../shared/change.ts';
import type { SkillValue } from '../../../shared/skill.ts';
import { Doing } from '../doing.ts';
import { outcome, time } from '../parts.ts';
import { mayAs, type ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.deviations;

/** Open leases and incidents of the whole organization. */
export class ConsoleDeviations extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private list?: DeviationList;
  /** Whose end waits to be confirmed. */
  @state() private asked?: string | undefined;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(() => this.#read());
  }

  override render(): TemplateResult {
    const { list } = this;
    return html`
      <h2>${texts.heading}</h2>
      <p>${texts.lead}</p>
      ${outcome(this.#doing)}
      ${
        list === undefined
          ? nothing
          : list.deviations.length === 0
            ? html`<p class="empty">${texts.none}</p>`
            : this.#table(list)
      }
    `;
  }

  #table({ deviations, nextCursor }: DeviationList): TemplateResult {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${texts.heading}>
        <table>
          <thead>
            <tr>
              ${Object.values(texts.columns).map((name) => html`<th scope="col">${name}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${deviations.map((one) => this.#row(one))}
          </tbody>
        </table>
      </div>
      ${
        nextCursor === undefined
          ? nothing
          : html`<p>
              <button @click=${() => void this.#doing.run(() => this.#read(nextCursor))}>${texts.more}</button>
            </p>`
      }
    `;
  }

  #row({ id, reason, actor, ownerName, until, incident, endedAt, items }: Change): TemplateResult {
    const mayAct = this.room && mayAs(this.room, 'operator');
    return html`<tr data-change=${id}>
      <th scope="row">
        ${items.map((item) => html`<div>${subjectOf(item)}</div>`)}
        <div class="weak">${reason}</div>
      </th>
      <td>${actor.name}${ownerName !== undefined && ownerName !== actor.name ? html` → ${ownerName}` : nothing}</td>
      <td>${time(until)}</td>
      <td>${incident ? html`<span class="state bad">${texts.incidents[incident.code]}</span>` : texts.running}</td>
      <td>
        ${mayAct && endedAt === undefined ? this.#ending(id, reason) : nothing}
        ${
          mayAct && incident && incident.takenAt === undefined
            ? html`<button aria-label=${texts.takeOf(reason)} @click=${() => void this.#take(id)}>
                ${texts.take}
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  #ending(id: string, reason: string): TemplateResult {
    if (this.asked !== id) {
      return html`<button aria-label=${texts.endOf(reason)} @click=${() => (this.asked = id)}>${texts.end}</button>`;
    }
    return html`<p>${texts.confirmEnd}</p>
      <div class="row">
        <button class="danger confirm" @click=${() => void this.#end(id)}>${words.stop.confirm}</button>
        <button @click=${() => (this.asked = undefined)}>${words.stop.cancel}</button>
      </div>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('asked') && this.asked !== undefined)
      this.renderRoot.querySelector<HTMLElement>('.confirm')?.focus();
  }

  #end(id: string): Promise<void> {
    return this.#doing.run(async () => {
      await this.room?.client.call(adminEndpoints.endDeviation, { id });
      this.asked = undefined;
      await this.#read();
      return texts.ended;
    });
  }

  #take(id: string): Promise<void> {
    return this.#doing.run(async () => {
      await this.room?.client.call(adminEndpoints.takeIncident, { id });
      await this.#read();
      return texts.taken;
    });
  }

  async #read(cursor?: string): Promise<undefined> {
    const query = cursor === undefined ? {} : { cursor };
    const list = await this.room?.client.call(adminEndpoints.listDeviations, { query });
    if (list)
      this.list =
        cursor === undefined ? list : { ...list, deviations: [...(this.list?.deviations ?? []), ...list.deviations] };
    return undefined;
  }
}

/** By the names of the time when it was asked for. */
function subjectOf({ skillProfileId, userId, names = {}, diff }: ChangeItem): string {
  const nameOf = (id: string) => names[id] ?? id;
  const target = nameOf(skillProfileId ?? userId ?? '');
  const value = (one: SkillValue | null): string => {
    if (one === null) return '–';
    return Array.isArray(one) ? one.map(nameOf).join(' + ') : String(one);
  };
  const skills = diff.map(({ skillId, before, after }) => `${nameOf(skillId)} ${value(before)} → ${value(after)}`);
  return skills.length === 0 ? target : `${target}: ${skills.join(', ')}`;
}
