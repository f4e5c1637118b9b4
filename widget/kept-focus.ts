import type { LitElement, ReactiveController } from 'lit';

type Place = () => HTMLElement | null | undefined;

/** What had the focus is drawn no longer. Each element around it names a place for the focus, the nearest first. */
class FocusLost extends Event {
  static readonly eventName = 'skilldesk-focus-lost';
  readonly places: Place[] = [];

  constructor() {
    super(FocusLost.eventName, { bubbles: true, composed: true });
  }
}

/**
 * Whoever works by keyboard is never left on nothing: where an element draws itself anew without what had the focus, it goes to the nearest
 * place that there is by then, in the element or around it.
 */
export class KeptFocus implements ReactiveController {
  readonly #host: LitElement;
  #had = false;

  /** `place` is asked when all has been drawn. */
  constructor(host: LitElement, place: Place = () => undefined) {
    this.#host = host;
    host.addController(this);
    host.addEventListener(FocusLost.eventName, (event) => event instanceof FocusLost && event.places.push(place));
  }

  hostUpdate(): void {
    this.#had = this.#host.shadowRoot?.activeElement != null;
  }

  hostUpdated(): void {
    if (!this.#had || this.#host.shadowRoot?.activeElement) return;
    const lost = new FocusLost();
    this.#host.dispatchEvent(lost);
    setTimeout(() => {
      for (const place of lost.places) if (isNowhere()) place()?.focus();
    });
  }
}

/** Somebody may have given it a place already. */
const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;
