import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { adminEndpoints, type PolicyImpact, type PolicyState } from '../../../shared/admin-api.ts';
import { defaultPolicy, type Policy } from '../../../shared/policy.ts';
import { ConsoleProblem } from '../console-client.ts';
import { Doing } from '../doing.ts';
import { keepFile, outcome, time } from '../parts.ts';
import { mayAs, type ConsoleRoom } from '../room.ts';
import { pageStyles } from '../styles.ts';
import { words } from '../words.ts';
import { policyFields } from './policy-fields.ts';
import { policyImpact } from './policy-impact.ts';

const texts = words.policy;

/** Changes the policy: first what it does is shown, then it may be saved. */
export class ConsolePolicy extends LitElement {
  static override styles = [
    ...pageStyles,
    css`
      .spaced {
        margin-top: 12px;
        align-items: end;
      }

      .choices {
        max-height: 240px;
        overflow: auto;
        padding: 4px;
        border: 1px solid var(--sd-line);
        border-radius: 8px;
      }
    `,
  ];

  @property({ attribute: false }) room?: ConsoleRoom;
  @state() private stored?: PolicyState;
  @state() private draft: Policy = defaultPolicy;
  /** Of the draft as it is; none once it was changed. */
  @state() private impact?: PolicyImpact | undefined;
  readonly #doing = new Doing(this);

  override firstUpdated(): void {
    void this.#doing.read(() => this.#read());
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('impact') && this.impact) this.renderRoot.querySelector<HTMLElement>('#impact')?.focus();
  }

  override render(): TemplateResult {
    const { stored, room, impact } = this;
    return html`
      <h2>${texts.heading}</h2>
      ${stored && room ? this.#all(stored, mayAs(room, 'admin')) : nothing} ${outcome(this.#doing)}
      ${impact ? policyImpact(impact) : nothing}
      ${
        impact && impact.members.length > 0
          ? html`<p><button class="primary" @click=${() => void this.#save()}>${texts.save}</button></p>`
          : nothing
      }
    `;
  }

  #all(stored: PolicyState, mayChange: boolean): TemplateResult {
    const { version, changed, names } = stored;
    return html`
      <p>${changed ? html`${texts.version(version, changed.by)}, ${time(changed.at)}` : texts.defaults}</p>
      ${names.skills.length === 0 ? html`<p class="note">${texts.unread}</p>` : nothing}
      <div class="row spaced">
        <button @click=${this.#export}>${texts.exportFile}</button>
        ${
          mayChange
            ? html`<label>
                ${texts.importFile}
                <input type="file" accept=".json,application/json" @change=${this.#import} />
              </label>`
            : nothing
        }
      </div>
      ${
        mayChange
          ? html`<form @submit=${this.#preview}>
              ${policyFields(this.draft, stored, (change) => this.#change(change))}
              <div class="row">
                <button class="primary">${texts.preview}</button>
                <button type="button" @click=${() => this.#show(stored)}>${texts.reset}</button>
              </div>
            </form>`
          : html`<p class="weak">${texts.readOnly}</p>
              <pre tabindex="0">${JSON.stringify(stored.policy, null, 2)}</pre>`
      }
    `;
  }

  #change(change: Partial<Policy>): void {
    this.draft = { ...this.draft, ...change };
    this.impact = undefined;
  }

  #show(stored: PolicyState): void {
    this.stored = stored;
    this.draft = stored.policy;
    this.impact = undefined;
  }

  #preview(event: SubmitEvent): void {
    event.preventDefault();
    void this.#doing.run(async () => {
      const body = { version: this.stored?.version ?? 0, policy: this.draft };
      this.impact = await this.room?.client.call(adminEndpoints.previewPolicy, { body });
      return undefined;
    });
  }

  #save(): Promise<void> {
    return this.#doing.run(async () => {
      const body = { version: this.stored?.version ?? 0, policy: this.draft };
      const saved = await this.room?.client.call(adminEndpoints.replacePolicy, { body }).catch((error: unknown) => {
        if (error instanceof ConsoleProblem && error.code === 'preview-outdated') void this.#readBehind();
        throw error;
      });
      if (saved) this.#show(saved);
      return texts.saved;
    });
  }

  readonly #export = (): void => {
    const text = `${JSON.stringify(this.stored?.policy, null, 2)}\n`;
    keepFile('skilldesk-policy.json', new Blob([text], { type: 'application/json' }));
  };

  #import(event: Event): void {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (!file) return;
    void this.#doing.run(async () => {
      const policy = policyIn(await file.text());
      input.value = '';
      this.#change(policy);
      return texts.imported;
    });
  }

  async #read(): Promise<undefined> {
    const stored = await this.room?.client.call(adminEndpoints.readPolicy);
    if (stored) this.#show(stored);
    return undefined;
  }

  /** Somebody else was faster: his policy is what the next preview compares with, and what was filled in here stays. */
  async #readBehind(): Promise<void> {
    const stored = await this.room?.client.call(adminEndpoints.readPolicy);
    if (stored) this.stored = stored;
    this.impact = undefined;
  }
}

/**
 * Whole or not at all: a member that is missing would be kept from what holds, and nobody would see it.
 * @throws ConsoleProblem
 */
function policyIn(text: string): Policy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ConsoleProblem(texts.notJson);
  }
  const isWhole =
    typeof value === 'object' && value !== null && Object.keys(defaultPolicy).every((member) => member in value);
  if (!isWhole) throw new ConsoleProblem(texts.notOne);
  return value as Policy;
}
