/** Something with a state that elements show. */
export class Observable {
  readonly #listeners = new Set<() => void>();
  #held = false;

  /** Calls `listener` after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells of all that `work` changes once, after it. */
  together(work: () => void): void {
    this.#held = true;
    try {
      work();
    } finally {
      this.#held = false;
      this.changed();
    }
  }

  protected changed(): void {
    if (this.#held) return;
    for (const listener of [...this.#listeners]) listener();
  }
}
