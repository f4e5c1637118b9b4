/** In characters. Whatever is looked for is at least as long, and first found by so many. */
export const shortestSought = 12;
/** The hash of a place is over its last four characters: what came before has been shifted out. */
const hashed = 4;
const hashes = 1 << 16;

const hashAfter = (hash: number, character: number): number => ((hash << 5) ^ character) & (hashes - 1);

/** Texts that are looked for all at once: other text is gone through once, however many they are. */
export class SoughtTexts {
  readonly #byHead = new Map<string, string[]>();
  /** How many begin with characters of this hash. Nearly every place of a text is passed over by it. */
  readonly #beginnings = new Uint16Array(hashes);

  add(sought: string): void {
    this.#count(sought, 1);
    const head = sought.slice(0, shortestSought);
    this.#byHead.set(head, [...(this.#byHead.get(head) ?? []), sought]);
  }

  /** Once for each time that it was added. */
  remove(sought: string): void {
    this.#count(sought, -1);
    const head = sought.slice(0, shortestSought);
    const those = this.#byHead.get(head) ?? [];
    const left = those.toSpliced(those.indexOf(sought), 1);
    if (left.length > 0) this.#byHead.set(head, left);
    else this.#byHead.delete(head);
  }

  /** Those that stand in it, the longest first: a shorter one may be part of it. */
  in(text: string): string[] {
    const beginnings = this.#beginnings;
    const found = new Set<string>();
    for (let at = 0, hash = 0; at < text.length; at += 1) {
      hash = hashAfter(hash, text.charCodeAt(at));
      if (beginnings[hash] === 0) continue;
      const from = at - hashed + 1;
      for (const sought of this.#byHead.get(text.slice(Math.max(from, 0), from + shortestSought)) ?? [])
        if (text.startsWith(sought, from)) found.add(sought);
    }
    return [...found].sort((one, other) => other.length - one.length);
  }

  #count(sought: string, by: 1 | -1): void {
    let hash = 0;
    for (let at = 0; at < hashed; at += 1) hash = hashAfter(hash, sought.charCodeAt(at));
    this.#beginnings[hash] = (this.#beginnings[hash] ?? 0) + by;
  }
}
