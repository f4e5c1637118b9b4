import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { isFinal, type Change } from '../../../shared/change.ts';
import type { ChangePreview } from '../../../shared/preview.ts';
import { asProblem, isIndefinite, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, apiContext, organizationContext, personContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { changeTitle } from '../../localize/save-words.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { reasonFault } from '../../work/save.ts';

const pause = 1_000;

/** Takes one Change back: what that would do, why, and how it went. */
export class UndoForm extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        display: block;
        margin-top: 8px;
        padding: 8px 12px;
        border: 1px solid var(--sd-line);
        border-radius: 8px;
        background: var(--sd-surface);
      }

      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-items: center;
        margin-top: 8px;
      }

      .row input[type='text'] {
        flex: 1 1 160px;
        width: auto;
      }
    `,
  ];

  @property({ attribute: false }) change: Change | undefined;

  @state() private preview: ChangePreview | undefined;
  @state() private problem: ApiProblem | undefined;
  @state() private result: Change | undefined;
  @state() private sending = false;
  @state() private agreed = false;
  @state() private fault = '';
  @state() private reason = '';

  @query('#reason') private field!: HTMLInputElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext);
  /** The same as long as nobody knows whether the request under it has arrived. */
  #request: { key: string; body: string } | undefined;

  override firstUpdated(): void {
    void this.#look();
  }

  override render() {
    const { words } = this.#localize;
    const { result, preview, problem } = this;
    if (result)
      return html`<p>${changeTitle(result, words)}</p>
        <skilldesk-change-items .items=${result.items}></skilldesk-change-items>`;
    return html`
      ${preview ? this.#effects(preview) : problem ? nothing : html`<p>${words.text('preview.reading')}</p>`}
      ${
        problem
          ? html`<skilldesk-problem-notice
              .problem=${problem}
              action=${preview ? '' : words.text('app.retry')}
              @skilldesk-retry=${this.#look}
            ></skilldesk-problem-notice>`
          : nothing
      }
      ${this.#form()}
    `;
  }

  #effects({ items }: ChangePreview) {
    const { words } = this.#localize;
    const names = new Names(this.#organization.value, words, this.#namesThen);
    return html`<ul>
      ${items.map((item) => {
        return html`<li>
          <strong>${names.target(item)}</strong>
          ${item.diff.map(({ skillId, before, after }) => {
            const skill = names.skill(skillId);
            return html`<p>
              ${words.text('change.skill', {
                skill,
                before: names.value(skillId, before),
                after: names.value(skillId, after),
              })}
            </p>`;
          })}
          <skilldesk-preview-effects .item=${item}></skilldesk-preview-effects>
        </li>`;
      })}
    </ul>`;
  }

  #form() {
    const { words } = this.#localize;
    return html`
      ${
        this.#mustAgree
          ? html`<label class="row">
              <input
                type="checkbox"
                .checked=${this.agreed}
                @change=${({ target }: Event & { target: HTMLInputElement }) => (this.agreed = target.checked)}
              />
              <span>${words.text('undo.agree')}</span>
            </label>`
          : nothing
      }
      <div class="row">
        <input
          type="text"
          id="reason"
          aria-label=${words.text('undo.reason')}
          aria-required="true"
          placeholder=${words.text('unsaved.reason-hint')}
          autocomplete="off"
          .value=${this.reason}
          @input=${({ target }: Event & { target: HTMLInputElement }) => (this.reason = target.value)}
          @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && !event.isComposing && void this.#undo()}
        />
        <button class="primary" aria-disabled=${this.sending ? 'true' : 'false'} @click=${() => void this.#undo()}>
          ${words.text(this.sending ? 'undo.doing' : 'undo.do')}
        </button>
      </div>
      ${this.fault === '' ? nothing : html`<p class="fault" role="alert">${this.fault}</p>`}
    `;
  }

  get #namesThen(): Record<string, string> {
    return Object.fromEntries((this.change?.items ?? []).flatMap(({ names = {} }) => Object.entries(names)));
  }

  get #mustAgree(): boolean {
    const items = this.preview?.items ?? [];
    const outside = items.some(({ warnings }) => warnings.some(({ code }) => code === 'outside-scope'));
    return outside && this.#person.value.policy.edit === 'acknowledge';
  }

  async #look(): Promise<void> {
    const { change } = this;
    if (!change) return;
    this.problem = undefined;
    try {
      this.preview = await this.#api.value.previewUndo(change.id);
    } catch (error) {
      this.problem = asProblem(error);
    }
    await this.updateComplete;
    this.field?.focus();
  }

  async #undo(): Promise<void> {
    const { words } = this.#localize;
    const { change, preview } = this;
    if (!change || this.sending) return;
    const missing = reasonFault(this.reason);
    this.fault = missing
      ? words.text(`unsaved.reason-${missing}`, { most: 500, n: this.reason.trim().length })
      : this.#mustAgree && !this.agreed
        ? words.text('road.agree-first')
        : '';
    if (this.fault !== '') return;
    const body = {
      reason: this.reason.trim(),
      ...(preview && { previewId: preview.previewId }),
      ...(this.#mustAgree && { acknowledge: true }),
    };
    if (this.#request?.body !== JSON.stringify(body))
      this.#request = { key: crypto.randomUUID(), body: JSON.stringify(body) };
    this.sending = true;
    this.problem = undefined;
    try {
      await this.#follow(await this.#api.value.undoChange(change.id, body, this.#request.key));
    } catch (error) {
      this.problem = asProblem(error);
      if (!isIndefinite(this.problem)) this.#request = undefined;
      if (this.problem.preview) {
        this.preview = this.problem.preview;
        this.agreed = false;
      }
    }
    this.sending = false;
  }

  async #follow(undone: Change): Promise<void> {
    this.result = undone;
    while (this.isConnected && !this.result.items.every(({ outcome }) => isFinal(outcome))) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      const { value } = await this.#api.value.readChange(undone.id);
      this.result = value ?? this.result;
    }
    this.#announcer.value.say(changeTitle(this.result, this.#localize.words));
    this.dispatchEvent(new Event('skilldesk-undone', { bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-undo-form': UndoForm;
  }
}
