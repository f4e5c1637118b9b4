import type { Polled } from './polling.ts';

const seldomEnough = 1_000;

/** Whether somebody looks at the page, and how long he has done nothing. */
export class Presence {
  #acted = Date.now();
  #leave: () => void = () => undefined;

  get hidden(): boolean {
    return document.hidden;
  }

  get idle(): number {
    return Date.now() - this.#acted;
  }

  /** Something happens here, or with those he works with. */
  acted(): void {
    this.#acted = Date.now();
  }

  /** Wakes what sleeps while nobody looks, and says when the page is about to be out of sight, or gone: no other moment may follow. */
  start(polled: () => readonly Polled[], leaving: () => void): void {
    this.stop();
    const seen = () => {
      if (this.hidden) leaving();
      else {
        this.acted();
        polled().forEach((one) => one.wake());
      }
    };
    const acts = () => {
      if (this.idle > seldomEnough) this.acted();
    };
    const passive = { capture: true, passive: true };
    document.addEventListener('visibilitychange', seen);
    addEventListener('pagehide', leaving);
    for (const kind of acting) document.addEventListener(kind, acts, passive);
    this.#leave = () => {
      document.removeEventListener('visibilitychange', seen);
      removeEventListener('pagehide', leaving);
      for (const kind of acting) document.removeEventListener(kind, acts, passive);
    };
  }

  stop(): void {
    this.#leave();
    this.#leave = () => undefined;
  }
}

const acting = ['keydown', 'pointerdown', 'wheel'] as const;
