import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { LocalizeController } from '../../localize/localize-controller.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './conflict-choice.styles.ts';

/** The person has decided whose value is to stand. */
export class ConflictDecided extends Event {
  static readonly eventName = 'skilldesk-conflict-decided';
  readonly choice: 'mine' | 'theirs';

  constructor(choice: 'mine' | 'theirs') {
    super(ConflictDecided.eventName);
    this.choice = choice;
  }
}

/** Both values, the one that the person began from, and the choice. */
export class ConflictChoice extends LitElement {
  static override styles = [controls, styles];
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  @property({ attribute: false }) what = '';
  @property({ attribute: false }) mine = '';
  @property({ attribute: false }) theirs = '';
  @property({ attribute: false }) base = '';

  readonly #localize: LocalizeController = new LocalizeController(this);

  override render() {
    const { words } = this.#localize;
    const { what, mine, theirs, base } = this;
    return html`
      <div class="box" role="group" aria-label=${words.text('conflict.label', { what })}>
        <p class="title">${words.text('conflict.title')}</p>
        <dl>
          <dt class="weak">${words.text('conflict.yours')}</dt>
          <dd>${mine}</dd>
          <dt class="weak">${words.text('conflict.theirs')}</dt>
          <dd>${theirs}</dd>
          <dt class="weak">${words.text('conflict.began')}</dt>
          <dd>${base}</dd>
        </dl>
        <div class="choices">
          <button @click=${() => this.#decide('mine')}>${words.text('conflict.keep', { value: mine })}</button>
          <button @click=${() => this.#decide('theirs')}>${words.text('conflict.take', { value: theirs })}</button>
        </div>
      </div>
    `;
  }

  #decide(choice: 'mine' | 'theirs'): void {
    this.dispatchEvent(new ConflictDecided(choice));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-conflict-choice': ConflictChoice;
  }
}
