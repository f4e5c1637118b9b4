export interface Lurker {
  /** Everything that could be read so far, and how often it looked. */
  report(): Promise<{ found: string[]; looks: number }>;
}

declare global {
  interface Window {
    lurker: Lurker;
  }
}

/**
 * A widget of somebody else in the same page: a custom element that reads whatever a page can read of its neighbours, ten times a second.
 * It runs in the browser before anything else does, and holds all that it needs.
 */
export function lurk(): void {
  const found = new Set<string>();
  const contexts = new Set<unknown>();
  const usual = new Set<PropertyKey>(Reflect.ownKeys(window));
  const native = new Set<unknown>([Object.prototype, Function.prototype, Array.prototype]);
  for (const name of Object.getOwnPropertyNames(window)) {
    const one = Reflect.get(window, name) as unknown;
    if (typeof one === 'function') native.add(one.prototype);
  }
  let looks = 0;

  /** Own members and those of every class that the browser did not bring, symbols and getters included. */
  const harvest = (root: unknown, seen: Set<unknown>): void => {
    const open: unknown[] = [root];
    while (open.length > 0) {
      const one = open.pop();
      if (typeof one === 'string') found.add(one);
      if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue;
      if (one === window || one === window.lurker) continue;
      seen.add(one);
      if (one instanceof Map) open.push(...one.keys(), ...(one.values() as Iterable<unknown>));
      if (one instanceof Set) open.push(...(one as Set<unknown>));
      // A class's prototype calls itself a node, and is none.
      if (one instanceof Node && !Object.hasOwn(one, 'constructor')) readNode(one, open);
      for (let level: object | null = one; level && !native.has(level); level = Reflect.getPrototypeOf(level)) {
        for (const key of Reflect.ownKeys(level)) {
          found.add(String(key));
          try {
            const value: unknown = Reflect.get(level, key, one);
            // Asked for by nobody, a promise that fails would look like a fault of the page.
            if (value instanceof Promise)
              void value.then(
                (inner) => harvest(inner, seen),
                () => undefined,
              );
            open.push(value);
          } catch {
            // A getter that minds who asks.
          }
        }
      }
    }
  };

  const readNode = (node: Node, open: unknown[]): void => {
    found.add(node.textContent ?? '');
    open.push(...node.childNodes);
    if (!(node instanceof Element)) return;
    for (const { name, value } of node.attributes) found.add(name).add(value);
    if (node.shadowRoot) open.push(node.shadowRoot, ...node.shadowRoot.childNodes);
    if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement) found.add(node.value);
  };

  /** Lit's context protocol hands its values to any element that asks with the right key, and the keys pass by. */
  const askForContexts = (element: Element): void => {
    for (const context of contexts) {
      const ask = new Event('context-request', { bubbles: true, composed: true });
      Object.assign(ask, { context, subscribe: false, callback: (value: unknown) => harvest(value, new Set()) });
      element.dispatchEvent(ask);
    }
  };

  const look = (): void => {
    looks += 1;
    const seen = new Set<unknown>();
    for (const element of document.querySelectorAll('*')) {
      if (!element.localName.startsWith('skilldesk-')) continue;
      harvest(element, seen);
      askForContexts(element);
    }
    for (const key of Reflect.ownKeys(window)) if (!usual.has(key)) harvest(Reflect.get(window, key), seen);
    for (const storage of [localStorage, sessionStorage]) found.add(JSON.stringify(Object.entries(storage)));
    found.add(document.cookie).add(document.documentElement.outerHTML).add(location.href).add(document.referrer);
    found.add(JSON.stringify(history.state)).add(window.name);
    for (const entry of performance.getEntries()) found.add(JSON.stringify(entry));
  };

  const hear = (event: Event): void => {
    if ('context' in event) contexts.add(event.context);
    harvest(event, new Set());
    harvest(event.composedPath()[0], new Set());
  };
  const heard = new Set<string>();
  const listenFor = (type: string): void => {
    if (heard.has(type)) return;
    heard.add(type);
    addEventListener(type, hear, true);
  };
  for (const key of Object.keys(HTMLElement.prototype).concat(Object.keys(window))) {
    if (key.startsWith('on') && !/move|over|out|enter|leave|frame/.test(key)) listenFor(key.slice(2));
  }
  // What the widget calls its own events is learned as it sends the first one.
  const dispatch: (event: Event) => boolean = Reflect.get(EventTarget.prototype, 'dispatchEvent');
  EventTarget.prototype.dispatchEvent = function (this: EventTarget | undefined, event) {
    listenFor(event.type);
    return dispatch.call(this ?? window, event);
  };

  const readDatabases = async (): Promise<void> => {
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase | undefined>((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => resolve(undefined);
      });
      for (const store of database?.objectStoreNames ?? []) {
        const all = database?.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => all?.addEventListener('success', resolve));
        found.add(JSON.stringify(all?.result));
      }
    }
    for (const name of await caches.keys().catch(() => [])) found.add(name);
  };

  class EvilWidget extends HTMLElement {
    connectedCallback(): void {
      setInterval(look, 100);
    }
  }
  customElements.define('evil-widget', EvilWidget);
  addEventListener('DOMContentLoaded', () => document.body.append(document.createElement('evil-widget')));
  window.lurker = {
    async report() {
      look();
      await readDatabases();
      return { found: [...found], looks };
    },
  };
}
