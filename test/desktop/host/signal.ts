type Listener = (data: unknown) => void;

/** A signal as the desktop's services expose it; `onChange` lets the owner count who listens. */
export class Signal {
  readonly #listeners = new Set<Listener>();
  readonly #once = new Set<Listener>();
  readonly #onChange: (count: number) => void;

  constructor(onChange: (count: number) => void = () => undefined) {
    this.#onChange = onChange;
  }

  listen = (listener: Listener) => {
    this.#listeners.add(listener);
    this.#changed();
    return { stopListen: () => this.stopListen(listener) };
  };

  listenOnce = (listener: Listener) => {
    this.#once.add(listener);
    this.#changed();
    return { stopListenOnce: () => this.stopListenOnce(listener) };
  };

  stopListen = (listener: Listener): void => {
    this.#listeners.delete(listener);
    this.#changed();
  };

  stopListenOnce = (listener: Listener): void => {
    this.#once.delete(listener);
    this.#changed();
  };

  /** The host's side. */
  send(data: unknown): void {
    const once = [...this.#once];
    this.#once.clear();
    this.#changed();
    for (const listener of [...this.#listeners, ...once]) listener(data);
  }

  #changed(): void {
    this.#onChange(this.#listeners.size + this.#once.size);
  }
}
