import { Observable } from '../observable.ts';
import { readTranslation, type Translation } from './translation.ts';

interface Surroundings {
  /** What is in a file beside the bundle. */
  read(file: string): Promise<unknown>;
  later(task: () => void, ms: number): unknown;
}

const firstPause = 2_000;
const longestPause = 300_000;

/**
 * The languages that lie beside the bundle. Each is read when somebody first asks for it, and kept. One that cannot be read is asked for again
 * after a pause that grows with each failure, as long as somebody listens who wants it.
 */
export class Languages extends Observable {
  readonly tags: readonly string[];
  readonly #around: Surroundings;
  readonly #translations = new Map<string, Translation>();
  readonly #asked = new Set<string>();
  readonly #pauses = new Map<string, number>();

  constructor(tags: readonly string[], around: Surroundings) {
    super();
    this.tags = tags;
    this.#around = around;
  }

  /** Undefined until it has been read. */
  translation(tag: string): Translation | undefined {
    if (!this.#asked.has(tag)) {
      this.#asked.add(tag);
      void this.#read(tag);
    }
    return this.#translations.get(tag);
  }

  async #read(tag: string): Promise<void> {
    try {
      this.#translations.set(tag, readTranslation(await this.#around.read(`skilldesk.${tag}.json`)));
      this.changed();
    } catch {
      const pause = this.#pauses.get(tag) ?? firstPause;
      this.#pauses.set(tag, Math.min(pause * 4, longestPause));
      this.#around.later(() => {
        this.#asked.delete(tag);
        this.changed();
      }, pause);
    }
  }
}
