import { loadScript, scriptUrl } from './desktop/load-script.ts';
import { besideBundle } from './host-values.ts';
import { later } from './later.ts';
import { Observable } from './observable.ts';

/** How long they may take before the person is told. They may still come after it. */
const patience = 10_000;

type DrawAhead = (root: ShadowRoot) => void;

/** The elements beyond the first view (`more.ts`). They come as a file of their own, ahead of need or when they are needed. */
export class MoreElements extends Observable {
  /** Where the backend is, for a bundle that does not know where it came from. */
  backend: string | undefined;

  readonly #fetch: (backend: string | undefined) => Promise<unknown>;
  readonly #later: typeof later;
  #drawAhead: DrawAhead = () => undefined;
  #state: 'absent' | 'loading' | 'here' | 'missing' = 'absent';

  /** What is fetched calls `arrive`. */
  constructor(fetch: (backend: string | undefined) => Promise<unknown>, around = { later }) {
    super();
    this.#fetch = fetch;
    this.#later = around.later;
  }

  get here(): boolean {
    return this.#state === 'here';
  }

  /** They were asked for and have not come. */
  get missing(): boolean {
    return this.#state === 'missing';
  }

  /** However often it is called, they are fetched once; again after a failure. */
  load(): void {
    if (this.#state === 'loading' || this.#state === 'here') return;
    this.#become('loading');
    const fail = () => {
      forget();
      if (this.#state === 'loading') this.#become('missing');
    };
    const forget = this.#later(fail, patience);
    this.#fetch(this.backend).then(fail, fail);
  }

  /** `drawAhead` makes ready what they are going to show. */
  arrive(drawAhead: DrawAhead): void {
    this.#drawAhead = drawAhead;
    this.#become('here');
  }

  /** What can be done before it is needed, at a time when there is nothing else to do. */
  ahead(root: ShadowRoot): void {
    if (this.here) this.#drawAhead(root);
    else this.load();
  }

  #become(state: 'loading' | 'here' | 'missing'): void {
    this.#state = state;
    this.changed();
  }
}

export const moreElements = new MoreElements(async (backend) => {
  // In the bundle as shipped this is the name of the second file (build/classic-scripts.ts).
  const more: unknown = import('./more.ts');
  await (typeof more === 'string' ? loadScript(besideBundle(more, scriptUrl, backend)) : more);
});
