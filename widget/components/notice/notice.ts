import { html, LitElement } from 'lit';
import { property } from 'lit/decorators.js';
import { controls } from '../../styles/controls.ts';
import { styles } from './notice.styles.ts';

export type Tone = 'info' | 'warning' | 'error' | 'success';

const icons: Record<Tone, string> = { info: 'i', warning: '!', error: '×', success: '✓' };

/** A coloured and marked strip around whatever it holds. */
export class Notice extends LitElement {
  static override styles = [controls, styles];

  @property() tone: Tone = 'info';

  override render() {
    return html`
      <div class="notice ${this.tone}">
        <span class="icon" aria-hidden="true">${icons[this.tone]}</span>
        <div class="content"><slot></slot></div>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-notice': Notice;
  }
}
