import { ContextProvider } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import { wordsContext } from '../contexts.ts';
import type { Languages } from './languages.ts';
import { speechFor } from './speech.ts';
import { Words } from './words.ts';

/** The words of an element and all that stands in it: English until the language that is wanted is there. */
export class PageWords implements ReactiveController {
  readonly #host: LitElement;
  readonly #languages: Languages;
  readonly #provider: ContextProvider<typeof wordsContext>;
  #wishes: readonly string[] = [];
  #unsubscribe: () => void = () => undefined;

  constructor(host: LitElement, languages: Languages) {
    this.#host = host;
    this.#languages = languages;
    this.#provider = new ContextProvider(host, { context: wordsContext, initialValue: new Words('en') });
    host.addController(this);
  }

  get value(): Words {
    return this.#provider.value;
  }

  /** Languages that are wanted, the dearest first. */
  wish(tags: readonly string[]): void {
    this.#wishes = tags;
    this.#speak();
  }

  hostConnected(): void {
    this.#unsubscribe = this.#languages.subscribe(() => this.#speak());
    this.#speak();
  }

  hostDisconnected(): void {
    this.#unsubscribe();
  }

  #speak(): void {
    const { language, locale } = speechFor(this.#wishes, this.#languages.tags);
    if (language === 'en') this.#say(new Words(locale, language));
    else {
      const translation = this.#languages.translation(language);
      this.#say(translation ? new Words(locale, language, translation) : new Words('en'));
    }
  }

  /** Everything is drawn anew by that: not when the same is said as before. */
  #say(words: Words): void {
    const { locale, language } = this.value;
    if (words.locale === locale && words.language === language) return;
    this.#provider.setValue(words);
    this.#host.requestUpdate();
  }
}
