import { html, LitElement, nothing } from 'lit';
import type { Person } from '../../api/session.ts';
import { Consumed } from '../../consumed.ts';
import { organizationContext, personContext, workContext } from '../../contexts.ts';
import { KeptFocus } from '../../kept-focus.ts';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { Names } from '../../organization/names.ts';
import type { Organization } from '../../organization/organization.ts';
import { controls } from '../../styles/controls.ts';
import type { Work } from '../../work/work-of-person.ts';
import type { Worsening } from '../../work/worsening.ts';

/** How old the preview is, that it is being read, why there is none, and what became worse since it was shown. */
export class PreviewStatus extends LitElement {
  static override styles = [controls];

  readonly #localize: LocalizeController = new LocalizeController(this);
  readonly #person: Consumed<Person> = new Consumed(this, personContext);
  readonly #organization: Consumed<Organization> = new Consumed(this, organizationContext);
  readonly #work: Consumed<Work> = new Consumed(this, workContext, ({ preview }) => [preview]);

  constructor() {
    super();
    new KeptFocus(this);
  }

  override render() {
    const { words } = this.#localize;
    const { preview } = this.#work.value;
    const { current, problem, worse } = preview;
    const parts = preview.ids.length;
    if (problem) return this.#failed(words.problem(problem.code));
    if (!current) return preview.pending ? html`<p class="small weak">${words.text('preview.reading')}</p>` : nothing;
    return html`
      ${worse.length === 0 ? nothing : this.#worse(worse)}
      <p class="small weak">${words.text('preview.as-of', { time: words.clock(Date.parse(current.asOf)) })}</p>
      ${parts > 1 ? html`<p class="small">${words.text('preview.in-parts', { n: parts })}</p>` : nothing}
    `;
  }

  #failed(why: string) {
    const { words } = this.#localize;
    const required = this.#person.value.policy.edit === 'acknowledge';
    return html`<skilldesk-notice tone=${required ? 'error' : 'warning'}>
      <p>${words.text('preview.failed', { why })}</p>
      <p>${words.text(required ? 'preview.failed-required' : 'preview.failed-hint')}</p>
      <button @click=${() => this.#work.value.preview.retry()}>${words.text('app.retry')}</button>
    </skilldesk-notice>`;
  }

  #worse(worse: readonly Worsening[]) {
    const { words } = this.#localize;
    const names = new Names(this.#organization.value, words);
    return html`<skilldesk-notice tone="warning">
      <p>${words.text('preview.worse')}</p>
      <ul>
        ${worse.flatMap(({ agents, outsideScope, queuesToNobody, ...target }) => {
          const what = names.target(target);
          return [
            agents ? words.count('preview.worse-agents', agents.now, { what, shown: agents.shown }) : '',
            outsideScope
              ? words.count('preview.worse-outside', outsideScope.now, { what, shown: outsideScope.shown })
              : '',
            queuesToNobody.length > 0
              ? words.text('preview.worse-nobody', { what, queues: words.list(queuesToNobody) })
              : '',
          ]
            .filter((line) => line !== '')
            .map((line) => html`<li>${line}</li>`);
        })}
      </ul>
    </skilldesk-notice>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-preview-status': PreviewStatus;
  }
}
