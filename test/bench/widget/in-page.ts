/** What the bench knows in the page; runs there before anything else, so it holds everything it needs. */
export interface InPage {
  /** Evaluates the script and says how many milliseconds that took. */
  evaluate(code: string): number;
  /** Puts the element on the page; says how long after all data had arrived `row` was painted. */
  enter(tag: string, base: string, row: string): Promise<number>;
  leave(): void;
  find(selector: string): HTMLElement | undefined;
  /** Listens for the next key from now on. */
  awaitKey(wanted?: string): void;
  /** How long after that key `wanted`, or the next frame, was painted. */
  afterKey(): Promise<number>;
}

declare global {
  interface Window {
    bench: InPage;
  }
}

export function prepare(): void {
  let dataComplete = NaN;
  let measured = Promise.resolve(NaN);
  const original = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await original(input, init);
    if (!/skill-profiles|agents/.test(response.url) || !response.ok) return response;
    const body = await response.arrayBuffer();
    dataComplete = performance.now();
    return new Response(body, { status: response.status, headers: response.headers });
  };
  const find = (selector: string, root: Document | ShadowRoot = document): HTMLElement | undefined => {
    const here = root.querySelector<HTMLElement>(selector);
    if (here) return here;
    for (const { shadowRoot } of root.querySelectorAll('*')) {
      const found = shadowRoot ? find(selector, shadowRoot) : undefined;
      if (found) return found;
    }
    return undefined;
  };
  /** The time when a frame is on the screen in which `selector` is there. */
  const painted = (selector?: string) =>
    new Promise<number>((resolve) => {
      const look = () => {
        if (selector !== undefined && !find(selector)) {
          requestAnimationFrame(look);
          return;
        }
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });

  window.bench = {
    find,
    evaluate(code) {
      const script = document.createElement('script');
      script.textContent = code;
      const began = performance.now();
      document.head.append(script);
      return performance.now() - began;
    },
    async enter(tag, base, row) {
      const element = document.createElement(tag);
      Object.assign(element, { apiBase: base, accessToken: 'bench' });
      document.querySelector('#stage')?.append(element);
      const at = await painted(row);
      return at - dataComplete;
    },
    leave() {
      document.querySelector('#stage')?.replaceChildren();
    },
    awaitKey(wanted) {
      measured = new Promise((resolve) => {
        const pressed = ({ timeStamp }: Event) => {
          void painted(wanted).then((at) => resolve(at - timeStamp));
        };
        addEventListener('keydown', pressed, { capture: true, once: true });
      });
    },
    afterKey: () => measured,
  };
}
