import type { ReactiveController, ReactiveControllerHost } from 'lit';

const pause = 20_000;

/** Renders its host again every so often, where it says how long something still lasts. */
export class Ticking implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#host.requestUpdate(), pause);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }
}
