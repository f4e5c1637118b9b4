import type { LitElement } from 'lit';
import { Consumed } from '../consumed.ts';
import { wordsContext } from '../contexts.ts';
import type { Words } from './words.ts';

/** The texts for an element, in the language of the page; it is rendered anew when that becomes another. */
export class LocalizeController {
  readonly #words: Consumed<Words>;

  constructor(host: LitElement) {
    this.#words = new Consumed(host, wordsContext);
  }

  get words(): Words {
    return this.#words.value;
  }
}
