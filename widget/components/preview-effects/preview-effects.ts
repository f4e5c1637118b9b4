import { html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { PreviewItem, QueueEffect } from '../../../shared/preview.ts';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext } from '../../contexts.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { queueWords, reachWords, warningWords } from '../../localize/preview-words.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './preview-effects.styles.ts';

/** What one edit would do: whom it reaches, and what becomes of the queues. */
export class PreviewEffects extends LitElement {
  static override styles = [controls, styles];

  @property({ attribute: false }) item: PreviewItem | undefined;

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext, (organization) => [
    organization,
  ]);

  override render() {
    const { words } = this.#localize;
    const { item } = this;
    if (!item) return nothing;
    const mayAgree = this.#person.value.policy.edit === 'acknowledge';
    const names = new Names(this.#organization.value, words);
    return html`
      <p class="small">${reachWords(item, words)}</p>
      ${
        item.warnings.length === 0
          ? nothing
          : html`<ul class="warnings small">
              ${item.warnings.map((warning) => html`<li>${warningWords(warning, item, words, mayAgree)}</li>`)}
            </ul>`
      }
      ${
        item.queues.length === 0
          ? html`<p class="small weak">${words.text('preview.no-queues')}</p>`
          : html`<ul class="queues small" aria-label=${words.text('preview.queues')}>
              ${byWeight(item.queues).map((effect) => this.#queue(effect, names))}
            </ul>`
      }
      ${(item.leftOut ?? []).map(({ skillId, theirs }) => {
        const left = { skill: names.skill(skillId), theirs: names.value(skillId, theirs) };
        return html`<p class="small weak">${words.text('change.left-out', left)}</p>`;
      })}
    `;
  }

  #queue(effect: QueueEffect, names: Names) {
    const { title, details, tone } = queueWords(effect, this.#localize.words, names);
    return html`<li class=${tone} data-queue=${effect.name}>
      ${title} ${details.map((detail) => html`<p class="weak">${detail}</p>`)}
    </li>`;
  }
}

/** What changes for certain comes first, then what nobody knows, and last what is not served anyway. */
function byWeight(queues: readonly QueueEffect[]): QueueEffect[] {
  const weight = ({ effect }: QueueEffect) => (effect === 'counted' ? 0 : effect === 'not-served' ? 2 : 1);
  return [...queues].sort((one, other) => weight(one) - weight(other));
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-preview-effects': PreviewEffects;
  }
}
