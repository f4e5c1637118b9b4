import { later } from './later.ts';
import { Observable } from './observable.ts';

/** Long enough for all that comes of one thing, too short to be missed. */
const moment = 100;

/** What is said aloud to whoever does not see the page, politely. What is said in one moment is said together: else only the last of it would be heard. */
export class Announcer extends Observable {
  readonly #later: typeof later;
  #text = '';
  #saying: string[] = [];

  constructor(around = { later }) {
    super();
    this.#later = around.later;
  }

  get text(): string {
    return this.#text;
  }

  say(text: string): void {
    this.#saying.push(text);
    if (this.#saying.length === 1) this.#later(() => this.#speak(), moment);
  }

  #speak(): void {
    const texts = [...new Set(this.#saying)];
    this.#saying = [];
    const text = texts.length === 1 ? (texts[0] ?? '') : texts.map(asSentence).join(' ');
    // The same words again are news again, to whoever listens to changes.
    this.#text = text === this.#text ? `${text}\u00a0` : text;
    this.changed();
  }
}

const asSentence = (text: string): string => (/[.!?…。]$/.test(text) ? text : `${text}.`);
