import type { LitElement } from 'lit';
import { Consumed } from '../consumed.ts';
import { localeContext } from '../contexts.ts';
import { Words } from './words.ts';

/** The texts for an element, in the language that the host asked for. */
export class LocalizeController {
  readonly #locale: Consumed<string>;
  #words = new Words('en');

  constructor(host: LitElement) {
    this.#locale = new Consumed(host, localeContext);
  }

  get words(): Words {
    const locale = this.#locale.value;
    if (this.#words.locale !== locale) this.#words = new Words(locale);
    return this.#words;
  }
}
