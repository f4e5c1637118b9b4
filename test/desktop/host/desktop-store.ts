/** The desktop's observable STORE: paths such as `auth.accessToken`, watched one by one. */
export class DesktopStore {
  readonly #values = new Map<string, unknown>();
  readonly #watchers = new Set<(path: string) => void>();

  get(path: string): unknown {
    return this.#values.get(path);
  }

  set(path: string, value: unknown): void {
    if (Object.is(this.#values.get(path), value)) return;
    this.#values.set(path, value);
    for (const watcher of [...this.#watchers]) watcher(path);
  }

  watch(watcher: (path: string) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}
