import { css, html, LitElement, nothing } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { isFinal, type Change } from '../../../shared/change.ts';
import type { ChangePreview } from '../../../shared/preview.ts';
import { asProblem, isAbort, isIndefinite, type ApiProblem } from '../../api/api-problem.ts';
import type { Person } from '../../api/session.ts';
import type { SkilldeskApi } from '../../api/skilldesk-api.ts';
import type { Announcer } from '../../announcer.ts';
import { Consumed } from '../../consumed.ts';
import { announcerContext, apiContext, organizationContext, personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { changeTitle } from '../../localize/save-words.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { reasonFault } from '../../work/save.ts';
import { undosOf, type Undo } from '../../work/undos.ts';
import type { Work } from '../../work/work-of-person.ts';

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
  @query('.ended') private ended!: HTMLElement | null;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #announcer: Consumed<Announcer> = new Consumed(this, announcerContext);
  readonly #api: Consumed<SkilldeskApi> = new Consumed(this, apiContext);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext);

  constructor() {
    super();
    // The result takes the form's place, and its focus.
    new KeptFocus(this, () => this.ended ?? this.field);
  }

  override firstUpdated(): void {
    void (this.#underWay ? this.#send(this.#underWay) : this.#look());
  }

  override render() {
    const { words } = this.#localize;
    const { result, preview, problem } = this;
    if (result)
      return html`<p class="ended" tabindex="-1">${changeTitle(result, words)}</p>
        ${
          problem
            ? html`<skilldesk-problem-notice
                .problem=${problem}
                hint=${this.sending ? words.text('save.unheard') : ''}
              ></skilldesk-problem-notice>`
            : nothing
        }
        <skilldesk-change-items .items=${result.items}></skilldesk-change-items>`;
    return html`
      ${
        preview
          ? this.#effects(preview)
          : problem || this.sending
            ? nothing
            : html`<p>${words.text('preview.reading')}</p>`
      }
      ${
        this.change?.via === 'lease-end'
          ? html`<skilldesk-notice tone="warning"><p>${words.text('undo.for-good')}</p></skilldesk-notice>`
          : nothing
      }
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
    const request = {
      reason: this.reason.trim(),
      ...(preview && { previewId: preview.previewId }),
      ...(this.#mustAgree && { acknowledge: true }),
    };
    const known = this.#underWay;
    await this.#send(
      known && JSON.stringify(known.request) === JSON.stringify(request)
        ? known
        : { key: crypto.randomUUID(), request },
    );
  }

  get #underWay(): Undo | undefined {
    return this.change && undosOf(this.#work.value).get(this.change.id);
  }

  /** Asked for once more under the same key, it is the same undo: also when somebody comes back to one whose page he had left. */
  async #send(undo: Undo): Promise<void> {
    const { change } = this;
    if (!change) return;
    const undos = undosOf(this.#work.value);
    undos.set(change.id, undo);
    this.sending = true;
    this.problem = undefined;
    this.reason = undo.request.reason;
    try {
      await this.#follow(await this.#resultOf(change, undo));
      undos.delete(change.id);
    } catch (error) {
      if (!isAbort(error)) this.#failed(change, undo, asProblem(error));
    }
    this.sending = false;
  }

  async #resultOf(change: Change, undo: Undo): Promise<Change> {
    const { value } = undo.changeId === undefined ? {} : await this.#api.value.readChange(undo.changeId);
    const result = value ?? (await this.#api.value.undoChange(change.id, undo.request, undo.key));
    undo.changeId = result.id;
    return result;
  }

  #failed({ id }: Change, { changeId }: Undo, problem: ApiProblem): void {
    this.problem = problem;
    const isThere = changeId !== undefined && problem.code !== 'not-found';
    if (!isThere && !isIndefinite(problem)) undosOf(this.#work.value).delete(id);
    if (!problem.preview) return;
    this.preview = problem.preview;
    this.agreed = false;
  }

  /** Asks until it has ended. @throws ApiProblem where it is not to be found, and an abort where the page was left before it was known */
  async #follow(undone: Change): Promise<void> {
    this.result = undone;
    while (!this.result.items.every(({ outcome }) => isFinal(outcome))) {
      await new Promise((resolve) => setTimeout(resolve, this.problem?.retryAfter ?? pause));
      if (!this.isConnected) throw new DOMException('The page was left.', 'AbortError');
      try {
        const { value } = await this.#api.value.readChange(undone.id);
        this.result = value ?? this.result;
        this.problem = undefined;
      } catch (error) {
        this.problem = asProblem(error);
        if (isAbort(error) || this.problem.code === 'not-found') throw error;
      }
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
