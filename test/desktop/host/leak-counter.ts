/** Counts what is registered on the page and not taken back: what a removed widget must not leave behind. */
export class LeakCounter {
  readonly #listeners = new Map<unknown, Set<string>>();
  readonly #intervals = new Set<unknown>();
  readonly #timeouts = new Set<unknown>();
  #requests = 0;

  /** Begins to count; called after the host has registered its own. */
  install(): void {
    this.#countListeners('window', window);
    this.#countListeners('document', document);
    this.#countTimers();
    this.#countRequests();
  }

  counts() {
    const pageListeners = [...this.#listeners.values()].reduce((sum, keys) => sum + keys.size, 0);
    return {
      pageListeners,
      intervals: this.#intervals.size,
      timeouts: this.#timeouts.size,
      requests: this.#requests,
    };
  }

  #countListeners(name: string, target: EventTarget): void {
    const add = target.addEventListener.bind(target);
    const remove = target.removeEventListener.bind(target);
    const keyOf = (type: string, options?: boolean | EventListenerOptions) =>
      `${name} ${type} ${String(typeof options === 'object' ? (options.capture ?? false) : (options ?? false))}`;

    target.addEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject | null,
      options?: boolean | AddEventListenerOptions,
    ) => {
      add(type, listener, options);
      const { once, signal } = typeof options === 'object' ? options : {};
      if (listener === null || once === true || signal?.aborted === true) return;
      const key = keyOf(type, options);
      const keys = this.#listeners.get(listener) ?? new Set<string>();
      this.#listeners.set(listener, keys.add(key));
      signal?.addEventListener('abort', () => keys.delete(key));
    };
    target.removeEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject | null,
      options?: boolean | EventListenerOptions,
    ) => {
      remove(type, listener, options);
      this.#listeners.get(listener)?.delete(keyOf(type, options));
    };
  }

  #countTimers(): void {
    const setTimeout = window.setTimeout.bind(window);
    const clearTimeout = window.clearTimeout.bind(window);
    const setInterval = window.setInterval.bind(window);
    const clearInterval = window.clearInterval.bind(window);
    const later = (handler: TimerHandler, delay?: number, ...args: unknown[]): number => {
      const timer: number = setTimeout(
        (...given: unknown[]) => {
          this.#timeouts.delete(timer);
          if (typeof handler === 'function') (handler as (...all: unknown[]) => void)(...given);
        },
        delay,
        ...args,
      );
      this.#timeouts.add(timer);
      return timer;
    };
    const often = (handler: TimerHandler, delay?: number, ...args: unknown[]): number => {
      const timer = setInterval(handler, delay, ...args);
      this.#intervals.add(timer);
      return timer;
    };
    const cancel = (timer?: number) => {
      // The platform lets either function end either kind.
      this.#timeouts.delete(timer);
      this.#intervals.delete(timer);
      clearTimeout(timer);
      clearInterval(timer);
    };
    Object.assign(window, { setTimeout: later, setInterval: often, clearTimeout: cancel, clearInterval: cancel });
  }

  #countRequests(): void {
    const fetch = window.fetch.bind(window);
    window.fetch = async (...args) => {
      this.#requests += 1;
      try {
        return await fetch(...args);
      } finally {
        this.#requests -= 1;
      }
    };
  }
}
