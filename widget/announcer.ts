import { Observable } from './observable.ts';

/** What is said aloud to whoever does not see the page; one thing after another, politely. */
export class Announcer extends Observable {
  #text = '';

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    // The same words again are news again, to whoever listens to changes.
    this.#text = text === this.#text ? `${text}\u00a0` : text;
    this.changed();
  }
}
