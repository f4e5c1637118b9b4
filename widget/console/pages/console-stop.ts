import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type AdminStatus, type Disconnected } from '../../../shared/admin-api.ts';
import { Doing } from '../doing.ts';
import { facts, outcome, time } from '../parts.ts';
import { mayAs, type ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';

const texts = words.stop;
type Step = 'pause' | 'resume' | 'lock' | 'disconnect';

const calls = {
  pause: adminEndpoints.pauseWriting,
  resume: adminEndpoints.resumeWriting,
  lock: adminEndpoints.lockToken,
} as const;

/** The ways to stop. Each is asked for twice; the last one only by typing what is to be disconnected. */
export class ConsoleStop extends LitElement {
  static override styles = pageStyles;

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private status?: AdminStatus;
  @state() private asked?: Step | undefined;
  @state() private disconnected?: Disconnected;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(() => this.#read());
  }

  override render(): TemplateResult {
    const { status, room } = this;
    return html`
      <h2>${texts.heading}</h2>
      ${outcome(this.#doing)} ${this.disconnected ? this.#after(this.disconnected) : nothing}
      ${status && room ? this.#all(status, mayAs(room, 'admin')) : nothing}
    `;
  }

  #all({ writing, organizationId }: AdminStatus, isAdmin: boolean): TemplateResult {
    const step = writing.state === 'paused' ? 'resume' : 'pause';
    return html`
      <p>${texts.now(words.writing[writing.state])} ${time(writing.since)}</p>
      ${writing.because === undefined ? nothing : html`<p class="note bad">${texts.because} ${writing.because}</p>`}
      <h3>${texts[step]}</h3>
      <p>${texts.pauseLead}</p>
      ${this.#ask(step)}
      ${
        isAdmin
          ? html`<h3>${texts.lock}</h3>
              <p>${texts.lockLead}</p>
              ${this.#ask('lock')}
              <h3>${texts.disconnect}</h3>
              <p>${texts.disconnectLead}</p>
              ${this.#ask('disconnect', organizationId)}`
          : html`<p class="weak">${texts.onlyAdmins}</p>`
      }
    `;
  }

  #ask(step: Step, organizationId?: string): TemplateResult {
    if (this.asked !== step) {
      const tone = step === 'lock' || step === 'disconnect' ? 'danger' : '';
      return html`<button class=${tone} data-step=${step} @click=${() => (this.asked = step)}>${texts[step]}</button>`;
    }
    return html`<form @submit=${(event: SubmitEvent) => this.#confirm(event, step)}>
      <p class="note bad">${texts.sure[step]}</p>
      ${
        organizationId === undefined
          ? nothing
          : html`<p>${texts.typeId(organizationId)}</p>
              <label>${texts.id}<input type="text" name="organizationId" required autocomplete="off" /></label>`
      }
      <div class="row">
        <button class="danger">${texts.confirm}</button>
        <button type="button" @click=${() => (this.asked = undefined)}>${texts.cancel}</button>
      </div>
    </form>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('asked') && this.asked)
      this.renderRoot.querySelector<HTMLElement>('form input, form button')?.focus();
  }

  #after({ destroyed, revoked, waiting, steps }: Disconnected): TemplateResult {
    const list = (kinds: readonly string[]) => (kinds.length > 0 ? kinds.join(', ') : words.token.none);
    return html`
      ${facts([
        [texts.destroyed, list(destroyed)],
        [texts.revoked, list(revoked)],
        [texts.waiting, list(waiting.map(({ kind, until }) => `${kind} (${words.token.until(until)})`))],
      ])}
      <h3>${texts.todo}</h3>
      <ol class="numbered">
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ol>
    `;
  }

  #confirm(event: SubmitEvent, step: Step): void {
    event.preventDefault();
    const typed = new FormData(event.target as HTMLFormElement).get('organizationId');
    void this.#doing.run(async () => {
      const client = this.room?.client;
      if (step === 'disconnect') {
        const body = { organizationId: typeof typed === 'string' ? typed : '' };
        const done = await client?.call(adminEndpoints.disconnectOrganization, { body });
        if (done) this.disconnected = done;
      } else await client?.call(calls[step]);
      this.asked = undefined;
      return this.#read();
    });
  }

  async #read(): Promise<undefined> {
    const status = await this.room?.client.call(adminEndpoints.readAdminStatus);
    if (status) this.status = status;
    return undefined;
  }
}
