import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** From this width on, the review stands beside the lists. */
const wideFrom = 1040;

/** Whether its host has room for a panel beside its content; container queries are younger than the oldest browser of the desktop. */
export class Room implements ReactiveController {
  wide = false;
  readonly #host: ReactiveControllerHost & Element;
  readonly #observer = new ResizeObserver(([entry]) => this.#measure(entry?.contentRect.width ?? 0));

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #measure(width: number): void {
    const wide = width >= wideFrom;
    if (wide === this.wide) return;
    this.wide = wide;
    this.#host.requestUpdate();
  }
}
