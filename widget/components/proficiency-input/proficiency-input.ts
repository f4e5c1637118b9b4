import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { highestProficiency } from '../../../shared/skill.ts';
import { ValueChosen } from '../value-chosen.ts';
import { controls } from '../../styles/controls.ts';
import { styles } from './proficiency-input.styles.ts';

/** A slider and a number that always say the same. */
export class ProficiencyInput extends LitElement {
  static override styles = [controls, styles];

  @property({ type: Number }) value = 0;
  @property({ attribute: 'slider-label' }) sliderLabel = '';
  @property({ attribute: 'number-label' }) numberLabel = '';
  @property() fault = '';

  /** What was typed and is not a proficiency (yet). */
  @state() private typed: string | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.typed = undefined;
  }

  override render() {
    const number = this.typed ?? String(this.value);
    return html`
      <div class="pair">
        <input
          type="range"
          min="0"
          max=${highestProficiency}
          step="1"
          aria-label=${this.sliderLabel}
          .value=${live(String(this.value))}
          @input=${this.#slide}
        />
        <input
          type="number"
          inputmode="numeric"
          min="0"
          max=${highestProficiency}
          step="1"
          aria-label=${this.numberLabel}
          aria-invalid=${this.typed === undefined ? 'false' : 'true'}
          aria-describedby=${this.typed === undefined ? nothing : 'fault'}
          .value=${live(number)}
          @input=${this.#type}
          @blur=${this.#leave}
        />
      </div>
      ${this.typed === undefined ? nothing : html`<p class="fault" id="fault" role="alert">${this.fault}</p>`}
    `;
  }

  #slide(event: Event & { target: HTMLInputElement }): void {
    this.typed = undefined;
    this.#choose(Number(event.target.value));
  }

  #type({ target }: InputEvent & { target: HTMLInputElement }): void {
    const fits = /^\d{1,2}$/.test(target.value) && Number(target.value) <= highestProficiency;
    // An empty field is a step on the way to another number; a browser also shows one where something else was typed.
    this.typed = fits ? undefined : target.value;
    if (fits) this.#choose(Number(target.value));
  }

  #leave(): void {
    if (this.typed === '') this.typed = undefined;
  }

  #choose(value: number): void {
    if (value !== this.value) this.dispatchEvent(new ValueChosen(value));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'skilldesk-proficiency-input': ProficiencyInput;
  }
}
